from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.events import AccountEvent
from txng.accounts.models import Delegation
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def end_delegation(*, actor: Actor, delegation_id: int, reason: str, at: datetime) -> Delegation:
    """End a delegation before its last day; accounts issued under it stay as they are."""
    actor.require_verb(Permission.DELEGATION_MANAGE)
    delegation = (
        Delegation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("agency")
        .filter(id=delegation_id)
        .first()
    )
    if delegation is None:
        raise NotThere
    if delegation.ended_at is not None:
        raise RuleBroken(
            _("%(name)s has ended this delegation already.") % {"name": delegation.ended_by}, code="already_ended"
        )
    if not reason.strip():
        raise RuleBroken(_("Enter the reason."), code="reason_missing")
    delegation.ended_at = at
    delegation.ended_by = actor.label
    delegation.save(update_fields=["ended_at", "ended_by"])
    record(
        AccountEvent.DELEGATION_ENDED,
        actor=actor,
        subject=delegation,
        label=delegation.agency.name,
        at=at,
        before={"valid_from": delegation.valid_from, "valid_to": delegation.valid_to},
        after={"ended_at": at},
        reason=reason.strip(),
        ground=delegation.document,
    )
    return delegation
