from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotAllowed, RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.registry.actions.return_dossier import supervises
from txng.registry.actions.taking import decided_already, require_desk, take
from txng.registry.events import DossierEvent
from txng.registry.models import Dossier


@transaction.atomic
def allow_new_reasons(*, actor: Actor, dossier_id: int, reason: str, at: datetime) -> Dossier:
    """The supervisor's tick under a further request for supplement that names something new (ux.md D14, names.md 5)."""
    dossier = take(dossier_id)
    if not actor.may(Permission.DOSSIER_SUPERVISE, dossier):
        require_desk(actor, Permission.DOSSIER_REVIEW, dossier)
        if not supervises(actor):
            raise NotAllowed(_("You do not have the right to do this."), code="missing:supervisor")
    if not clean(reason):
        raise RuleBroken(_("State the reason."), code="reason_missing")
    if not dossier.is_open:
        raise decided_already(dossier, at)
    rounds = dossier.returns.count()
    if not rounds:
        raise RuleBroken(_("The first request for supplement may name anything."), code="first_round")
    before = dossier.new_reasons_round
    if before == rounds + 1:
        return dossier
    dossier.new_reasons_round = rounds + 1
    dossier.save(update_fields=["new_reasons_round"])
    record(
        DossierEvent.NEW_REASONS_ALLOWED,
        actor=actor,
        subject=dossier,
        at=at,
        before={"round": before},
        after={"round": dossier.new_reasons_round},
        reason=clean(reason),
    )
    return dossier
