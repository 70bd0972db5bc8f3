from __future__ import annotations

from txng.ledger.models import Entry


def pause_pages(entry: Entry) -> None:
    pass


def resume_pages(entry: Entry) -> None:
    pass
