from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.registry import clocks, queries
from txng.registry.actions.taking import State, decided_already, take_to_decide
from txng.registry.events import DossierEvent
from txng.registry.models import Dossier, DossierTransfer


@transaction.atomic
def transfer_dossier(*, actor: Actor, dossier_id: int, agency_id: int, reason: str, at: datetime) -> Dossier:
    """Chuyển hồ sơ đến cơ quan quản lý trực tiếp: whoever got a dossier that is not theirs passes it on, with a reason
    the applicant reads, and the new desk has the whole time. The state does not change (names.md 2)."""
    dossier = take_to_decide(actor, Permission.DOSSIER_REVIEW, dossier_id)
    if not dossier.is_open:
        raise decided_already(dossier, at)
    if not clean(reason):
        raise RuleBroken(_("State why another agency is responsible."), code="reason_missing")
    agency = next((one for one in queries.transfer_targets(dossier, local_date(at)) if one.pk == agency_id), None)
    if agency is None or dossier.filed_with is None:
        raise RuleBroken(_("Choose an agency from the list."), code="unknown_agency")
    before = dossier.filed_with
    dossier.filed_with = dossier.managing_agency = agency
    dossier.due_on = clocks.receive_by(at) if dossier.state == State.SUBMITTED else clocks.review_by(at)
    dossier.new_reasons_round = 0
    dossier.save(update_fields=["filed_with", "managing_agency", "due_on", "new_reasons_round"])
    DossierTransfer.objects.create(
        dossier=dossier,
        from_agency=before,
        to_agency=agency,
        reason=clean(reason),
        transferred_at=at,
        transferred_by=actor.label,
    )
    record(
        DossierEvent.TRANSFERRED,
        actor=actor,
        subject=dossier,
        at=at,
        before={"filed_with": before.name},
        after={"filed_with": agency.name, "due_on": dossier.due_on},
        reason=clean(reason),
    )
    return dossier
