from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.registry import practice
from txng.registry.events import EstablishmentEvent
from txng.registry.models import Establishment


@transaction.atomic
def reset_practice(*, actor: Actor, practice_id: int, at: datetime) -> Establishment:
    """Begin anew. Nothing is deleted, diaries least of all: the old one is put away and another one opened.

    `practice_id` is the one the person saw: a second press finds it put away already and changes nothing.
    """
    real = practice.whose(actor)
    there = practice.practice_of(real.pk)
    if there is None:
        raise RuleBroken(_("Practice has not been opened yet."), code="no_practice")
    if there.pk != practice_id:
        return there
    there.practice_ended_at = at
    there.save(update_fields=["practice_ended_at"])
    made = practice.make(real, at=at)
    record(
        EstablishmentEvent.PRACTICE_RESET,
        actor=actor,
        subject=made,
        at=at,
        before={"establishment": there.pk},
        after={"practice_of": real.pk},
    )
    return made
