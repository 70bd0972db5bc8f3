"""Who acts, over what, and which accounts somebody may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from txng import provinces
from txng.access.actors import Actor, Grant, visitor
from txng.access.permissions import Permission
from txng.access.scopes import Placed, Scope
from txng.accounts import changes
from txng.accounts.absences import on
from txng.accounts.emergencies import behind_the_glass, in_force, is_in_force, to_be_told
from txng.accounts.models import Absence, Account, AccountLetter, Delegation, EmergencyAccess, Membership, User
from txng.accounts.models.accounts import AccountState, MembershipRole
from txng.accounts.models.users import AccountKind
from txng.accounts.wording import why_powerless
from txng.kernel.clock import local_date, now, today
from txng.kernel.codes import token_digest
from txng.kernel.compiled import Compiled
from txng.kernel.errors import NotThere
from txng.kernel.requests import owner_is, reader_is
from txng.registry.models import Agency, Dossier
from txng.registry.models.dossiers import DossierState
from txng.registry.queries import FOR_MEMBERS
from txng.review.trays import Task, Undo

# Which of the person's organisations they act for, when there are several (names.md 7.19).
ACTING_FOR = "account"

_READING = frozenset(p for p in Permission if p.value.endswith(".read"))
_ACCOUNTS = frozenset(p for p in Permission if p.value.startswith("accounts."))
_PRODUCTION = frozenset(p for p in Permission if p.value.startswith("production."))

# A key that acts without a person before it is the lead's own matter (names.md 1).
_THE_LEADS_OWN = frozenset({Permission.CLIENT_MANAGE})

# What a seat lets through of what its account holds (names.md 1). Account matters are the owner's own.
NARROWED_TO: dict[str, frozenset[Permission]] = {
    MembershipRole.LEAD: frozenset(Permission),
    MembershipRole.OFFICER: frozenset(Permission) - _THE_LEADS_OWN,
    MembershipRole.VIEWER: _READING,
    MembershipRole.OWNER: frozenset(Permission),
    MembershipRole.MANAGER: frozenset(Permission) - _ACCOUNTS,
    # Who answers for goods a conflict stands against is the owner or the manager (names.md 7.14).
    MembershipRole.RECORDER: (_READING | _PRODUCTION) - _ACCOUNTS - {Permission.CONFLICT_EXPLAIN},
    MembershipRole.WORKER: frozenset({Permission.DIARY_WRITE, Permission.PRODUCTION_READ}),
}


# What can be practised: one's own work. Nothing that an agency, a partner or a shopper would have to answer, and no
# stamps: what was ordered there could be stuck on goods.
PRACTISED = (
    frozenset(_PRODUCTION)
    | {Permission.PRODUCT_READ, Permission.STAMP_READ, Permission.ESTABLISHMENT_READ, Permission.PRACTICE_OPEN}
    | {Permission.HISTORY_READ}
)


def actor_for(request: HttpRequest) -> Actor:
    """Who acts in this request, read from the database each time: a lock holds from the next request on."""
    cached: Actor | None = getattr(request, "_txng_actor", None)
    if cached is None:
        cached = _actor_of_user(request)
        request._txng_actor = cached  # type: ignore[attr-defined]
    return cached


def _actor_of_user(request: HttpRequest) -> Actor:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return visitor()
    reader_is(user.pk)
    membership = membership_in_use(user, wanted=request.session.get(ACTING_FOR))
    request._txng_membership = membership  # type: ignore[attr-defined]
    if membership is None:
        return _powerless(user, "", why_powerless(None))
    actor = actor_of(membership)
    owner_is(f"establishment:{actor.establishment_id}" if actor.establishment_id else "")
    broken = getattr(membership, "glass_broken", False)
    return behind_the_glass(actor) if broken and actor.holds(Permission.EMERGENCY_OPEN) else actor


def person_of(request: HttpRequest) -> User:
    """Who has signed in. Behind the gate there is always somebody."""
    assert isinstance(request.user, User)
    return request.user


def membership_for(request: HttpRequest) -> Membership | None:
    """The seat in which the person of this request acts, whatever the state of its account."""
    actor_for(request)
    return getattr(request, "_txng_membership", None)


def membership_in_use(user: User, wanted: int | None = None) -> Membership | None:
    """The seat chosen, else the first one whose account works."""
    seats = _seats(person=user.pk, day=today(), at=now())
    works = [seat for seat in seats if seat.account.state == AccountState.ACTIVE]
    for seat in seats:
        seat.user = user
        seat.has_choice = len(works) > 1  # type: ignore[attr-defined]
    chosen = [seat for seat in works if seat.account_id == wanted]
    return next(iter(chosen or works or seats), None)


def memberships(day: date | None = None) -> QuerySet[Membership]:
    """Seats with everything an actor is made of, in one query."""
    day = day or today()
    return (
        Membership.objects.select_related("account__agency", "account__establishment")
        .annotate(
            delegated=Exists(_delegations_in_force(OuterRef("account__agency_id"), day)),
            stands_in_for_lead=Exists(_absent_leads(OuterRef("pk"), day)),
        )
        .order_by("id")
    )


def _seats_of(person: int, day: date, at: datetime) -> QuerySet[Membership]:
    broken = EmergencyAccess.objects.filter(in_force(at), asked_by=OuterRef("user_id"))
    return (
        memberships(day).filter(not_only_practice(), user=person, ended_at=None).annotate(glass_broken=Exists(broken))
    )


def not_only_practice() -> Q:
    """Seats of real organisations, and those of a practice for whoever works for the real one just now.

    So a locked account locks its practice too, who leaves an establishment leaves its practice, and what was begun
    anew opens for nobody; nothing has to be carried over for it.
    """
    behind = Membership.objects.filter(
        user=OuterRef("user_id"),
        ended_at=None,
        account__state=AccountState.ACTIVE,
        account__establishment=OuterRef("account__establishment__practice_of"),
    )
    apart = Q(account__establishment__practice=True)
    return ~apart | Q(Exists(behind), account__establishment__practice_ended_at=None)


_seats = Compiled(_seats_of, person=int, day=date, at=datetime)


def actor_of(membership: Membership) -> Actor:
    """The actor of one seat: its account's function groups and duties, narrowed by its role, over its reach."""
    account, user = membership.account, membership.user
    if account.state != AccountState.ACTIVE or membership.ended_at is not None or not user.is_active:
        step = "account-reconfirm" if may_confirm_again(membership) else ""
        return _powerless(user, account.organisation_name, why_powerless(membership), step)
    held = provinces.current().permissions_of(account.kind) & NARROWED_TO[membership.role]  # type: ignore[arg-type]
    if account.establishment is not None and account.establishment.kind not in FOR_MEMBERS:
        held -= {Permission.DOSSIER_IMPORT}  # who has no members enters their own form
    practice = account.establishment is not None and account.establishment.practice
    if practice:
        held &= PRACTISED
    return Actor(
        label=user.name,
        organisation=account.organisation_name,
        kind=account.kind,
        role=membership.role,
        user_id=user.pk,
        agency_id=account.agency_id,
        establishment_id=account.establishment_id,
        seats=account.seats if account.agency_id is not None else 0,
        stands_in_for_lead=_stands_in(membership),
        grants=_in_order(grant for permission in held for grant in _grants(permission, account))
        + _delegated(membership)
        + (() if practice else _anybody()),
        practice=practice,
        first_step="" if duties_accepted(membership) else "accept-duties",
    )


