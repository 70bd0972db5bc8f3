"""Signing in through a provider outside: the same stages, nobody made, nobody linked but by themselves (issue 3.4)."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.accounts.outside_provider import OutsideProvider, link, press, signed_in_there, there_and_back
from tests.accounts.test_fresh_sign_in import left_alone
from tests.accounts.test_security_log import Log
from tests.accounts.test_security_log import log as log
from tests.accounts.test_signing_in import code_of, is_signed_in, text_of
from tests.cast import sign_in
from txng.accounts import second_factor
from txng.accounts.models import Account, Membership, OutsideIdentity, User
from txng.kernel.clock import now

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
NOT_LINKED = "Định danh VNeID này chưa được liên kết"


def test_linked_once_it_opens_the_door(people: Any, outside: OutsideProvider, lanh_client: Client, log: Log) -> None:
    assert "Chưa liên kết" in text_of(lanh_client.get(reverse("own-account")))
    link(lanh_client)
    assert "Đã liên kết VNeID." in text_of(lanh_client.get(reverse("outside-identity")))
    assert "Đã liên kết" in text_of(lanh_client.get(reverse("own-account")))
    phone = Client()
    assert "Đăng nhập bằng VNeID" in text_of(phone.get(reverse("account_login")))
    assert there_and_back(phone)["Location"] == "/vao/"
    assert "Nguyễn Thị Lành" in text_of(phone.get(reverse("own-account")))
    lines = [(line["event"], line["person"], line.get("by") or line.get("what")) for line in log.lines]
    own = people["lanh"].user.pk
    assert lines == [("identity.changed", own, "linked"), ("sign_in.ok", own, "outside")]
    assert outside.person not in log.text


def test_what_the_provider_calls_a_person_is_not_kept(
    people: Any, outside: OutsideProvider, lanh_client: Client
) -> None:
    link(lanh_client)
    (kept,) = OutsideIdentity.objects.values()
    assert outside.person not in str(kept)


@pytest.mark.parametrize("email", ["lanh@example.vn", "LANH@example.vn"])
def test_nobody_is_made_and_nobody_linked_by_what_the_provider_says(
    people: Any, outside: OutsideProvider, email: str
) -> None:
    User.objects.filter(login="lanh").update(email="lanh@example.vn")
    outside.claims = {
        "email": email, "email_verified": True, "phone_number": "0900000001", "preferred_username": "lanh",
        "name": "Nguyễn Thị Lành",
    }  # fmt: skip
    before = [model.objects.count() for model in (User, Account, Membership)]
    client = Client()
    answer = there_and_back(client)
    assert (answer.status_code, NOT_LINKED in text_of(answer)) == (403, True)
    assert "Đăng nhập như thường lệ" in text_of(answer)
    assert not is_signed_in(client)
    assert [model.objects.count() for model in (User, Account, Membership)] == before
    assert not OutsideIdentity.objects.exists()


def test_one_identity_belongs_to_one_person(
    people: Any, outside: OutsideProvider, lanh_client: Client, khai_client: Client
) -> None:
    link(lanh_client)
    answer = there_and_back(khai_client, "outside-link")
    assert answer.status_code == 409
    assert "đã liên kết với người dùng khác" in text_of(answer)
    own = OutsideIdentity.objects.get()
    assert own.user == people["lanh"].user
    twin = OutsideIdentity(user=people["khai"].user, provider=own.provider, linked_at=now())
    twin.identity_digest = own.identity_digest
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        OutsideIdentity.objects.update(user=people["khai"].user)


def test_a_person_has_one_identity_and_may_link_the_same_again(
    people: Any, outside: OutsideProvider, lanh_client: Client
) -> None:
    link(lanh_client)
    link(lanh_client)
    assert OutsideIdentity.objects.count() == 1
    outside.person = "079190000999"
    answer = there_and_back(lanh_client, "outside-link")
    assert "Hãy bỏ liên kết đó trước." in text_of(answer)
    assert OutsideIdentity.objects.count() == 1


def test_unlinked_it_opens_nothing(people: Any, outside: OutsideProvider, lanh_client: Client, log: Log) -> None:
    link(lanh_client)
    assert "Đã bỏ liên kết VNeID." in text_of(lanh_client.post(reverse("outside-unlink"), follow=True))
    assert log.lines[-1]["what"] == "unlinked"
    client = Client()
    assert NOT_LINKED in text_of(there_and_back(client))
    assert not is_signed_in(client)


def test_linking_and_unlinking_ask_for_a_fresh_sign_in(
    people: Any, outside: OutsideProvider, lanh_client: Client
) -> None:
    left_alone(lanh_client, 16)
    assert lanh_client.post(reverse("outside-link")).status_code == 403
    assert outside.asked == []
    left_alone(lanh_client, 1)
    link(lanh_client)
    left_alone(lanh_client, 16)
    assert lanh_client.post(reverse("outside-unlink")).status_code == 403
    assert OutsideIdentity.objects.exists()


@pytest.mark.parametrize("said", [{"auth_time": None}, {"auth_time": int(time.time()) - 7200}, {"auth_time": "now"}])
def test_on_a_shared_machine_nobody_links_who_was_signed_in_over_there(
    people: Any, outside: OutsideProvider, lanh_client: Client, said: dict[str, Any]
) -> None:
    outside.claims = said
    answer = there_and_back(lanh_client, "outside-link")
    assert (outside.last["prompt"], outside.last["max_age"]) == ("login", "0")
    assert "không cho biết bạn vừa đăng nhập ở đó" in text_of(answer)
    assert not OutsideIdentity.objects.exists()


def test_the_answer_links_whoever_asked_and_nobody_else(
    people: Any, outside: OutsideProvider, lanh_client: Client
) -> None:
    back = signed_in_there(press(lanh_client, "outside-link"))
    asked = lanh_client.session["outside"]
    sign_in(lanh_client, people["khai"].user)
    assert lanh_client.get(back).status_code == 409  # the question went with the session of whoever asked
    session = lanh_client.session
    session["outside"] = asked
    session.save()
    assert "Bạn không còn đăng nhập." in text_of(lanh_client.get(back))
    assert not OutsideIdentity.objects.exists()


# --- the stages of every sign-in ------------------------------------------------------------------------------


def test_an_agency_is_still_asked_for_its_own_second_factor(
    people: Any, outside: OutsideProvider, hanh_client: Client
) -> None:
    link(hanh_client)
    secret = second_factor.enrol_totp(people["hanh"].user)
    outside.claims = {"acr": "loa3", "amr": ["otp", "face"]}  # said, and not configured as enough
    client = Client()
    assert there_and_back(client)["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})["Location"] == "/vao/"
    assert is_signed_in(client)
    assert client.session["limits"]["idle"] == 30 * 60


def test_an_agency_without_a_second_factor_sets_one_up_first(
    people: Any, outside: OutsideProvider, hanh_client: Client
) -> None:
    link(hanh_client)
    client = Client()
    assert there_and_back(client)["Location"] == reverse("second-factor-enrol")
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("said", "enough"),
    [
        ({"acr": "loa3"}, True),
        ({"acr": "loa2"}, False),
        ({"acr": ["loa3"]}, False),
        ({"amr": ["pwd", "face"]}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": "face"}, False),
        ({}, False),
    ],
)
def test_only_a_configured_word_of_the_provider_counts_as_the_second_factor(
    people: Any, outside: OutsideProvider, hanh_client: Client, settings: Any, said: Any, enough: bool
) -> None:
    settings.OUTSIDE_SIGN_IN = outside.settings(strong_acr=frozenset({"loa3"}), strong_amr=frozenset({"face"}))
    link(hanh_client)
    second_factor.enrol_totp(people["hanh"].user)
    outside.claims = said
    client = Client()
    answer = there_and_back(client)
    assert outside.last["acr_values"] == "loa3"
    assert answer["Location"] == ("/vao/" if enough else reverse("mfa_authenticate"))
    assert is_signed_in(client) is enough


def test_a_removed_person_and_a_locked_account_get_no_further_than_by_password(
    people: Any, outside: OutsideProvider, lanh_client: Client
) -> None:
    link(lanh_client)
    Account.objects.filter(pk=people["lanh"].account_id).update(state="locked")
    client = Client()
    there_and_back(client)
    assert client.get(reverse("establishment-home")).status_code == 403
    User.objects.filter(login="lanh").update(is_active=False)
    client = Client()
    assert NOT_LINKED in text_of(there_and_back(client))
    assert not is_signed_in(client)


def test_the_duties_come_first_here_too(people: Any, outside: OutsideProvider, lanh_client: Client) -> None:
    link(lanh_client)
    Membership.objects.filter(pk=people["lanh"].pk).update(duties_accepted_at=None)
    client = Client()
    there_and_back(client)
    assert client.get(reverse("enter"))["Location"].startswith(reverse("accept-duties"))


@pytest.mark.parametrize(("minutes", "fresh"), [(1, True), (20, False), (None, False)])
def test_the_clock_of_a_fresh_sign_in_starts_when_the_provider_asked(
    people: Any, outside: OutsideProvider, lanh_client: Client, minutes: int | None, fresh: bool
) -> None:
    link(lanh_client)
    outside.claims = {"auth_time": None if minutes is None else int(time.time()) - 60 * minutes}
    client = Client()
    there_and_back(client)
    assert is_signed_in(client)
    assert (client.get(reverse("authenticator")).status_code == 200) is fresh


def test_a_clock_that_is_ahead_over_there_keeps_nobody_fresh_for_longer(
    people: Any, outside: OutsideProvider, lanh_client: Client
) -> None:
    link(lanh_client)
    outside.claims = {"auth_time": int(time.time()) + 86_400}
    client = Client()
    there_and_back(client)
    assert client.session["confirmed_at"] <= time.time()


def test_with_our_own_second_factor_the_sign_in_is_fresh(
    people: Any, outside: OutsideProvider, hanh_client: Client
) -> None:
    link(hanh_client)
    secret = second_factor.enrol_totp(people["hanh"].user)
    outside.claims = {"auth_time": int(time.time()) - 7200}
    client = Client()
    there_and_back(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(reverse("authenticator")).status_code == 200


# --- the way there and back -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("following", "lands"),
    [("/tai-khoan/thiet-bi/", "/tai-khoan/thiet-bi/"), ("//evil.example/", "/vao/"), ("https://evil.example/", "/vao/"),
     ("javascript:alert(1)", "/vao/"), ("/\\evil.example", "/vao/")],
)  # fmt: skip
def test_the_way_back_leads_to_our_own_pages_alone(
    people: Any, outside: OutsideProvider, lanh_client: Client, following: str, lands: str
) -> None:
    link(lanh_client)
    assert there_and_back(Client(), next=following)["Location"] == lands


def test_what_is_asked_is_new_each_time_and_shown_to_the_provider_as_a_digest(
    people: Any, outside: OutsideProvider
) -> None:
    client = Client()
    asked = [parse_qs(urlsplit(press(client)).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        first, second = (one[name][0] for one in asked)
        assert first != second
        assert len(first) >= 43
    for one in client.session["outside"].values():
        assert one["verifier"] not in str(asked)
    assert {one["redirect_uri"][0] for one in asked} == {"http://testserver/dang-nhap/dinh-danh/tra-ve/"}


def test_over_https_the_address_back_is_https(people: Any, outside: OutsideProvider, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True  # behind a proxy that ends TLS, the request itself does not say so
    asked = parse_qs(urlsplit(press(Client())).query)
    assert asked["redirect_uri"] == ["https://testserver/dang-nhap/dinh-danh/tra-ve/"]


def test_who_began_in_english_comes_back_to_english(people: Any, outside: OutsideProvider, lanh_client: Client) -> None:
    client = Client()
    page = client.get("/en/dang-nhap/")
    assert "Sign in with VNeID" in text_of(page)
    address = press_at(client, "/en/dang-nhap/dinh-danh/")
    assert "redirect_uri=http%3A%2F%2Ftestserver%2Fdang-nhap%2Fdinh-danh%2Ftra-ve%2F" in address
    answer = client.get(signed_in_there(address))
    assert "This VNeID identity is not linked yet" in text_of(answer)
    link(lanh_client)
    assert client.get(signed_in_there(press_at(client, "/en/dang-nhap/dinh-danh/")))["Location"] == "/en/vao/"


def press_at(client: Client, path: str) -> str:
    page = client.post(path).content.decode()
    return page.partition('content="0;url=')[2].partition('"')[0].replace("&amp;", "&")


@pytest.mark.sends_once
def test_a_machine_that_presses_the_button_all_the_time_is_slowed_down(people: Any, outside: OutsideProvider) -> None:
    client = Client()
    answers = [client.post(reverse("outside-sign-in")).status_code for _ in range(61)]
    assert (answers[59], answers[60]) == (200, 429)
    returns = [Client().get(reverse("outside-return")).status_code for _ in range(61)]
    assert (returns[59], returns[60]) == (409, 429)
    assert outside.asked == ["/.well-known/openid-configuration"]  # once, however often somebody presses


def test_whoever_is_signed_in_is_led_on(people: Any, outside: OutsideProvider, lanh_client: Client) -> None:
    assert lanh_client.post(reverse("outside-sign-in"))["Location"] == reverse("enter")
    client = Client()
    back = signed_in_there(press(client))
    sign_in(client, people["khai"].user)
    assert client.get(back)["Location"] == reverse("enter")
    assert "Lê Quang Khải" in text_of(client.get(reverse("own-account")))
