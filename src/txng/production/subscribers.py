"""What production does when something happens above it (project/subscriptions.py)."""

from __future__ import annotations

from txng.ledger.models import Entry
from txng.production.models import Lot


def note_on_sale(entry: Entry) -> None:
    """The first activated stamp puts a lot on sale; later ones, and a second telling of the first, change nothing."""
    lot_id = (entry.after or {}).get("lot_id")
    if lot_id is not None:
        Lot.objects.filter(pk=lot_id, on_sale_since=None).update(on_sale_since=entry.at)