def _stands_in(membership: Membership) -> bool:
    found = getattr(membership, "stands_in_for_lead", None)
    if found is None:  # a seat that did not come through memberships()
        found = membership.account.agency_id is not None and _absent_leads(membership.pk, today()).exists()
    return bool(found)


def _absent_leads(stand_in: Any, day: date) -> QuerySet[Absence]:
    return Absence.objects.filter(on(day), stand_in=stand_in, membership__role=MembershipRole.LEAD)


def _delegations_in_force(agency: Any, day: date) -> QuerySet[Delegation]:
    lasts = Q(valid_to=None) | Q(valid_to__gte=day)
    return Delegation.objects.filter(lasts, agency=agency, valid_from__lte=day, ended_at=None)


def _delegated(membership: Membership) -> tuple[Grant, ...]:
    """Phân cấp (CB 6.2, 12.1): while it is in force an agency issues the accounts of what it manages."""
    agency_id, kind = membership.account.agency_id, membership.account.kind
    if (
        kind not in (AccountKind.DEPARTMENT, AccountKind.COMMUNE)
        or not provinces.current().accounts.delegation_possible
    ):
        return ()
    if Permission.ACCOUNT_ISSUE not in NARROWED_TO[membership.role]:
        return ()
    in_force = getattr(membership, "delegated", None)
    if in_force is None:  # a seat that did not come through memberships()
        in_force = _delegations_in_force(agency_id, today()).exists()
    return (Grant(permission=Permission.ACCOUNT_ISSUE, scope=Scope(managing_agency_id=agency_id)),) if in_force else ()


