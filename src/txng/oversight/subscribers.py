"""What this area does when something happens below it (project/subscriptions.py)."""

from __future__ import annotations

from txng.ledger.models import Entry
from txng.oversight.models import Complaint, Recall
from txng.registry.mergers import stand_with_establishments


def follow_merger(entry: Entry) -> None:
    stand_with_establishments(Complaint, Recall)
