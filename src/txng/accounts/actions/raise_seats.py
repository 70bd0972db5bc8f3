from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.actions._account import account_to_change, keep_paper
from txng.accounts.actions._steps import Why, take
from txng.accounts.models import Account, AccountChange
from txng.kernel.errors import RuleBroken


@transaction.atomic
def raise_seats(*, actor: Actor, account_id: int, seats: int, request: str, paper: Any = None, at: datetime) -> Account:
    """More persons in one account, on a written request whose number and date are recorded (CB 7.2, CT-REG 7.2).

    The operator's decision, also where issuing is delegated.
    """
    account = account_to_change(account_id)
    actor.require(Permission.ACCOUNT_DECIDE, account)
    if not request.strip():
        raise RuleBroken(_("Enter number and date of the written request."), code="request_missing")
    if seats <= account.seats:
        raise RuleBroken(
            _("This account has %(seats)s seats already.") % {"seats": account.seats}, code="not_more_seats"
        )
    why = Why(reason="", ground=request.strip(), paper=keep_paper(paper))
    take(AccountChange.Verb.MORE_SEATS, actor=actor, account=account, why=why, at=at, seats=seats)
    return account
