from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.emergencies import in_force, is_waiting
from txng.accounts.events import AccountEvent
from txng.accounts.models import EmergencyAccess, User
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def ask_emergency(*, actor: Actor, reason: str, at: datetime) -> EmergencyAccess:
    """Đề nghị truy cập khẩn cấp: a person of the operator says why; nothing is opened yet.

    Asking again while one waits returns the one that waits.
    """
    actor.require_verb(Permission.EMERGENCY_OPEN)
    if actor.user_id is None:  # the platform itself is no person
        raise NotThere
    # The person's own row is the lock: two forms sent at once ask once.
    person = User.objects.select_for_update(no_key=True).get(id=actor.user_id)
    if not reason.strip():
        raise RuleBroken(_("Enter the reason."), code="reason_missing")
    mine = EmergencyAccess.objects.filter(asked_by=person)
    if mine.filter(in_force(at)).exists():
        raise RuleBroken(_("Your emergency access is in force already."), code="in_force")
    earlier = mine.filter(granted_at=None, ended_at=None).order_by("-id").first()
    if earlier is not None and is_waiting(earlier, at):
        return earlier
    access = EmergencyAccess.objects.create(asked_by=person, asked_at=at, reason=reason.strip())
    record(
        AccountEvent.EMERGENCY_ASKED,
        actor=actor,
        subject=access,
        label=person.name,
        at=at,
        after={"person": person.name},
        reason=access.reason,
    )
    return access
