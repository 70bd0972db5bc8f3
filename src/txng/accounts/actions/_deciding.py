"""Answering a proposal about an account: the operator, and never the person who wrote it (names.md 5)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.actions._account import account_to_change, refuse_own
from txng.accounts.actions._steps import Why, take
from txng.accounts.models import Account, AccountChange
from txng.kernel.errors import NotThere, RuleBroken


def change_to_answer(actor: Actor, change_id: int) -> tuple[AccountChange, Account]:
    """The account is locked before the proposal, as the proposer does: two locks in one order never wait crosswise."""
    account_id = AccountChange.objects.filter(id=change_id).values_list("account_id", flat=True).first()
    if account_id is None:
        raise NotThere
    account = account_to_change(account_id)
    change = (
        AccountChange.objects.select_for_update(of=("self",), no_key=True).select_related("paper").get(id=change_id)
    )
    change.account = account
    actor.require(Permission.ACCOUNT_DECIDE, change)
    if not change.is_open:
        raise change.already_answered()
    if actor.user_id is not None and actor.user_id == change.proposed_by_id:
        raise RuleBroken(_("Somebody else of the operator decides what you have proposed."), code="own_proposal")
    return change, account


def approve(actor: Actor, change: AccountChange, account: Account, *, answer: str, at: datetime) -> None:
    if change.verb != AccountChange.Verb.MORE_SEATS:
        refuse_own(actor, account)
    change.decide(AccountChange.State.APPROVED, by=actor.label, at=at, answer=answer.strip())
    change.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    why = Why(reason=change.reason, ground=change.ground, paper=change.paper, proposed=change)
    take(change.verb, actor=actor, account=account, why=why, at=at, seats=change.seats or 0)
