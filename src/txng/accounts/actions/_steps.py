"""What becomes of an account, one function a step; who may take it the verbs ask.

Each writes the one line of the ledger that tells of the change, with the state before and after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.accounts.actions._account import close_doors, shown_paper, wrong_state
from txng.accounts.changes import FROM
from txng.accounts.events import AccountEvent
from txng.accounts.models import Account, AccountChange
from txng.accounts.models.accounts import AccountState
from txng.kernel.errors import RuleBroken
from txng.kernel.models import StoredFile
from txng.ledger.recording import record

Verb = AccountChange.Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The reason and the paper behind a step, and who proposed it when somebody else did."""

    reason: str
    ground: str
    paper: StoredFile | None = None
    proposed: AccountChange | None = None

    @property
    def noted(self) -> dict[str, Any]:
        by = {"proposed_by": self.proposed.proposed_by, "proposal": self.proposed.pk} if self.proposed else {}
        return by | shown_paper(self.paper)


def take(verb: str, *, actor: Actor, account: Account, why: Why, at: datetime, seats: int = 0) -> None:
    """Take the step of a verb; the caller holds the lock on the account and has asked for the right."""
    if account.state not in FROM[verb]:
        raise wrong_state(account)
    match verb:
        case Verb.UNLOCK:
            _unlock(actor, account, why, at)
        case Verb.RECONFIRM:
            _ask_again(actor, account, why, at)
        case Verb.REVOKE:
            _end(AccountState.REVOKED, AccountEvent.REVOKED, actor, account, why, at)
        case Verb.REMOVE:
            _end(AccountState.REMOVED, AccountEvent.REMOVED, actor, account, why, at)
        case Verb.MORE_SEATS:
            _allow(seats, actor, account, why, at)


def _unlock(actor: Actor, account: Account, why: Why, at: datetime) -> None:
    before = {"state": account.state, "reason": account.lock_reason, "ground": account.lock_ground}
    # Who was asked to confirm again and then locked still has to confirm.
    account.state = AccountState.RECONFIRM_REQUIRED if account.reconfirm_reason else AccountState.ACTIVE
    _forget_lock(account)
    account.save()
    _tell(AccountEvent.UNLOCKED, actor, account, why, at, before)


def _ask_again(actor: Actor, account: Account, why: Why, at: datetime) -> None:
    before = {"state": account.state}
    account.state = AccountState.RECONFIRM_REQUIRED
    account.reconfirm_reason = why.reason
    _forget_lock(account)
    account.save()
    _tell(AccountEvent.RECONFIRM_REQUIRED, actor, account, why, at, before)


def _end(state: str, kind: AccountEvent, actor: Actor, account: Account, why: Why, at: datetime) -> None:
    before = {"state": account.state}
    account.state = state
    account.ended_at = at
    account.end_reason = why.reason
    _forget_lock(account)
    account.save()
    close_doors(account, at)
    _tell(kind, actor, account, why, at, before)


def _allow(seats: int, actor: Actor, account: Account, why: Why, at: datetime) -> None:
    if seats <= account.seats:
        raise RuleBroken(
            _("This account has %(seats)s seats already.") % {"seats": account.seats}, code="not_more_seats"
        )
    before = {"seats": account.seats, "request": account.seats_request}
    account.seats = seats
    account.seats_request = why.ground
    account.seats_paper = why.paper
    account.save()
    record(
        AccountEvent.SEATS_RAISED,
        actor=actor,
        subject=account,
        at=at,
        before=before,
        after={"seats": account.seats, "request": account.seats_request} | why.noted,
        reason=why.reason,
        ground=why.ground,
    )


def _forget_lock(account: Account) -> None:
    account.locked_at = None
    account.lock_reason = account.lock_ground = ""
    account.lock_paper = None


def _tell(kind: AccountEvent, actor: Actor, account: Account, why: Why, at: datetime, before: dict[str, Any]) -> None:
    record(
        kind,
        actor=actor,
        subject=account,
        at=at,
        before=before,
        after={"state": account.state} | why.noted,
        reason=why.reason,
        ground=why.ground,
    )
