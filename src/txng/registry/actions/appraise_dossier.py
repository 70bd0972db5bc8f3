from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.registry.actions.taking import State, appraise, decided_already, take_to_decide
from txng.registry.models import Dossier


@transaction.atomic
def appraise_dossier(*, actor: Actor, dossier_id: int, at: datetime, appraisal: str = "") -> Dossier:
    """Thẩm định, xem xét: the contents are being looked at; what was found is a recorded fact, not a state."""
    dossier = take_to_decide(actor, Permission.DOSSIER_REVIEW, dossier_id)
    if dossier.state == State.RECEIVED:
        appraise(dossier, actor=actor, at=at)
    elif dossier.state != State.IN_REVIEW or not appraisal:
        raise decided_already(dossier, at)
    if appraisal:
        dossier.appraisal = appraisal
        dossier.save(update_fields=["appraisal"])
    return dossier
