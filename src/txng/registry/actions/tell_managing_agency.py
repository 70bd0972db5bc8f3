from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.registry.actions.taking import State, desk_of, take_to_decide
from txng.registry.events import DossierEvent
from txng.registry.models import Dossier


@transaction.atomic
def tell_managing_agency(*, actor: Actor, dossier_id: int, at: datetime) -> Dossier:
    """Thông báo cho cơ quan chủ quản biết để theo dõi: a dossier filed with the operator is valid (CB 6.3 Bước 2)."""
    dossier = take_to_decide(actor, Permission.DOSSIER_APPROVE, dossier_id)
    if not provinces.current().tells_managing_agency(filed_at=desk_of(dossier.filed_with)):  # type: ignore[arg-type]
        raise RuleBroken(_("The managing agency has this dossier itself; it need not be told."), code="not_told")
    if dossier.state not in (State.APPROVED, State.FORWARDED, State.ACCOUNT_ISSUED):
        raise RuleBroken(_("The managing agency is told once the dossier is approved."), code="wrong_moment")
    tell(dossier, actor=actor, at=at)
    return dossier


def tell(dossier: Dossier, *, actor: Actor, at: datetime) -> None:
    if dossier.agency_told_at is not None or dossier.managing_agency_id == dossier.filed_with_id:
        return
    dossier.agency_told_at = at
    dossier.save(update_fields=["agency_told_at"])
    record(
        DossierEvent.AGENCY_TOLD,
        actor=actor,
        subject=dossier,
        at=at,
        after={"managing_agency": str(dossier.managing_agency)},
    )
