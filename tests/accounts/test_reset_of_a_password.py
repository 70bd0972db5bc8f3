"""Quên mật khẩu: one link, 30 minutes, single use, and nothing learnt by who asks (names.md 5)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.accounts.test_signing_in import enter, is_signed_in, sign_in, text_of
from tests.cast import PASSWORD
from txng.access import Actor
from txng.accounts import resets, second_factor
from txng.accounts.actions import lock_account
from txng.accounts.models import KnownDevice, PasswordReset, Session, User
from txng.accounts.tasks import send_reset_link
from txng.kernel.clock import now

pytestmark = pytest.mark.django_db
NEW = "con-trau-di-truoc-cai-cay"
WHY = {"reason": "Cố ý đưa thông tin không phù hợp.", "ground": "Quyết định 12/QĐ-SKHCN ngày 20/09/2026"}


@pytest.fixture(autouse=True)
def mail_box(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox.clear()


@pytest.fixture
def lanh_user(people: Any) -> User:
    user: User = people["lanh"].user
    user.email = "lanh@example.vn"
    user.save()
    return user


def do_jobs() -> int:
    """What the worker would do with the jobs of this page."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    jobs = list(ProcrastinateJob.objects.filter(task_name=send_reset_link.name).order_by("id"))
    for job in jobs:
        send_reset_link.func(**job.args)
    return len(jobs)


def ask(typed: str, client: Client | None = None) -> Any:
    return (client or Client()).post(reverse("password-forgotten"), {"login": typed})


def link(user: User) -> str:
    resets.send_link(user.pk, "http://testserver/", now())
    found = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)
    assert found is not None
    return found[1]


def choose(address: str, password: str = NEW, client: Client | None = None) -> Any:
    return (client or Client()).post(address, {"password": password, "again": password})


def test_a_link_comes_by_mail_and_opens_a_new_password(lanh_user: User) -> None:
    asked = ask("0900000001")
    assert "Mời bạn xem hộp thư điện tử" in text_of(asked)
    assert do_jobs() == 1
    (sent,) = mail.outbox
    assert sent.to == ["lanh@example.vn"]
    assert sent.subject.startswith("Đặt lại mật khẩu – ")
    assert "Kính gửi Nguyễn Thị Lành" in sent.body
    address = re.search(r"http://testserver(/dang-nhap/dat-lai-mat-khau/\S+/)", sent.body)
    assert address is not None
    assert "Nguyễn Thị Lành" in text_of(Client().get(address[1]))
    assert choose(address[1])["Location"] == reverse("account_login")
    assert sign_in(Client(), "lanh").status_code == 422
    assert sign_in(Client(), "lanh", NEW).status_code == 302


def test_the_mail_is_vietnamese_also_when_asked_for_in_english(lanh_user: User) -> None:
    with translation.override("vi"):  # what comes after is Vietnamese again
        Client().post("/en/dang-nhap/quen-mat-khau/", {"login": "lanh"})
        do_jobs()
    body = mail.outbox[0].body
    assert "Kính gửi" in body
    assert "/en/" not in body
    assert not re.search(r"\b(the|your|password)\b", body)


def test_who_asks_learns_nothing(lanh_user: User, people: Any) -> None:
    User.objects.filter(login="khai").update(is_active=False, email="khai@example.vn")
    pages = {}
    for number, typed in enumerate(("lanh", "tu", "khai", "ai-do-khong-co", "lanh@example.vn", "0999999999")):
        answer = ask(typed, Client(REMOTE_ADDR=f"10.0.0.{number}"))
        pages[typed] = (answer.status_code, bare_page(answer), sorted(answer.cookies))
    assert len(set(map(str, pages.values()))) == 1
    assert do_jobs() == 6  # one each, so that the time tells nothing either
    assert {message.to[0] for message in mail.outbox} == {"lanh@example.vn"}


def bare_page(answer: Any) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)


def test_without_an_address_the_page_says_whom_to_ask(people: Any) -> None:
    for page in (Client().get(reverse("password-forgotten")), ask("tu")):
        assert "cơ quan quản lý cơ sở của bạn" in text_of(page)
    assert reverse("password-forgotten") in Client().get(reverse("account_login")).content.decode()


