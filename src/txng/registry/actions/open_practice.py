from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.ledger.recording import record
from txng.registry import practice
from txng.registry.events import EstablishmentEvent
from txng.registry.models import Establishment


@transaction.atomic
def open_practice(*, actor: Actor, at: datetime) -> Establishment:
    """Where the people of an establishment practise (“Tập thử”): at most one, and a second press finds it."""
    real = practice.whose(actor)
    there = practice.practice_of(real.pk)
    if there is not None:
        return there
    made = practice.make(real, at=at)
    record(EstablishmentEvent.PRACTICE_OPENED, actor=actor, subject=made, at=at, after={"practice_of": real.pk})
    return made
