from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.actions._account import keep_paper, shown_paper
from txng.accounts.events import AccountEvent
from txng.accounts.models import Account
from txng.accounts.models.accounts import AccountState
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record

_LOCKABLE = (AccountState.ACTIVE, AccountState.RECONFIRM_REQUIRED)


@transaction.atomic
def lock_account(
    *, actor: Actor, account_id: int, reason: str, ground: str, paper: Any = None, at: datetime
) -> Account:
    """Khóa tài khoản (CB 12.5, 13.3; CT-REG 12.5): its people are shut out from their next request on.

    Nobody is told a cached right: the actor of every request is computed from this row.
    """
    account = Account.objects.select_for_update(of=("self",), no_key=True).filter(id=account_id).first()
    if account is None:
        raise NotThere
    actor.require(Permission.ACCOUNT_LOCK, account)
    if actor.agency_id is not None and account.agency_id == actor.agency_id:
        raise RuleBroken(_("You cannot lock the account you work with."), code="own_account")
    if account.state not in _LOCKABLE:
        raise RuleBroken(
            _("Only an active account can be locked. This one is in the state “%(state)s”.")
            % {"state": account.get_state_display()},
            code="not_active",
        )
    if not reason.strip():
        raise RuleBroken(_("Enter the reason of the lock."), code="reason_missing")
    if not ground.strip():
        raise RuleBroken(_("Enter the legal ground: number of the decision or article."), code="ground_missing")
    before = {"state": account.state}
    account.state = AccountState.LOCKED
    account.locked_at = at
    account.lock_reason = reason.strip()
    account.lock_ground = ground.strip()
    account.lock_paper = keep_paper(paper)
    account.save(update_fields=["state", "locked_at", "lock_reason", "lock_ground", "lock_paper"])
    record(
        AccountEvent.LOCKED,
        actor=actor,
        subject=account,
        at=at,
        before=before,
        after={"state": account.state} | shown_paper(account.lock_paper),
        reason=account.lock_reason,
        ground=account.lock_ground,
    )
    return account
