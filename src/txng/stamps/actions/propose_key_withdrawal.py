from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.stamps.events import StampEvent
from txng.stamps.keyring import record_versions
from txng.stamps.models import KeyVersion, KeyWithdrawal


@transaction.atomic
def propose_key_withdrawal(*, actor: Actor, version: int, reason: str, at: datetime) -> KeyWithdrawal:
    """Đề nghị thu hồi phiên bản khóa: the first of two persons. Nothing changes for stamps before the second."""
    actor.require_verb(Permission.KEY_WITHDRAW)
    record_versions()
    key = KeyVersion.objects.select_for_update(no_key=True).filter(version=version).first()
    if key is None:
        raise NotThere
    if key.withdrawn_at is not None:
        raise RuleBroken(_("This key version is withdrawn already."), code="withdrawn_already")
    if not reason.strip():
        raise RuleBroken(_("State why this key version is withdrawn."), code="reason_missing")
    if (waiting := key.withdrawals.filter(state=KeyWithdrawal.State.WAITING).first()) is not None:
        raise RuleBroken(
            _("%(name)s has proposed this already. It waits for a second person.") % {"name": waiting.proposed_by},
            code="already_proposed",
        )
    proposal = KeyWithdrawal.objects.create(
        key=key, reason=reason.strip(), proposed_by=actor.label, proposed_by_id=actor.user_id, proposed_at=at
    )
    record(
        StampEvent.KEY_WITHDRAWAL_PROPOSED,
        actor=actor,
        subject=proposal,
        at=at,
        after={"version": key.version},
        reason=proposal.reason,
    )
    return proposal
