"""Rà soát tài khoản không dùng: what the operator is shown of accounts nobody signs in to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.test_signing_in import sign_in, text_of
from txng.access import Actor
from txng.accounts.inactivity import unused_accounts
from txng.accounts.models import Account, Membership, Session, User
from txng.kernel.clock import now

pytestmark = pytest.mark.django_db
TITLE = "Tài khoản lâu không có người đăng nhập"


@pytest.fixture
def old(people: Any) -> None:
    """Everything activated a year ago; the operator's own people work daily."""
    Account.objects.update(activated_at=now() - timedelta(days=365), issued_at=now() - timedelta(days=366))
    User.objects.exclude(login="lanh").update(last_login=now() - timedelta(days=3))


def names(actor: Actor) -> list[str]:
    return [account.organisation_name for account in unused_accounts(actor, now())]


def test_an_account_nobody_has_ever_signed_in_to_is_shown(old: None, people: Any, mai: Actor) -> None:
    assert names(mai) == []  # anh Tư of the same account was here three days ago
    User.objects.filter(login="tu").update(last_login=None)
    assert names(mai) == ["Hợp tác xã Trái cây Lành"]


def test_one_sign_in_takes_it_off_the_list(old: None, people: Any, mai: Actor) -> None:
    User.objects.filter(login__in=["lanh", "tu"]).update(last_login=now() - timedelta(days=200))
    assert names(mai) == ["Hợp tác xã Trái cây Lành"]
    sign_in(Client(), "lanh")
    assert names(mai) == []


def test_a_remembered_phone_is_use(old: None, people: Any, mai: Actor) -> None:
    user = people["tu"].user
    User.objects.filter(login="tu").update(last_login=now() - timedelta(days=200))
    Session.objects.create(session_key="s" * 32, user_id=user.pk, seen_at=now(), expire_date=now() + timedelta(days=1))
    assert names(mai) == []


def test_the_sign_in_of_somebody_whose_seat_has_ended_is_none(old: None, people: Any, mai: Actor) -> None:
    Membership.objects.filter(pk=people["tu"].pk).update(ended_at=now())
    assert names(mai) == ["Hợp tác xã Trái cây Lành"]


def test_a_young_account_and_one_that_does_not_work_are_left_out(old: None, people: Any, mai: Actor) -> None:
    User.objects.update(last_login=None)
    assert len(names(mai)) == 5
    Account.objects.filter(pk=people["lanh"].account.pk).update(activated_at=now() - timedelta(days=30))
    Account.objects.filter(pk=people["khai"].account.pk).update(state="locked")
    assert "Hợp tác xã Trái cây Lành" not in names(mai)
    assert "Cơ sở Khải" not in names(mai)


def test_the_operator_alone_sees_the_review(old: None, people: Any, mai_client: Client, hanh_client: Client) -> None:
    User.objects.filter(login="tu").update(last_login=None)
    page = text_of(mai_client.get(reverse("account-list")))
    assert TITLE in page
    assert "chưa có ai đăng nhập" in page
    assert TITLE not in text_of(hanh_client.get(reverse("account-list")))
    User.objects.filter(login="lanh").update(last_login=now() - timedelta(days=200))
    assert "đăng nhập lần cuối ngày" in text_of(mai_client.get(reverse("account-list")))
