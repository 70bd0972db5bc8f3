from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.actions._account import account_to_change, keep_paper, refuse_own, require_reason, wrong_state
from txng.accounts.actions._steps import Why, take
from txng.accounts.changes import FROM
from txng.accounts.models import Account, AccountChange

VERB = AccountChange.Verb.RECONFIRM


@transaction.atomic
def require_reconfirmation(
    *, actor: Actor, account_id: int, reason: str, ground: str, paper: Any = None, at: datetime
) -> Account:
    """Yêu cầu xác nhận lại tài khoản (CB 12.5, 13.3; CT-REG 12.5): nobody works with it until its owner or lead has
    confirmed data and duties again. Agencies propose it; the operator may ask directly."""
    account = account_to_change(account_id)
    actor.require(Permission.ACCOUNT_DECIDE, account)
    refuse_own(actor, account)
    if account.state not in FROM[VERB]:
        raise wrong_state(account)
    require_reason(reason, ground)
    why = Why(reason=reason.strip(), ground=ground.strip(), paper=keep_paper(paper))
    take(VERB, actor=actor, account=account, why=why, at=at)
    return account