def duties_accepted(membership: Membership) -> bool:
    """Whether a person has taken on the duties in the words now in force (CB 14, CT-REG 13)."""
    accepted, since = membership.duties_accepted_at, provinces.current().accounts.undertakings_since
    return accepted is not None and (since is None or local_date(accepted) >= since)


def _in_order(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    return tuple(sorted(grants, key=lambda g: (g.permission, g.scope.managing_agency_id or 0)))


def _grants(permission: Permission, account: Account) -> list[Grant]:
    return [Grant(permission=permission, scope=scope) for scope in _scopes(permission, account)]


def _scopes(permission: Permission, account: Account) -> list[Scope]:
    """The reach of one verb.

    What an agency manages is within its reach wherever it stands: a department may answer for an establishment of
    another sector by a recorded assignment. Decisions reach nothing else (CB 6.2, 10; CT-REG 6.2, 10).
    """
    if account.establishment_id is not None:
        return [Scope(establishment_id=account.establishment_id)]
    if account.kind == AccountKind.OPERATOR:
        return [Scope()]
    assert account.agency is not None
    managed = Scope(managing_agency_id=account.agency_id)
    if permission.needs_managing_agency:
        return [managed]
    territory = _territory(account.agency)
    return [managed] if territory is None else [territory, managed]


def _territory(agency: Agency) -> Scope | None:
    if agency.kind == Agency.Kind.COMMUNE:
        return Scope(unit_path=agency.unit_path)
    if not agency.sectors:
        # An empty set of sectors would mean every sector; a department without one reaches what it manages.
        return None
    return Scope(unit_path=agency.unit_path, sectors=frozenset(agency.sectors))


def _anybody() -> tuple[Grant, ...]:
    """What a visitor may do nobody loses by signing in."""
    return visitor("-").grants


def may_confirm_again(membership: Membership) -> bool:
    return (
        membership.account.state == AccountState.RECONFIRM_REQUIRED
        and membership.ended_at is None
        and membership.role in (MembershipRole.OWNER, MembershipRole.LEAD)
    )


def _powerless(user: User, organisation: str, because: str, step: str = "") -> Actor:
    """Known by name, able to do what a visitor can: the account is locked, not active yet, or gone."""
    return Actor(
        label=user.name,
        organisation=organisation,
        user_id=user.pk,
        grants=_anybody(),
        first_step=step,
        powerless_because=because,
    )


def people_who_may(permission: Permission, thing: Placed) -> list[User]:
    """Whom to tell, or to name as the one who decides: every person whose seat lets them do that to this thing."""
    near = ~Q(account__kind=AccountKind.ESTABLISHMENT)
    if thing.establishment_id is not None:
        near |= Q(account__establishment_id=thing.establishment_id)
    seats = memberships().select_related("user").filter(near, ended_at=None, account__state=AccountState.ACTIVE)
    return [seat.user for seat in seats if actor_of(seat).may(permission, thing)]


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
