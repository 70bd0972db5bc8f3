from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.registry.actions.taking import State, begin, decided_already, take_to_decide
from txng.registry.models import Dossier


@transaction.atomic
def begin_review(*, actor: Actor, dossier_id: int, at: datetime) -> Dossier:
    """“Tiếp nhận và xem xét”: two verbs under one button, two lines in the ledger."""
    dossier = take_to_decide(actor, Permission.DOSSIER_REVIEW, dossier_id)
    if dossier.state not in (State.SUBMITTED, State.RECEIVED):
        raise decided_already(dossier, at)
    begin(dossier, actor=actor, at=at)
    return dossier
