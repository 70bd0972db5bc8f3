"""What was sent after the end of a sign-in waits for its writer, and for nobody else (ux.md 3.1, names.md 5)."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.accounts.test_signing_in import code_of, enter, sign_in, text_of, turn_back
from txng.accounts import late_forms, second_factor, sessions
from txng.accounts.models import Invite, Session
from txng.ledger.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
LATE = "/tai-khoan/gui-tiep/"


def invitation(name: str = "Nguyễn Văn Bảy", **more: Any) -> dict[str, Any]:
    return {"role": "worker", "name": name, "client_id": str(uuid4()), **more}


def sent_late(people: Any, **more: Any) -> tuple[Client, Any]:
    client = enter(people, "lanh")
    turn_back(client, seen=13 * sessions.HOUR)
    return client, client.post(reverse("person-invite"), invitation(**more))


def hidden(answer: Any) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.content.decode())
    return {unescape(name): unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_late_form_waits_through_the_sign_in_and_goes_out_when_its_writer_says_so(people: Any) -> None:
    before = Entry.objects.count()
    client, answer = sent_late(people)
    assert answer["Location"] == f"/dang-nhap/?next={LATE.replace('/', '%2F')}"
    page = client.get(answer["Location"])
    assert "Những gì đã điền được giữ lại trong 1 giờ" in text_of(page)
    assert sign_in(client, "lanh", next=LATE)["Location"] == LATE
    shown = client.get(LATE)
    assert "Chưa gửi" in text_of(shown)
    assert (Invite.objects.count(), Entry.objects.count()) == (0, before), "nothing goes out by itself"
    made = client.post(reverse("person-invite"), hidden(shown))
    assert made.status_code == 200
    assert Invite.objects.get().name == "Nguyễn Văn Bảy"
    assert client.get(LATE)["Location"] == "/vao/", "what has been sent waits no longer"


def test_an_officer_comes_back_to_it_after_the_second_factor(people: Any) -> None:
    secret = second_factor.enrol_totp(people["mai"].user)
    client = Client()
    sign_in(client, "mai")
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret, 0)})
    turn_back(client, seen=31 * sessions.MINUTE)
    address = reverse("account-propose", args=[people["lanh"].account.pk, "revoke"])
    typed = 'Cơ sở "xin thôi" <tham gia>'
    assert LATE.strip("/").replace("/", "%2F") in client.post(address, {"reason": typed})["Location"]
    sign_in(client, "mai", next=LATE)
    done = client.post(reverse("mfa_authenticate"), {"code": code_of(secret, 1)})
    assert done["Location"] == LATE
    shown = client.get(LATE)
    assert hidden(shown)["reason"] == typed
    assert "<tham" not in shown.content.decode()


def test_who_signs_in_next_at_that_desk_sees_nothing_of_it(people: Any) -> None:
    client, _ = sent_late(people, name="Người Chỉ Bà Lành Biết")
    sign_in(client, "khai", next=LATE)
    assert client.get(LATE)["Location"] == "/vao/"
    assert "late_form" not in client.session, "it is thrown away"
    client.post(reverse("sign-out"))
    sign_in(client, "lanh")
    assert client.get(LATE)["Location"] == "/vao/"


def test_files_are_named_to_be_chosen_again_and_nothing_can_be_sent_without_them(people: Any) -> None:
    paper = SimpleUploadedFile("cong-van-12.pdf", b"%PDF-1.4", "application/pdf")
    client = enter(people, "lanh")
    turn_back(client, seen=13 * sessions.HOUR)
    client.post(reverse("person-invite"), invitation(paper=paper))
    sign_in(client, "lanh", next=LATE)
    page = client.get(LATE)
    assert "Chọn lại tệp" in text_of(page)
    assert "cong-van-12.pdf" in text_of(page)
    assert "Nguyễn Văn Bảy" in text_of(page)
    assert hidden(page) == {}
    assert f'href="{reverse("person-invite")}"' in page.content.decode()


@pytest.mark.parametrize("why", ["never signed in", "ended by its owner", "signed out", "more than an hour over"])
def test_nothing_waits_for_a_request_that_does_not_say_whose_it_is(people: Any, why: str) -> None:
    client = Client() if why == "never signed in" else enter(people, "lanh")
    if why == "ended by its owner":
        sessions.end_all(people["lanh"].user)
    elif why == "signed out":
        client.post(reverse("sign-out"))
    elif why == "more than an hour over":
        Session.objects.update(expire_date="2020-01-01T00:00Z")
    answer = client.post(reverse("person-invite"), invitation())
    assert answer["Location"] == f"/dang-nhap/?next={reverse('person-invite').replace('/', '%2F')}"
    assert late_forms._WAITING not in client.session


@pytest.mark.parametrize("name", ["password", "current", "again", "code", "credential"])
def test_passwords_and_codes_never_wait(people: Any, name: str) -> None:
    client, answer = sent_late(people, **{name: "con-trau-di-truoc"})
    assert LATE.strip("/").replace("/", "%2F") not in answer["Location"]
    assert late_forms._WAITING not in client.session


def test_a_form_larger_than_any_of_ours_is_let_go(people: Any) -> None:
    client, _ = sent_late(people, reason="dài " * 60_000)
    assert late_forms._WAITING not in client.session


def test_it_waits_one_hour(people: Any, monkeypatch: Any) -> None:
    client, _ = sent_late(people)
    sign_in(client, "lanh", next=LATE)
    monkeypatch.setattr(late_forms, "KEPT_SECONDS", -1)
    assert client.get(LATE)["Location"] == "/vao/"


def test_what_waits_is_unreadable_in_the_database(people: Any) -> None:
    sent_late(people, name="Tên Không Ai Đọc Được")
    stored = [row.get_decoded() for row in Session.objects.all()]
    assert any(late_forms._WAITING in one for one in stored)
    assert "Tên Không" not in str(stored)


@pytest.mark.parametrize(("key", "idle", "longest"), [("lanh", 12 * 3600, 12 * 3600), ("mai", 1800, 12 * 3600)])
def test_staying_signed_in_puts_off_the_idle_end_and_not_the_last_one(
    people: Any, key: str, idle: int, longest: int
) -> None:
    second_factor.enrol_totp(people["mai"].user)
    client = enter(people, key)
    turn_back(client, seen=600, began=3600)
    left = client.post(reverse("session-keep")).json()
    assert idle - 5 <= left["idle"] <= idle
    assert longest - 3605 <= left["longest"] <= longest - 3595
    turn_back(client, seen=1800 - 60)
    assert client.get(reverse("own-account")).status_code == 200


def test_a_sign_in_that_is_over_cannot_be_kept(people: Any) -> None:
    second_factor.enrol_totp(people["mai"].user)
    client = enter(people, "mai")
    turn_back(client, seen=31 * sessions.MINUTE)
    answer = client.post(reverse("session-keep"))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/dang-nhap/")
    assert late_forms._WAITING not in client.session


def test_every_page_of_a_desk_says_how_long_it_may_stay_open(people: Any) -> None:
    client = enter(people, "lanh")
    turn_back(client, seen=30, began=3600)
    html = client.get(reverse("person-list")).content.decode()
    [idle] = re.findall(r'data-idle="(\d+)"', html)
    [longest] = re.findall(r'data-longest="(\d+)"', html)
    assert 12 * 3600 - 35 <= int(idle) <= 12 * 3600 - 30
    assert 11 * 3600 - 5 <= int(longest) <= 11 * 3600
    assert "session-end" not in Client().get("/").content.decode()
