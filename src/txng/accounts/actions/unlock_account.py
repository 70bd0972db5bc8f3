from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.actions._account import account_to_change, keep_paper, refuse_own, require_reason
from txng.accounts.actions._steps import Why, take
from txng.accounts.models import Account, AccountChange
from txng.accounts.models.accounts import AccountState
from txng.kernel.errors import NotAllowed, RuleBroken


@transaction.atomic
def unlock_account(
    *, actor: Actor, account_id: int, reason: str, ground: str, paper: Any = None, at: datetime
) -> Account:
    """Mở khóa tài khoản. An agency's lock holds until the operator decides (names.md 6); agencies propose it."""
    account = account_to_change(account_id)
    if actor.may(Permission.ACCOUNT_LOCK, account) and not actor.may(Permission.ACCOUNT_DECIDE, account):
        raise NotAllowed(_("The operator of the system unlocks accounts."), code="operator_unlocks")
    actor.require(Permission.ACCOUNT_DECIDE, account)
    refuse_own(actor, account)
    if account.state != AccountState.LOCKED:
        raise RuleBroken(_("This account is not locked."), code="not_locked")
    require_reason(reason, ground)
    why = Why(reason=reason.strip(), ground=ground.strip(), paper=keep_paper(paper))
    take(AccountChange.Verb.UNLOCK, actor=actor, account=account, why=why, at=at)
    return account
