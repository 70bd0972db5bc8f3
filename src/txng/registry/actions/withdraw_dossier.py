from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.registry.actions.taking import State, take_own
from txng.registry.events import DossierEvent
from txng.registry.models import Dossier


@transaction.atomic
def withdraw_dossier(*, actor: Actor, dossier_id: int, at: datetime, reason: str = "") -> Dossier:
    """Rút hồ sơ: the applicant's right until it is approved (names.md 2)."""
    dossier = take_own(actor, dossier_id)
    if dossier.state == State.WITHDRAWN:
        return dossier
    if not (dossier.is_open or dossier.is_editable):
        raise RuleBroken(
            _("The dossier has been decided (%(state)s) and cannot be withdrawn any more.")
            % {"state": dossier.get_state_display()},
            code="too_late",
        )
    was_filed = dossier.number is not None
    dossier.state = State.WITHDRAWN
    dossier.due_on = None
    dossier.save(update_fields=["state", "due_on"])
    if was_filed:
        record(
            DossierEvent.WITHDRAWN, actor=actor, subject=dossier, at=at, after={"state": dossier.state}, reason=reason
        )
    return dossier
