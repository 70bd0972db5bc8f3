"""What this area does when something happens below it (project/subscriptions.py)."""

from __future__ import annotations

from txng.ledger.models import Entry
from txng.ledger.recording import actor_then, record
from txng.registry.mergers import stand_with_establishments
from txng.registry.models import Establishment
from txng.stamps.events import StampEvent
from txng.stamps.models import Activation, CodeBatch, CodeRange, PrintFile, PrintHouse, PrintOrder


def follow_merger(entry: Entry) -> None:
    stand_with_establishments(Activation, CodeBatch, CodeRange, PrintFile, PrintHouse, PrintOrder)


def tell_makers_of_key(entry: Entry) -> None:
    """A withdrawn key concerns everybody who has stamps of it: a line each, for their history and their notices."""
    version = int(entry.subject_id)
    makers = CodeBatch.objects.filter(key_version=version, ranges__isnull=False).values("establishment_id")
    for maker in Establishment.objects.filter(id__in=makers).order_by("id"):
        record(
            StampEvent.STAMPS_NO_LONGER_GOOD,
            actor=actor_then(entry),
            subject=maker,
            at=entry.at,
            after={"version": version},
            reason=entry.reason,
        )
