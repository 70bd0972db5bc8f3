"""Thiết bị đang đăng nhập: seen, ended one by one and all at once, and without power once the seat or account is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.test_signing_in import enter, is_signed_in, sign_in, text_of, turn_back
from tests.cast import PASSWORD
from txng.access import Actor
from txng.accounts import devices, sessions
from txng.accounts.actions import lock_account
from txng.accounts.models import KnownDevice, Membership, Session
from txng.kernel.clock import now

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
)
WHY = {"reason": "Cố ý đưa thông tin không phù hợp.", "ground": "Quyết định 12/QĐ-SKHCN ngày 20/09/2026"}


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (ANDROID, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Zalo iOS/540", "Zalo, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/125.0 Chrome/119.0 Safari/537.36", "Cốc Cốc, Windows"),
        ("Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36", "Samsung Internet, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15", "Safari, Mac"),
        ("curl/8.5.0", ""),
        ("", ""),
        ("<script>" * 1000, ""),
    ],
)  # fmt: skip
def test_a_device_goes_by_plain_words(user_agent: str, name: str) -> None:
    assert devices.name_of(user_agent) == name


def test_a_person_sees_where_they_are_signed_in_and_which_one_is_this(people: Any) -> None:
    phone = Client(HTTP_USER_AGENT=ANDROID)
    sign_in(phone, "lanh", remember="on")
    desk, foreign = enter(people, "lanh"), enter(people, "khai")
    page = text_of(phone.get(reverse("devices")))
    assert page.count("Đăng nhập lúc") == 2
    assert page.count("Thiết bị này") == 1
    assert page.index("Chrome, Android") < page.index("Thiết bị không rõ")  # this one first
    assert Session.objects.get(user_id=people["lanh"].user.pk, device="Chrome, Android").seen_at is not None
    assert text_of(foreign.get(reverse("devices"))).count("Đăng nhập lúc") == 1
    keys = set(Session.objects.values_list("session_key", flat=True))
    html = phone.get(reverse("devices")).content.decode()
    assert not any(key in html for key in keys), "the page gives away what opens a session"
    assert is_signed_in(desk)


def test_a_sign_in_that_is_over_is_not_listed(people: Any) -> None:
    here, there = enter(people, "lanh"), enter(people, "lanh")
    turn_back(there, seen=13 * sessions.HOUR)
    assert text_of(here.get(reverse("devices"))).count("Đăng nhập lúc") == 1


def test_one_session_is_ended_from_the_next_request_on(people: Any) -> None:
    here, there, third = enter(people, "lanh"), enter(people, "lanh", remember="on"), enter(people, "lanh")
    handle = sessions.handle_of(there.session.session_key or "")
    answer = here.post(reverse("session-end", args=[handle]), follow=True)
    assert "Đã đăng xuất thiết bị đó." in text_of(answer)
    assert not is_signed_in(there)
    assert is_signed_in(here)
    assert is_signed_in(third)
    assert here.post(reverse("session-end", args=[handle])).status_code == 404


def test_foreign_and_unknown_sessions_answer_alike(people: Any) -> None:
    here, foreign = enter(people, "lanh"), enter(people, "khai")
    theirs = here.post(reverse("session-end", args=[sessions.handle_of(foreign.session.session_key or "")]))
    nobodys = here.post(reverse("session-end", args=["0" * 32]))
    by_key = here.post(reverse("session-end", args=[foreign.session.session_key]))
    assert {theirs.status_code, nobodys.status_code, by_key.status_code} == {404}
    assert is_signed_in(foreign)


def test_ending_this_one_leads_to_signing_out(people: Any) -> None:
    here = enter(people, "lanh")
    answer = here.post(reverse("session-end", args=[sessions.handle_of(here.session.session_key or "")]))
    assert answer["Location"] == reverse("sign-out")


def test_all_others_are_ended_at_once_and_are_strangers_again(people: Any) -> None:
    here, *others = [enter(people, "lanh", remember="on") for _ in range(4)]
    foreign = enter(people, "khai")
    assert KnownDevice.objects.filter(user=people["lanh"].user).count() == 4
    answer = here.post(reverse("sessions-end-others"), follow=True)
    assert "Đã đăng xuất 3 thiết bị khác." in text_of(answer)
    assert [is_signed_in(one) for one in (here, foreign, *others)] == [True, True, False, False, False]
    assert KnownDevice.objects.filter(user=people["lanh"].user).count() == 1


def test_a_changed_password_leaves_no_other_session_behind(people: Any) -> None:
    here, there = enter(people, "lanh"), enter(people, "lanh", remember="on")
    new = "con-trau-di-truoc-cai-cay"
    here.post(reverse("change-password"), {"current": PASSWORD, "password": new, "again": new})
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert Session.objects.filter(user_id=people["lanh"].user.pk).count() == 1


@pytest.mark.parametrize("remember", ["", "on"])
@pytest.mark.parametrize("lost", ["seat_ended", "account_locked", "person_off"])
def test_who_lost_their_power_has_none_from_the_next_request_on(
    people: Any, mai: Actor, at: Any, remember: str, lost: str
) -> None:
    """A session, and one that outlasts the browser: both look the right up anew each time."""
    client = enter(people, "lanh", remember=remember)
    assert client.get("/quan-ly/").status_code == 200
    seat = people["lanh"]
    if lost == "seat_ended":
        Membership.objects.filter(pk=seat.pk).update(ended_at=now())
    elif lost == "account_locked":
        lock_account(actor=mai, account_id=seat.account.pk, at=at, **WHY)
    else:
        seat.user.is_active = False
        seat.user.save()
    assert client.get("/quan-ly/").status_code == (302 if lost == "person_off" else 403)
    assert client.post("/quan-ly/tem/lenh-in/moi/").status_code == (302 if lost == "person_off" else 403)
