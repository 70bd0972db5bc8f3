"""A query whose SQL is built once says what the queryset says, for every value and after every change."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Count, Exists, OuterRef, QuerySet

from tests import make
from txng.accounts.acting import membership_in_use, memberships
from txng.accounts.models import Account, Membership
from txng.kernel.clock import today
from txng.kernel.compiled import Compiled

pytestmark = pytest.mark.django_db


def seats_of(person: int, since: datetime) -> QuerySet[Membership]:
    same = Account.objects.filter(pk=OuterRef("account_id"), issued_at__lte=since)
    return (
        Membership.objects.select_related("account__agency", "account__establishment")
        .filter(user=person)
        .annotate(issued=Exists(same))
        .order_by("id")
    )


def told(seats: list[Membership]) -> list[Any]:
    """Every column of the seat and of what hangs on it, and what was annotated."""

    def columns(row: Any) -> dict[str, Any]:
        return {name: value for name, value in vars(row).items() if name != "_state"} if row else {}

    return [
        (columns(seat), columns(seat.account), columns(seat.account.agency), columns(seat.account.establishment))
        for seat in seats
    ]


def test_it_says_what_the_queryset_says_for_every_person_and_moment(people: Any) -> None:
    seats = Compiled(seats_of, person=int, since=datetime)
    for person in people.values():
        for since in (make.AT - timedelta(days=1), make.AT + timedelta(days=1)):
            asked = {"person": person.user.pk, "since": since}
            assert repr(told(seats(**asked))) == repr(told(list(seats_of(**asked))))


def test_what_it_found_is_whole_without_another_question(people: Any, django_assert_num_queries: Any) -> None:
    seats = Compiled(seats_of, person=int, since=datetime)
    with django_assert_num_queries(1):
        (seat,) = seats(person=people["hanh"].user.pk, since=make.AT)
        assert seat.account.agency.name == people["hanh"].account.agency.name
        assert seat.account.establishment is None


def test_it_says_the_values_a_queryset_asks_for(people: Any) -> None:
    def told(login: str) -> QuerySet[Membership, tuple[str, int]]:
        seats = Membership.objects.filter(user__login=login).values("role").annotate(seats=Count("id"))
        return seats.order_by("role").values_list("role", "seats")

    asked = Compiled(told, login=str)
    found = [asked(login=login) for login in [*people, "nobody", "x'); --"]]
    assert found == [list(told(login)) for login in [*people, "nobody", "x'); --"]]
    assert any(found)


def test_nothing_about_rows_is_remembered(people: Any) -> None:
    seats = Compiled(seats_of, person=int, since=datetime)
    asked = {"person": people["lanh"].user.pk, "since": make.AT}
    before = seats(**asked)[0].account.state
    Account.objects.filter(pk=people["lanh"].account.pk).update(state="locked")
    assert [before, seats(**asked)[0].account.state] == ["active", "locked"]


def test_a_value_the_query_does_not_ask_by_is_an_error() -> None:
    seats = Compiled(lambda person, day: Membership.objects.filter(user=person), person=int, day=date)
    with pytest.raises(TypeError, match="day"):
        seats(person=1, day=today())


def test_the_seat_in_use_is_the_one_the_queryset_names(people: Any) -> None:
    for person in people.values():
        seat = membership_in_use(person.user)
        wanted = memberships().get(user=person.user)
        assert seat is not None
        assert {name: vars(seat)[name] for name in ("id", "role", "delegated", "stands_in_for_lead")} == {
            name: vars(wanted)[name] for name in ("id", "role", "delegated", "stands_in_for_lead")
        }
