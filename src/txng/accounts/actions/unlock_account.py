from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.events import AccountEvent
from txng.accounts.models import Account
from txng.accounts.models.accounts import AccountState
from txng.accounts.models.users import AccountKind
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def unlock_account(*, actor: Actor, account_id: int, reason: str, ground: str, at: datetime) -> Account:
    """Mở khóa tài khoản. An agency's lock holds until the operator decides (names.md 6)."""
    account = Account.objects.select_for_update(of=("self",)).filter(id=account_id).first()
    if account is None:
        raise NotThere
    actor.require(Permission.ACCOUNT_LOCK, account)
    require_unlocker(actor)
    if account.state != AccountState.LOCKED:
        raise RuleBroken(_("This account is not locked."), code="not_locked")
    if not reason.strip():
        raise RuleBroken(_("Enter the reason for unlocking."), code="reason_missing")
    if not ground.strip():
        raise RuleBroken(_("Enter the legal ground: number of the decision or article."), code="ground_missing")
    before = {"state": account.state, "reason": account.lock_reason, "ground": account.lock_ground}
    account.state = AccountState.ACTIVE
    account.locked_at = None
    account.lock_reason = ""
    account.lock_ground = ""
    account.save(update_fields=["state", "locked_at", "lock_reason", "lock_ground"])
    record(
        AccountEvent.UNLOCKED,
        actor=actor,
        subject=account,
        at=at,
        before=before,
        after={"state": account.state},
        reason=reason.strip(),
        ground=ground.strip(),
    )
    return account


def require_unlocker(actor: Actor) -> None:
    if actor.kind not in (AccountKind.OPERATOR, "system"):
        raise NotAllowed(_("The operator of the system unlocks accounts."), code="operator_unlocks")
