"""What this area does when something happens below it (project/subscriptions.py)."""

from __future__ import annotations

from txng.ledger.models import Entry
from txng.registry.mergers import stand_with_establishments
from txng.stamps.models import CodeBatch, CodeRange, PrintFile, PrintHouse, PrintOrder


def follow_merger(entry: Entry) -> None:
    stand_with_establishments(CodeBatch, CodeRange, PrintOrder, PrintHouse, PrintFile)
