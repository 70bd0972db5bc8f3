"""One's own e-mail: added and changed by the person alone, and in use when its letter was opened and not before."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.cast import every_province
from tests.notifications.conftest import confirmed
from txng.accounts import resets
from txng.accounts.freshness import CONFIRMED
from txng.accounts.models import User
from txng.kernel.clock import now
from txng.notifications import delivery
from txng.notifications.choices import confirmed_address
from txng.notifications.models import ConfirmedAddress, OutboundMessage

pytestmark = pytest.mark.django_db
OWN = "/tai-khoan/e-mail/"


@pytest.fixture(autouse=True)
def letters_go_out(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def letter() -> str:
    """The way in the newest letter."""
    delivery.sweep(now())
    link = next(word for word in str(mail.outbox[-1].body).split() if "/thong-bao/xac-nhan/" in word)
    return "/" + link.split("/", 3)[3]


@every_province
def test_added_by_the_person_and_in_use_once_the_letter_was_opened(
    lanh_client: Client, guest_client: Client, people: Any
) -> None:
    user = people["lanh"].user
    assert OWN in lanh_client.get("/tai-khoan/").content.decode()
    assert lanh_client.post(OWN, {"email": "Ba.Lanh@Example.vn"}).status_code == 302
    shown = lanh_client.get(OWN).content.decode()
    assert "Ba.Lanh@example.vn" in shown and "Đang chờ xác nhận" in shown
    user.refresh_from_db()
    assert not user.email and confirmed_address(user) == ""
    way = letter()
    sent = mail.outbox[-1]
    assert sent.to == ["Ba.Lanh@example.vn"] and "Xác nhận địa chỉ" in sent.subject and "Nguyễn Thị Lành" in sent.body
    assert "Ba.Lanh@example.vn" in guest_client.get(way).content.decode()
    user.refresh_from_db()
    assert not user.email, "a scanner that opens links changes nothing"
    assert guest_client.post(way).status_code == 200
    user.refresh_from_db()
    assert user.email == "Ba.Lanh@example.vn" == confirmed_address(user)
    assert guest_client.post(way).status_code == 200, "pressed twice it stays"


def test_the_former_address_is_told_and_its_links_work_no_more(
    lanh_client: Client, guest_client: Client, people: Any
) -> None:
    user = people["lanh"].user
    confirmed(user, "cu@example.vn")
    link = resets.send_link(user.pk, "http://testserver/", now())
    assert link is not None
    lanh_client.post(OWN, {"email": "moi@example.vn"})
    guest_client.post(letter())
    delivery.sweep(now())
    told = mail.outbox[-1]
    assert told.to == ["cu@example.vn"] and "đã được đổi" in told.subject and "moi@example.vn" not in told.body
    link.refresh_from_db()
    assert link.replaced_at is not None
    user.refresh_from_db()
    assert user.email == "moi@example.vn"
    # And back again: the former one is asked anew.
    lanh_client.post(OWN, {"email": "cu@example.vn"})
    user.refresh_from_db()
    assert user.email == "moi@example.vn"
    guest_client.post(letter())
    user.refresh_from_db()
    assert user.email == "cu@example.vn"


def test_the_last_one_typed_is_meant_and_earlier_letters_are_void(
    lanh_client: Client, guest_client: Client, people: Any
) -> None:
    lanh_client.post(OWN, {"email": "sai@example.vn"})
    first = letter()
    lanh_client.post(OWN, {"email": "dung@example.vn"})
    second = letter()
    assert guest_client.post(first).status_code == 404
    assert guest_client.post(second).status_code == 200
    assert User.objects.get(pk=people["lanh"].user.pk).email == "dung@example.vn"
    lanh_client.post(OWN, {"email": "muon@example.vn"})
    third = letter()
    ConfirmedAddress.objects.filter(email="muon@example.vn").update(expires_at=now() - timedelta(seconds=1))
    assert guest_client.post(third).status_code == 404


def test_an_address_of_somebody_else_is_told_to_its_mailbox_alone(
    lanh_client: Client, guest_client: Client, people: Any
) -> None:
    confirmed(people["khai"].user, "khai@example.vn")
    free = lanh_client.post(OWN, {"email": "trong@example.vn"})
    taken = lanh_client.post(OWN, {"email": "KHAI@example.vn"})
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    answer = guest_client.post(letter())
    assert answer.status_code == 409 and "Địa chỉ này là của người khác" in answer.content.decode()
    assert User.objects.filter(email__iexact="khai@example.vn").get() == people["khai"].user


def test_who_has_not_signed_in_lately_signs_in_again_first(lanh_client: Client) -> None:
    session = lanh_client.session
    session[CONFIRMED] = time.time() - 16 * 60
    session.save()
    assert lanh_client.get(OWN)["Location"].startswith("/tai-khoan/xac-nhan-lai/")
    assert lanh_client.post(OWN, {"email": "moi@example.vn"}).status_code == 403
    assert not OutboundMessage.objects.exists()


def test_what_is_wrong_is_said_and_a_mailbox_is_not_flooded(lanh_client: Client, people: Any, settings: Any) -> None:
    confirmed(people["lanh"].user, "lanh@example.vn")
    wrong = lanh_client.post(OWN, {"email": "không phải"})
    assert wrong.status_code == 422 and "không phải" in wrong.content.decode()
    again = lanh_client.post(OWN, {"email": "lanh@example.vn"})
    assert again.status_code == 422 and "Địa chỉ này đã được xác nhận." in again.content.decode()
    answers = [lanh_client.post(OWN, {"email": f"n{number}@example.vn"}).status_code for number in range(6)]
    assert answers.count(302) == 4 and answers[-1] == 429
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "chưa gửi được thư điện tử" in lanh_client.get(OWN).content.decode()


def test_a_locked_account_changes_nothing_by_a_letter_sent_before(
    lanh_client: Client, guest_client: Client, people: Any
) -> None:
    lanh_client.post(OWN, {"email": "moi@example.vn"})
    way = letter()
    User.objects.filter(pk=people["lanh"].user.pk).update(is_active=False)
    assert guest_client.post(way).status_code == 404
