from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.emergencies import LASTS, is_waiting
from txng.accounts.events import AccountEvent
from txng.accounts.models import EmergencyAccess
from txng.accounts.models.accounts import MembershipRole
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def grant_emergency(*, actor: Actor, access_id: int, at: datetime) -> EmergencyAccess:
    """The second of the two persons: a lead of the operator, never who asked. It holds for 60 minutes (names.md 5)."""
    actor.require_verb(Permission.EMERGENCY_OPEN)
    access = EmergencyAccess.objects.select_for_update(of=("self",), no_key=True).filter(id=access_id).first()
    if access is None:
        raise NotThere
    if actor.role != MembershipRole.LEAD:
        raise NotAllowed(_("Only a lead of the operator can grant emergency access."), code="not_a_lead")
    if access.asked_by_id == actor.user_id:
        raise RuleBroken(_("Somebody else has to grant what you asked for."), code="same_person")
    if access.granted_at is not None:
        raise RuleBroken(_("This emergency access has been granted already."), code="granted_already")
    if not is_waiting(access, at):
        raise RuleBroken(_("This request is more than an hour old. It has to be made anew."), code="too_late")
    access.granted_by_id = actor.user_id
    access.granted_at = at
    access.until = at + LASTS
    access.save(update_fields=["granted_by", "granted_at", "until"])
    record(
        AccountEvent.EMERGENCY_GRANTED,
        actor=actor,
        subject=access,
        label=access.asked_by.name,
        at=at,
        after={"person": access.asked_by.name, "until": access.until},
        reason=access.reason,
    )
    return access
