"""Which accounts, dossiers and letters somebody may see."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from txng import provinces
from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts import changes
from txng.accounts.acting import memberships
from txng.accounts.emergencies import is_in_force, to_be_told
from txng.accounts.models import Account, AccountLetter, EmergencyAccess, Membership, User
from txng.accounts.models.accounts import AccountState, MembershipRole
from txng.accounts.models.users import AccountKind
from txng.kernel.clock import local_date, now
from txng.kernel.codes import token_digest
from txng.kernel.errors import NotThere
from txng.registry.models import Agency, Dossier
from txng.registry.models.dossiers import DossierState
from txng.review.trays import Task, Undo


def accounts_of(actor: Actor) -> QuerySet[Account]:
    """The accounts an actor may see, organisation included."""
    return (
        Account.objects.filter(_seen_by(actor))
        .select_related("agency", "establishment")
        .annotate(
            letter_open=Exists(AccountLetter.objects.filter(account=OuterRef("pk"), used_at=None, replaced_at=None))
        )
        .order_by("id")
    )


def _seen_by(actor: Actor) -> Q:
    """What the actor reaches, and an agency's own account wherever it stands."""
    seen = actor.reach(Permission.ACCOUNT_READ)
    if actor.agency_id is not None and actor.holds(Permission.ACCOUNT_READ):
        seen |= Q(agency_id=actor.agency_id)
    return seen


def is_own_agency(actor: Actor, account: Account) -> bool:
    return actor.agency_id is not None and actor.agency_id == account.agency_id


def letter_of(token: str) -> AccountLetter:
    """The activation letter of a token, spent ones included: they are told what to do. Anything else is not there."""
    letter = (
        AccountLetter.objects.select_related("user", "account__agency", "account__establishment")
        .filter(token_digest=token_digest(token))
        .first()
    )
    if letter is None:
        raise NotThere
    return letter


def dossiers_to_issue(actor: Actor) -> QuerySet[Dossier]:
    """What waits for an account from this actor: forwarded dossiers, and approved ones where nothing is forwarded
    (CB, CT-REG 6.3)."""
    ready = Q(state=DossierState.FORWARDED)
    approved = Q(state=DossierState.APPROVED)
    if provinces.current().dossier.approval_forwards and actor.kind == AccountKind.OPERATOR:
        # An agency to which the issue is delegated forwards nothing: its own approvals wait for itself.
        approved &= Q(filed_with__kind=Agency.Kind.OPERATOR)
    return (
        Dossier.objects.filter(actor.reach(Permission.ACCOUNT_ISSUE), ready | approved)
        .select_related("managing_agency", "unit")
        .order_by("due_on", "id")
    )


def accounts_to_hand_over(actor: Actor) -> QuerySet[Account]:
    """Accounts issued on a dossier that nobody has handed over yet."""
    return (
        Account.objects.filter(
            actor.reach(Permission.ACCOUNT_HAND_OVER),
            kind=AccountKind.ESTABLISHMENT,
            dossier__isnull=False,
            state__in=[AccountState.ISSUED, AccountState.ACTIVE],
            hand_overs=None,
        )
        .select_related("establishment")
        .order_by("issued_at", "id")
    )


def undoable(actor: Actor, at: datetime) -> list[Undo]:
    return changes.undoable(actor, at)


def tray(actor: Actor) -> list[Task]:
    """What waits for this actor here: accounts to issue, accounts to hand over."""
    tasks = []
    if actor.holds(Permission.ACCOUNT_ISSUE):
        tasks += [_issue_task(dossier) for dossier in dossiers_to_issue(actor)]
    if actor.holds(Permission.ACCOUNT_HAND_OVER):
        tasks += [_hand_over_task(account) for account in accounts_to_hand_over(actor)]
    tasks += changes.tasks_of(actor)
    if actor.holds(Permission.EMERGENCY_OPEN) and actor.role == MembershipRole.LEAD:
        tasks += [_emergency_task(access) for access in to_be_told(now())]
    return tasks


def _issue_task(dossier: Dossier) -> Task:
    return Task(
        kind=_("Issue an account"),
        title=f"{dossier.number} – {dossier.name}",
        organisation=dossier.name,
        address=reverse("account-issue", args=[dossier.pk]),
        state=dossier.state,
        state_label=dossier.get_state_display(),
        due_on=dossier.due_on,
        since=local_date(dossier.decided_at) if dossier.decided_at else None,
    )


def _hand_over_task(account: Account) -> Task:
    return Task(
        kind=_("Hand over an account"),
        title=account.organisation_name,
        organisation=account.organisation_name,
        address=reverse("account-hand-over", args=[account.pk]),
        state=account.state,
        state_label=account.get_state_display(),
        since=local_date(account.issued_at),
    )


def _emergency_task(access: EmergencyAccess) -> Task:
    state, label = "closed", _("Over")
    if access.granted_at is None:
        state, label = "waiting", _("Waiting for a second person")
    elif is_in_force(access, now()):
        state, label = "open", _("In force")
    return Task(
        kind=_("Emergency access"),
        title=f"{access.asked_by.name}: {access.reason}"[:200],
        organisation="",
        address=reverse("emergency-list"),
        state=state,
        state_label=label,
        since=local_date(access.asked_at),
    )


def dossier_for_account(actor: Actor, dossier_id: int) -> Dossier:
    """A dossier for whose account this actor is asked; whether it is ready the action says."""
    dossier = (
        Dossier.objects.select_related("managing_agency", "filed_with", "unit")
        .exclude(state=DossierState.DRAFT)
        .filter(id=dossier_id)
        .first()
    )
    if dossier is None:
        raise NotThere
    actor.require(Permission.ACCOUNT_ISSUE, dossier)
    return dossier


def account_for(actor: Actor, account_id: int) -> Account:
    account = accounts_of(actor).select_related("establishment__unit", "dossier").filter(id=account_id).first()
    if account is None:
        raise NotThere
    return account


def with_people(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """For a list: the people of each account, in one query for all."""
    seats = Membership.objects.filter(ended_at=None).select_related("user").order_by("id")
    return accounts.prefetch_related(Prefetch("memberships", queryset=seats, to_attr="people"))


def people_of(account: Account) -> list[Membership]:
    """The seats of an account, each with its newest unused letter as `letter`."""
    seats = list(account.memberships.select_related("user").order_by("ended_at", "id"))
    letters = {
        letter.user_id: letter
        for letter in AccountLetter.objects.filter(account=account, used_at=None, replaced_at=None).order_by("id")
    }
    for seat in seats:
        seat.letter = letters.get(seat.user_id)  # type: ignore[attr-defined]
    return seats


def owner_of(account: Account) -> User | None:
    seat = (
        account.memberships.select_related("user")
        .filter(role=MembershipRole.OWNER, ended_at=None)
        .order_by("id")
        .first()
    )
    return seat.user if seat else None


def open_letter(account: Account, membership_id: int, token: str) -> tuple[Membership, AccountLetter] | None:
    """The seat and the letter of a token, as long as that letter can still be used."""
    letter = AccountLetter.objects.filter(
        account=account, token_digest=token_digest(token), used_at=None, replaced_at=None
    ).first()
    seat = memberships().select_related("user").filter(account=account, id=membership_id, ended_at=None).first()
    return (seat, letter) if letter and seat and letter.user_id == seat.user_id else None
