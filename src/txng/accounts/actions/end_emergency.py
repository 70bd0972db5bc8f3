from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.events import AccountEvent
from txng.accounts.models import EmergencyAccess
from txng.accounts.models.accounts import MembershipRole
from txng.kernel.errors import NotAllowed, NotThere
from txng.ledger.recording import record


@transaction.atomic
def end_emergency(*, actor: Actor, access_id: int, at: datetime) -> EmergencyAccess:
    """Earlier than the clock: by who holds it, or by any lead of the operator; a request that waits is turned down
    or taken back the same way. Ending once more changes nothing.
    """
    actor.require_verb(Permission.EMERGENCY_OPEN)
    access = EmergencyAccess.objects.select_for_update(of=("self",), no_key=True).filter(id=access_id).first()
    if access is None:
        raise NotThere
    if actor.user_id != access.asked_by_id and actor.role != MembershipRole.LEAD:
        raise NotAllowed(_("Only a lead of the operator, or who asked, can end emergency access."), code="not_a_lead")
    if access.ended_at is not None or (access.until is not None and at >= access.until):
        return access
    access.ended_at = at
    access.save(update_fields=["ended_at"])
    record(
        AccountEvent.EMERGENCY_ENDED,
        actor=actor,
        subject=access,
        label=access.asked_by.name,
        at=at,
        before={"until": access.until},
        after={"person": access.asked_by.name, "until": at},
    )
    return access
