"""What this area does when something happens below it (project/subscriptions.py)."""

from __future__ import annotations

from django.db.models import Value
from django.db.models.functions import Concat, Substr

from txng.ledger.models import Entry
from txng.registry.mergers import stand_with_establishments
from txng.trace.models import Capture, CapturedEvent, MasterData

PLACED = (Capture, CapturedEvent, MasterData)


def follow_establishment(entry: Entry) -> None:
    stand_with_establishments(*PLACED)


def follow_merger(entry: Entry) -> None:
    """Units end: what an agency captured stands where the agency's unit has gone."""
    after = (entry.after or {})["unit_path"]
    for unit in (entry.before or {})["units"]:
        path = unit["unit_path"]
        for model in PLACED:
            rows = model._default_manager.filter(establishment=None, unit_path__startswith=path)
            rows.update(unit_path=Concat(Value(after), Substr("unit_path", len(path) + 1)))
    stand_with_establishments(*PLACED)
