"""One person in several establishments acts for one at a time (CB 3.6, CT-REG 3.6; names.md 7.19)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import Organisations
from txng.access import Permission, Scope
from txng.accounts.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_seat(people: dict[str, Any]) -> Membership:
    """Ông Khải also records for bà Lành."""
    return Membership.objects.create(
        account=people["lanh"].account,
        user=people["khai"].user,
        role="recorder",
        since=make.AT,
        duties_accepted_at=make.AT,
    )


def reach(client: Client) -> set[int | None]:
    actor = client.get(reverse("own-account")).wsgi_request.actor  # type: ignore[attr-defined]
    return {grant.scope.establishment_id for grant in actor.grants if grant.permission == Permission.PRODUCTION_READ}


def test_reach_follows_the_organisation_chosen_and_is_never_both(
    khai_client: Client, second_seat: Membership, organisations: Organisations
) -> None:
    hers, his = make.lot(make.product(organisations.lanh)), make.lot(make.product(organisations.khai))
    assert reach(khai_client) == {organisations.khai.pk}  # type: ignore[attr-defined]
    assert khai_client.get(reverse("lot-detail", args=[hers.pk])).status_code == 404
    answer = khai_client.post(reverse("switch-account"), {"account": second_seat.account_id})
    assert answer["Location"] == reverse("enter")
    assert reach(khai_client) == {organisations.lanh.pk}  # type: ignore[attr-defined]
    assert khai_client.get(reverse("lot-detail", args=[hers.pk])).status_code == 200
    assert khai_client.get(reverse("lot-detail", args=[his.pk])).status_code == 404


def test_the_role_follows_too(khai_client: Client, second_seat: Membership) -> None:
    assert khai_client.get(reverse("person-list")).status_code == 200
    khai_client.post(reverse("switch-account"), {"account": second_seat.account_id})
    assert khai_client.get(reverse("person-list")).status_code == 404


def test_only_seats_of_ones_own_whose_account_works_can_be_chosen(
    khai_client: Client, people: dict[str, Any], second_seat: Membership
) -> None:
    foreign = people["mai"].account_id
    for wanted in (foreign, 10**9, "abc", ""):
        assert khai_client.post(reverse("switch-account"), {"account": wanted}).status_code == 404
    account = second_seat.account
    account.state = "locked"
    account.save(update_fields=["state"])
    assert khai_client.post(reverse("switch-account"), {"account": account.pk}).status_code == 404
    account.state = "active"
    account.save(update_fields=["state"])
    second_seat.ended_at = make.AT
    second_seat.save()
    assert khai_client.post(reverse("switch-account"), {"account": account.pk}).status_code == 404


def test_an_organisation_that_is_locked_while_chosen_gives_way_to_the_other(
    khai_client: Client, second_seat: Membership, organisations: Organisations
) -> None:
    khai_client.post(reverse("switch-account"), {"account": second_seat.account_id})
    account = second_seat.account
    account.state = "locked"
    account.save(update_fields=["state"])
    assert reach(khai_client) == {organisations.khai.pk}  # type: ignore[attr-defined]


def test_the_header_offers_the_change_to_those_who_have_a_choice(
    khai_client: Client, lanh_client: Client, second_seat: Membership
) -> None:
    for path in (reverse("establishment-home"), reverse("own-account")):
        assert reverse("switch-account") in khai_client.get(path).content.decode()
        assert reverse("switch-account") not in lanh_client.get(path).content.decode()
    page = khai_client.get(reverse("switch-account")).content.decode()
    assert "Cơ sở Khải" in page
    assert "Hợp tác xã Trái cây Lành" in page


def test_scopes_of_one_request_never_mix(khai_client: Client, second_seat: Membership) -> None:
    for wanted in (second_seat.account_id, Membership.objects.get(user=second_seat.user, role="owner").account_id):
        khai_client.post(reverse("switch-account"), {"account": wanted})
        actor = khai_client.get(reverse("own-account")).wsgi_request.actor  # type: ignore[attr-defined]
        own = {grant.scope for grant in actor.grants} - {Scope()}
        assert own == {Scope(establishment_id=actor.establishment_id)}