def test_a_link_works_once(lanh_user: User) -> None:
    address = link(lanh_user)
    assert choose(address).status_code == 302
    for answer in (Client().get(address), choose(address, "mot-cau-khac-han-hoi-truoc")):
        assert answer.status_code == 409
        assert "Đường dẫn này đã được dùng." in text_of(answer)
    assert sign_in(Client(), "lanh", NEW).status_code == 302


def test_a_link_ends_after_30_minutes_and_with_a_newer_one(lanh_user: User) -> None:
    first, second = link(lanh_user), link(lanh_user)
    assert "Đã có đường dẫn mới hơn" in text_of(choose(first))
    PasswordReset.objects.update(expires_at=now() - timedelta(seconds=1))
    assert "đã hết hạn" in text_of(choose(second))
    assert sign_in(Client(), "lanh").status_code == 302
    made = PasswordReset.objects.order_by("-id")[0]
    assert timedelta(minutes=30) == resets.LIFE
    assert made.token_digest not in second


def test_a_made_up_link_is_not_there(people: Any) -> None:
    for token in ("x", "A" * 22, "é"):
        assert Client().get(reverse("password-reset", args=[token])).status_code == 404
        assert choose(reverse("password-reset", args=[token])).status_code == 404


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lock_stops_links_at_once(lanh_user: User, people: Any, mai: Actor, at: Any, when: str) -> None:
    address = link(lanh_user)
    mail.outbox.clear()
    lock_account(actor=mai, account_id=people["lanh"].account.pk, at=at, **WHY)
    if when == "before":
        resets.send_link(lanh_user.pk, "http://testserver/", now())
        assert mail.outbox == []
    assert Client().get(address).status_code == 409
    assert choose(address).status_code == 409
    lanh_user.refresh_from_db()
    assert lanh_user.check_password(PASSWORD)


def test_who_never_chose_a_password_needs_the_letter(lanh_user: User) -> None:
    lanh_user.set_unusable_password()
    lanh_user.save()
    assert resets.send_link(lanh_user.pk, "http://testserver/", now()) is None
    assert mail.outbox == []


def test_a_new_password_ends_every_sign_in_and_forgets_every_device(lanh_user: User, people: Any) -> None:
    phone = enter(people, "lanh", remember="on")
    choose(link(lanh_user))
    assert not is_signed_in(phone)
    assert not Session.objects.filter(user_id=lanh_user.pk).exists()
    assert not KnownDevice.objects.filter(user=lanh_user).exists()


def test_the_link_does_not_pass_the_second_factor_by(people: Any) -> None:
    user = people["hanh"].user
    user.email = "hanh@example.vn"
    user.save()
    second_factor.enrol_totp(user)
    client = Client()
    choose(link(user), client=client)
    assert not is_signed_in(client)
    assert sign_in(client, "hanh", NEW)["Location"] == reverse("mfa_authenticate")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"password": "ngan", "again": "ngan"}, "Mật khẩu cần ít nhất 12 ký tự."),
        ({"password": NEW, "again": "khac"}, "Hai mật khẩu không giống nhau."),
        ({}, "Nhập mật khẩu mới."),
    ],
)  # fmt: skip
def test_a_password_that_will_not_do_keeps_the_link(lanh_user: User, typed: dict[str, str], sentence: str) -> None:
    address = link(lanh_user)
    refused = Client().post(address, typed)
    assert refused.status_code == 422
    assert sentence in text_of(refused)
    assert choose(address).status_code == 302


def test_asking_is_limited_by_network_and_by_name(lanh_user: User) -> None:
    here = Client(REMOTE_ADDR="10.9.9.9")
    assert [ask(f"ai-do-{number}", here).status_code for number in range(7)] == [200] * 5 + [429] * 2
    over = [ask("lanh", Client(REMOTE_ADDR=f"10.9.8.{number}")).status_code for number in range(7)]
    unknown = [ask("khong-ai", Client(REMOTE_ADDR=f"10.9.7.{number}")).status_code for number in range(7)]
    assert over == unknown == [200] * 5 + [429] * 2


@pytest.mark.parametrize("typed", ["", "x" * 5000, "\x00"])
def test_an_unusable_form_comes_back(people: Any, typed: str) -> None:
    assert ask(typed).status_code in (422, 200)
    assert mail.outbox == []
