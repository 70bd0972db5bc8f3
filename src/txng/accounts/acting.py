"""Who acts, for whom, and what their seat lets them do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from txng import provinces
from txng.access.actors import Actor, Grant, visitor
from txng.access.permissions import Permission
from txng.access.scopes import Placed, Scope
from txng.accounts.absences import on
from txng.accounts.emergencies import behind_the_glass, in_force
from txng.accounts.models import Absence, Account, Delegation, EmergencyAccess, Membership, User
from txng.accounts.models.accounts import AccountState, MembershipRole
from txng.accounts.models.users import AccountKind
from txng.accounts.wording import why_powerless
from txng.kernel.clock import local_date, now, today
from txng.kernel.compiled import Compiled
from txng.kernel.requests import owner_is, reader_is
from txng.registry.models import Agency
from txng.registry.queries import FOR_MEMBERS

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
