"""Proposals about accounts: whom they wait for, and what an actor may propose or decide about an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.models import Account, AccountChange
from txng.accounts.models.accounts import AccountState, MembershipRole
from txng.accounts.models.users import AccountKind
from txng.kernel.clock import local_date
from txng.review.models import ProposalState
from txng.review.trays import Task, Undo
from txng.review.undoing import minutes_left

Verb = AccountChange.Verb

# From which states each step may be taken (names.md 2).
FROM: dict[str, tuple[str, ...]] = {
    Verb.UNLOCK: (AccountState.LOCKED,),
    Verb.RECONFIRM: (AccountState.ACTIVE, AccountState.LOCKED),
    Verb.REVOKE: (
        AccountState.ISSUED,
        AccountState.ACTIVE,
        AccountState.LOCKED,
        AccountState.RECONFIRM_REQUIRED,
    ),
    Verb.REMOVE: (
        AccountState.ISSUED,
        AccountState.ACTIVE,
        AccountState.LOCKED,
        AccountState.RECONFIRM_REQUIRED,
        AccountState.REVOKED,
    ),
    Verb.MORE_SEATS: tuple(
        state for state in AccountState if state not in (AccountState.REVOKED, AccountState.REMOVED)
    ),
}
# names.md 5: no single person takes an account away.
TWO_PERSONS = (Verb.REVOKE, Verb.REMOVE)
OPEN = (ProposalState.WAITING, ProposalState.CHECKED)


def changes_of(actor: Actor) -> QuerySet[AccountChange]:
    """The proposals an actor may read: about every account they may see."""
    seen = actor.reach(Permission.ACCOUNT_READ)
    if actor.agency_id is not None and actor.holds(Permission.ACCOUNT_READ):
        seen |= Q(account__agency_id=actor.agency_id)
    return (
        AccountChange.objects.filter(seen)
        .select_related("account__agency", "account__establishment", "paper")
        .order_by("-id")
    )


def to_decide(actor: Actor) -> QuerySet[AccountChange]:
    """What waits for this very person: never their own proposal (names.md 5)."""
    waiting = changes_of(actor).filter(actor.reach(Permission.ACCOUNT_DECIDE), state__in=OPEN)
    return waiting.exclude(proposed_by_id=actor.user_id).order_by("proposed_at", "id")


def tasks_of(actor: Actor) -> list[Task]:
    """In one query: what waits for this person's decision, and what came back to them for supplement."""
    if actor.user_id is None or not (actor.holds(Permission.ACCOUNT_DECIDE) or actor.holds(Permission.ACCOUNT_PROPOSE)):
        return []
    mine = Q(proposed_by_id=actor.user_id)
    waits = actor.reach(Permission.ACCOUNT_DECIDE) & Q(state__in=OPEN) & ~mine
    back = Q(state=ProposalState.RETURNED) & mine
    found = changes_of(actor).filter(waits | back).order_by("proposed_at", "id")
    kinds = {ProposalState.RETURNED: _("Supplement your proposal")}
    return [_task(kinds.get(ProposalState(change.state), _("Proposal about an account")), change) for change in found]


def undoable(actor: Actor, at: datetime) -> list[Undo]:
    """The answers of this person that can still be taken back; an approved one holds at once and cannot."""
    if actor.user_id is None or not actor.holds(Permission.ACCOUNT_DECIDE):
        return []
    mine = changes_of(actor).filter(
        decided_by_id=actor.user_id,
        undo_until__gte=at,
        state__in=(ProposalState.RETURNED, ProposalState.REJECTED),
    )
    return [
        Undo(
            title=str(change),
            state=change.state,
            state_label=change.get_state_display(),
            page=reverse("account-change", args=[change.pk]),
            address=reverse("account-change-undo", args=[change.pk]),
            minutes=minutes_left(actor, change, at),
        )
        for change in mine.order_by("-undo_until")
    ]


def _task(kind: str, change: AccountChange) -> Task:
    return Task(
        kind=kind,
        title=str(change),
        organisation=change.account.organisation_name,
        address=reverse("account-change", args=[change.pk]),
        state=change.state,
        state_label=change.get_state_display(),
        due_on=change.due_on if change.is_open else None,
        since=local_date(change.proposed_at) if change.proposed_at else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something this actor may start about an account, and whether it needs somebody else's word."""

    verb: str
    label: str
    direct: bool  # holds at once; else it is a proposal


def choices(actor: Actor, account: Account) -> list[Choice]:
    """What may be started about this account now, in the order of names.md 2; locking has its own form."""
    own = actor.agency_id is not None and account.agency_id == actor.agency_id
    may_propose = not own and actor.may(Permission.ACCOUNT_PROPOSE, account)
    may_decide = not own and actor.may(Permission.ACCOUNT_DECIDE, account)
    found = []
    for verb in (Verb.UNLOCK, Verb.RECONFIRM, Verb.REVOKE, Verb.REMOVE):
        direct = may_decide and verb not in TWO_PERSONS
        if (may_propose or direct) and account.state in FROM[verb]:
            found.append(Choice(verb=verb, label=_label(verb, direct), direct=direct))
    lead = own and actor.role == MembershipRole.LEAD and actor.holds(Permission.ACCOUNT_PROPOSE)
    if lead and account.kind != AccountKind.ESTABLISHMENT and account.state == AccountState.ACTIVE:
        found.append(Choice(verb=Verb.MORE_SEATS, label=_label(Verb.MORE_SEATS, False), direct=False))
    return found


def _label(verb: str, direct: bool) -> str:
    if direct:
        return {Verb.UNLOCK: _("Unlock the account"), Verb.RECONFIRM: _("Require re-confirmation")}[Verb(verb)]
    return {
        Verb.UNLOCK: _("Propose to unlock"),
        Verb.RECONFIRM: _("Propose re-confirmation"),
        Verb.REVOKE: _("Propose to revoke"),
        Verb.REMOVE: _("Propose to remove"),
        Verb.MORE_SEATS: _("Ask for more persons"),
    }[Verb(verb)]


def open_changes(account: Account) -> list[AccountChange]:
    return list(account.changes.filter(state__in=(*OPEN, ProposalState.RETURNED)).order_by("id"))
