from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.events import ProductionEvent
from txng.production.models import AreaCode, AreaCodeStatus


@transaction.atomic
def change_area_code_status(*, actor: Actor, code_id: int, status: str, reason: str, at: datetime) -> AreaCode:
    """A market suspends a code, lifts that, or it is revoked for good. The same said twice is said once."""
    code = AreaCode.objects.select_for_update(no_key=True).filter(pk=code_id).first()
    if code is None:
        raise NotThere(_("Not found."))
    actor.require(Permission.SITE_EDIT, code)
    reason = clean(reason)
    if status not in AreaCodeStatus.values:
        raise RuleBroken(_("Choose the state of the code."), code="status")
    if code.status == status:
        return code
    if code.status == AreaCodeStatus.REVOKED:
        raise RuleBroken(_("A revoked code stays revoked. Enter the new one as another code."), code="revoked")
    if not reason:
        raise RuleBroken(_("Write why, for example the number of the announcement."), code="reason_missing")
    before, code.status, code.status_reason = code.status, status, reason
    code.save(update_fields=["status", "status_reason"])
    record(
        ProductionEvent.AREA_CODE_CHANGED,
        actor=actor,
        subject=code,
        at=at,
        before={"status": before},
        after={"status": status},
        reason=reason,
    )
    return code
