from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.registry import queries
from txng.registry.events import EstablishmentEvent
from txng.registry.mergers import stand_with_establishments
from txng.registry.models import Agency, Document, Establishment, EstablishmentChange, ManagingAssignment


@transaction.atomic
def assign_managing_agency(
    *, actor: Actor, establishment_id: int, agency_id: int, reason: str, at: datetime, ground: str = ""
) -> Establishment:
    """Giao cơ quan chủ quản: one establishment answers to one agency (NĐ46 art. 44); from this moment the new one
    decides and the old one does not. Rows of the areas above follow in the same transaction (subscriptions)."""
    establishment = Establishment.objects.select_for_update(no_key=True).filter(pk=establishment_id).first()
    if establishment is None:
        raise NotThere(_("Not found."))
    actor.require(Permission.ESTABLISHMENT_ASSIGN, establishment)
    if not clean(reason):
        raise RuleBroken(_("State why another agency is responsible."), code="reason_missing")
    day = local_date(at)
    targets = queries.managing_choices(establishment, day)
    agency = next((choice.agency for choice in targets if choice.agency.pk == agency_id), None)
    if agency is None:
        raise RuleBroken(_("Choose an agency from the list."), code="unknown_agency")
    if agency.pk == establishment.managing_agency_id:
        raise RuleBroken(
            _("%(agency)s manages this establishment already.") % {"agency": agency.name}, code="already_assigned"
        )
    before = Agency.objects.filter(pk=establishment.managing_agency_id or 0).first()
    ManagingAssignment.objects.filter(establishment=establishment, valid_to=None).update(valid_to=day)
    ManagingAssignment.objects.create(
        establishment=establishment, agency=agency, valid_from=day, reason=_written(reason, ground)
    )
    establishment.managing_agency_id = agency.pk
    establishment.save(update_fields=["managing_agency_id"])
    stand_with_establishments(Document, EstablishmentChange)
    record(
        EstablishmentEvent.REASSIGNED,
        actor=actor,
        subject=establishment,
        at=at,
        before={"managing_agency": before.name if before else None},
        after={"managing_agency": agency.name},
        reason=clean(reason),
        ground=clean(ground),
    )
    return establishment


def _written(reason: str, ground: str) -> str:
    return f"{clean(reason)} ({clean(ground)})" if clean(ground) else clean(reason)
