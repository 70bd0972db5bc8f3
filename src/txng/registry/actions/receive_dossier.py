from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.registry.actions.taking import State, decided_already, receive, take_to_decide
from txng.registry.models import Dossier


@transaction.atomic
def receive_dossier(*, actor: Actor, dossier_id: int, at: datetime) -> Dossier:
    """Tiếp nhận: the desk has it and answers for it from now on."""
    dossier = take_to_decide(actor, Permission.DOSSIER_RECEIVE, dossier_id)
    if dossier.state != State.SUBMITTED:
        raise decided_already(dossier, at)
    receive(dossier, actor=actor, at=at)
    return dossier
