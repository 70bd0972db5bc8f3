"""Whom a line of the table means, as seats: a person is told as somebody of one organisation."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet

from txng.accounts.acting import actor_of, memberships
from txng.accounts.models import Account, Delegation, Membership
from txng.accounts.models.accounts import MembershipRole
from txng.accounts.models.users import AccountKind
from txng.ledger.models import Entry
from txng.notifications.table import Rule
from txng.oversight.models import Complaint
from txng.registry.models import Dossier

_LEADS = (MembershipRole.LEAD, MembershipRole.OWNER)
_WORKING = (MembershipRole.LEAD, MembershipRole.OFFICER)
_HEADS = (MembershipRole.OWNER, MembershipRole.MANAGER)
Seats = QuerySet[Membership]


def seats_for(rule: Rule, entry: Entry) -> list[Membership]:
    """Without whoever did it: they know. An applicant has no seat; see `address_of_applicant`."""
    seats = FINDERS[rule.audience](memberships().select_related("user").filter(ended_at=None), entry)
    # Of what is only practised nobody is told anything, their own people least of all.
    seats = seats.filter(user__is_active=True).exclude(account__establishment__practice=True)
    if entry.actor_user_id is not None:
        seats = seats.exclude(user_id=entry.actor_user_id)
    found = list(seats)
    if rule.needs is not None:
        found = [seat for seat in found if actor_of(seat).may(rule.needs, entry)]
    return found


def address_of_applicant(entry: Entry) -> str:
    """The address an applicant wrote on the form. They have no account yet, so nothing has confirmed it: what is sent
    there names the dossier and opens nothing."""
    if entry.subject_type == Dossier._meta.label_lower:
        return Dossier.objects.filter(pk=entry.subject_id).values_list("email", flat=True).first() or ""
    account = Account.objects.filter(pk=entry.subject_id).select_related("dossier").first()
    return account.dossier.email if account and account.dossier else ""


def _own(roles: tuple[str, ...]) -> Callable[[Seats, Entry], Seats]:
    def find(seats: Seats, entry: Entry) -> Seats:
        if entry.establishment_id is None:
            return seats.none()
        return seats.filter(account__establishment_id=entry.establishment_id, role__in=roles)

    return find


def _of_agency(seats: Seats, agency_id: int | None) -> Seats:
    return seats.none() if agency_id is None else seats.filter(account__agency_id=agency_id, role__in=_WORKING)


def _managing_agency(seats: Seats, entry: Entry) -> Seats:
    return _of_agency(seats, entry.managing_agency_id)


def _filed_with(seats: Seats, entry: Entry) -> Seats:
    filed = Dossier.objects.filter(pk=entry.subject_id).values_list("filed_with_id", flat=True).first()
    return _of_agency(seats, filed)


def _delegated(seats: Seats, entry: Entry) -> Seats:
    agency = Delegation.objects.filter(pk=entry.subject_id).values_list("agency_id", flat=True).first()
    return _of_agency(seats, agency)


def _agencies(seats: Seats, entry: Entry) -> Seats:
    return seats.exclude(account__kind=AccountKind.ESTABLISHMENT).filter(role__in=_WORKING)


def _operator(seats: Seats, entry: Entry) -> Seats:
    return seats.filter(account__kind=AccountKind.OPERATOR, role__in=_WORKING)


def _operator_leads(seats: Seats, entry: Entry) -> Seats:
    return seats.filter(account__kind=AccountKind.OPERATOR, role=MembershipRole.LEAD)


def _account_people(seats: Seats, entry: Entry) -> Seats:
    return seats.filter(account_id=entry.subject_id).exclude(role=MembershipRole.WORKER)


def _account_leads(seats: Seats, entry: Entry) -> Seats:
    return seats.filter(account_id=entry.subject_id, role__in=_LEADS)


def _person(seats: Seats, entry: Entry) -> Seats:
    """By name, as the ledger has them; of two with one name nobody is told rather than the wrong one."""
    named = seats.filter(account_id=entry.subject_id, user__name=(entry.after or {}).get("person", ""))
    return named if named.count() == 1 else seats.none()


def _writer(seats: Seats, entry: Entry) -> Seats:
    letter = Complaint.objects.filter(pk=entry.subject_id).first()
    if letter is None or letter.written_by_id is None:
        return seats.none()
    whose = Q(account__establishment_id=letter.establishment_id) if letter.establishment_id else Q()
    if letter.agency_id:
        whose = Q(account__agency_id=letter.agency_id)
    return seats.filter(whose, user_id=letter.written_by_id)


def _receiver(seats: Seats, entry: Entry) -> Seats:
    """Whom goods were sent to: another establishment than the one the offer stands with."""
    receiver = (entry.after or {}).get("receiver_id")
    return seats.filter(account__establishment_id=receiver, role__in=_HEADS) if receiver else seats.none()


FINDERS: dict[str, Callable[[Seats, Entry], Seats]] = {
    "own-people": _own(_HEADS),
    "own-owner": _own((MembershipRole.OWNER,)),
    "account-people": _account_people,
    "account-leads": _account_leads,
    "managing-agency": _managing_agency,
    "filed-with": _filed_with,
    "reach": _agencies,
    "operator": _operator,
    "operator-leads": _operator_leads,
    "delegated-agency": _delegated,
    "writer": _writer,
    "person": _person,
    "receiver": _receiver,
}
