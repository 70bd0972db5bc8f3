"""Signing in by three names, the second factor, tries, sessions (names.md 5)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD
from txng.accounts import second_factor, sessions
from txng.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
WRONG = "Số điện thoại hoặc mật khẩu không đúng."


def code_of(secret: str, offset: int = 1) -> str:
    """The digits the application shows; `offset` picks before, now, after."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[offset]))


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": login, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return bool(client.get(reverse("own-account")).status_code == 200)


def text_of(response: Any) -> str:
    html = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html)


@pytest.mark.parametrize(
    "typed",
    ["lanh", "LANH", " lanh ", "0900000001", "+84 900 000 001", "84900000001", "0900.000.001", "lanh@example.vn",
     "Lanh@Example.VN"],
)  # fmt: skip
def test_account_name_phone_number_and_email_all_open_the_door(people: dict[str, Any], typed: str) -> None:
    User.objects.filter(login="lanh").update(email="lanh@example.vn")
    client = Client()
    response = sign_in(client, typed)
    assert (response.status_code, response["Location"]) == (302, "/vao/")
    assert is_signed_in(client)


def test_a_wrong_password_reads_the_same_for_known_and_unknown_accounts(people: dict[str, Any]) -> None:
    answers = {}
    for name in ("lanh", "nobody-here", "0900000001", "0999999999", "lanh@example.vn"):
        client = Client()
        for left in (4, 3, 2, 1):
            response = sign_in(client, name, "wrong password entirely")
            assert response.status_code == 422
            assert f"{WRONG} Còn {left} lần thử." in text_of(response)
            assert f'value="{name}"' in response.content.decode()
        last = text_of(sign_in(client, name, "wrong password entirely"))
        after = text_of(sign_in(client, name, PASSWORD))
        assert "Tạm khóa đăng nhập 15 phút để bảo vệ tài khoản." in last
        answers[name] = (last.count(name), re.sub(re.escape(name), "…", after))
    assert len(set(answers.values())) == 1
    assert not is_signed_in(client)


def test_the_counted_tries_are_of_one_network_so_nobody_shuts_out_another(people: dict[str, Any]) -> None:
    for _try in range(6):
        sign_in(Client(REMOTE_ADDR="203.0.113.7"), "lanh", "wrong password entirely")
    owner = Client(REMOTE_ADDR="198.51.100.9")
    assert sign_in(owner, "lanh").status_code == 302


def test_an_ipv6_network_is_counted_as_one(people: dict[str, Any]) -> None:
    for number in range(5):
        sign_in(Client(REMOTE_ADDR=f"2001:db8:1:2::{number}"), "lanh", "wrong password entirely")
    assert "Tạm khóa đăng nhập" in text_of(sign_in(Client(REMOTE_ADDR="2001:db8:1:2:ffff::1"), "lanh"))
    assert sign_in(Client(REMOTE_ADDR="2001:db8:1:3::1"), "lanh").status_code == 302


def test_a_machine_that_walks_through_many_accounts_is_slowed_down(people: dict[str, Any]) -> None:
    client = Client()
    answers = [sign_in(client, f"guess-{number}", "wrong password entirely").status_code for number in range(62)]
    assert answers[:60] == [422] * 60
    assert answers[60:] == [429, 429]
    assert "Bạn gửi quá nhanh." in text_of(sign_in(client, "lanh"))


def test_spelling_a_phone_number_differently_gives_no_further_tries(people: dict[str, Any]) -> None:
    for typed in ("0900000001", "+84900000001", "0900 000 001", "84900000001", "0900.000.001"):
        sign_in(Client(), typed, "wrong password entirely")
    assert "Tạm khóa đăng nhập" in text_of(sign_in(Client(), "0900000001"))


def test_unknown_accounts_cost_a_password_hash_like_known_ones(people: dict[str, Any], monkeypatch: Any) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *a, **k: hashed.append("") or real(self, *a, **k))
    costs = []
    User.objects.filter(login="khai").update(password="!no-password-yet")
    for name in ("lanh", "nobody-here", "khai"):
        hashed.clear()
        sign_in(Client(), name, "wrong password entirely")
        costs.append(len(hashed))
    assert costs == [1, 1, 1]


def test_passwords_are_kept_as_argon2() -> None:
    from txng.project import settings as shipped

    assert shipped.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.parametrize(
    "data",
    [{}, {"login": "", "password": ""}, {"login": "lanh"}, {"password": PASSWORD},
     {"login": "x" * 5000, "password": "y"},
     {"login": "lanh", "password": "z" * 5000}, {"login": "' OR 1=1 --<script>", "password": "\x00"}],
)  # fmt: skip
def test_an_unusable_form_comes_back_with_a_sentence(people: dict[str, Any], data: dict[str, str]) -> None:
    response = Client().post(reverse("account_login"), data)
    assert response.status_code == 422
    assert "<script>" not in response.content.decode()
    assert 'role="alert"' in response.content.decode()


def test_a_person_without_a_password_cannot_sign_in(issued: Any) -> None:
    assert WRONG in text_of(sign_in(Client(), "htx-nhon-ai", "anything at all here"))


def test_an_inactive_person_reads_like_a_wrong_password(people: dict[str, Any]) -> None:
    User.objects.filter(login="lanh").update(is_active=False)
    assert WRONG in text_of(sign_in(Client(), "lanh"))


def test_the_way_back_is_kept_and_never_leads_to_a_foreign_host(people: dict[str, Any]) -> None:
    guest = Client()
    asked = guest.get(reverse("account-list"))
    assert asked["Location"] == "/dang-nhap/?next=%2Fco-quan%2Ftai-khoan%2F"
    assert 'name="next" value="/tai-khoan/"' in guest.get("/dang-nhap/?next=/tai-khoan/").content.decode()
    assert sign_in(guest, "lanh", next="/tai-khoan/")["Location"] == "/tai-khoan/"
    for evil in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert sign_in(Client(), "lanh", next=evil)["Location"] == "/vao/"


def test_who_has_a_second_factor_is_asked_for_it_before_anything_opens(people: dict[str, Any]) -> None:
    secret = second_factor.enrol_totp(people["hanh"].user)
    client = Client()
    assert sign_in(client, "hanh")["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    refused = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert refused.status_code == 422
    assert "Mã xác nhận không đúng hoặc đã hết hạn." in text_of(refused)
    assert client.post(reverse("mfa_authenticate"), {}).status_code == 422
    assert not is_signed_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})["Location"] == "/vao/"
    assert is_signed_in(client)


def test_a_code_is_good_once(people: dict[str, Any]) -> None:
    code = code_of(second_factor.enrol_totp(people["hanh"].user))
    first, second = Client(), Client()
    sign_in(first, "hanh")
    sign_in(second, "hanh")
    assert first.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert second.post(reverse("mfa_authenticate"), {"code": code}).status_code == 422


def test_a_recovery_code_opens_once_too(people: dict[str, Any]) -> None:
    second_factor.enrol_totp(people["hanh"].user)
    codes = second_factor.recovery_codes(people["hanh"].user)
    assert codes is not None
    code = codes.get_unused_codes()[0]
    for expected in (302, 422):
        client = Client()
        sign_in(client, "hanh")
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_codes_can_be_guessed_five_times(people: dict[str, Any]) -> None:
    secret = second_factor.enrol_totp(people["hanh"].user)
    client = Client()
    sign_in(client, "hanh")
    for number in range(5):
        assert client.post(reverse("mfa_authenticate"), {"code": f"00000{number}"}).status_code == 422
    closed = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert "Tạm khóa đăng nhập 15 phút" in text_of(closed)


def test_the_secret_of_a_second_factor_lies_encrypted_in_the_database(people: dict[str, Any]) -> None:
    from allauth.mfa.models import Authenticator

    secret = second_factor.enrol_totp(people["hanh"].user)
    stored = [str(row.data) for row in Authenticator.objects.filter(user=people["hanh"].user)]
    assert len(stored) == 2
    assert not any(secret in data for data in stored)


@pytest.mark.parametrize("key", ["hanh", "nam", "mai"])
def test_agencies_without_a_second_factor_set_one_up_before_they_enter(people: dict[str, Any], key: str) -> None:
    client = Client()
    assert sign_in(client, key, next="/tai-khoan/")["Location"] == reverse("second-factor-enrol")
    assert not is_signed_in(client)
    page = client.get(reverse("second-factor-enrol"))
    assert "<svg" in page.content.decode()
    assert "style=" not in page.content.decode()
    secret = client.session["mfa.totp.secret"]
    wrong = client.post(reverse("second-factor-enrol"), {"code": "123"})
    assert wrong.status_code == 422
    assert client.session["mfa.totp.secret"] == secret
    assert not is_signed_in(client)
    done = client.post(reverse("second-factor-enrol"), {"code": code_of(secret)})
    assert done["Location"] == "/tai-khoan/ma-du-phong/?next=/tai-khoan/"
    assert is_signed_in(client)
    codes = client.get(done["Location"])
    assert len(re.findall(r"\b\d{4}-\d{4}\b", codes.content.decode())) == 10
    assert "mfa.totp.secret" not in client.session
    again = Client()
    assert sign_in(again, key)["Location"] == reverse("mfa_authenticate")


def test_establishments_are_not_made_to_have_one(people: dict[str, Any]) -> None:
    client = Client()
    assert sign_in(client, "tu")["Location"] == "/vao/"


def test_recovery_codes_are_shown_once(people: dict[str, Any], hanh_client: Client) -> None:
    second_factor.enrol_totp(people["hanh"].user)
    address = reverse("recovery-codes")
    first, second = hanh_client.get(address), hanh_client.get(address)
    assert len(re.findall(r"\d{4}-\d{4}", first.content.decode())) == 10
    assert not re.findall(r"\d{4}-\d{4}", second.content.decode())
    assert "Còn 10 mã chưa dùng." in text_of(second)
    hanh_client.post(address)
    third = hanh_client.get(address)
    new = re.findall(r"\d{4}-\d{4}", third.content.decode())
    assert len(new) == 10
    assert set(new).isdisjoint(re.findall(r"\d{4}-\d{4}", first.content.decode()))


def test_the_steps_behind_the_password_are_not_there_for_a_guest() -> None:
    for name in ("mfa_authenticate", "second-factor-enrol"):
        assert Client().get(reverse(name))["Location"] == "/dang-nhap/"


def test_no_remark_of_allauth_reaches_a_page(people: dict[str, Any]) -> None:
    client = Client()
    sign_in(client, "lanh")
    own = client.get(reverse("own-account"))
    assert list(own.context["messages"]) == []
    assert "lanh" in text_of(own)
    signed_out = client.post(reverse("sign-out"), follow=True)
    assert [str(message) for message in signed_out.context["messages"]] == ["Bạn đã đăng xuất."]


def test_signing_out_ends_the_session_and_needs_a_post(lanh_client: Client) -> None:
    assert lanh_client.get(reverse("sign-out")).status_code == 200
    assert is_signed_in(lanh_client)
    assert lanh_client.post(reverse("sign-out"))["Location"] == "/dang-nhap/"
    assert not is_signed_in(lanh_client)


@pytest.mark.parametrize(
    ("key", "name"),
    [("mai", "my-work"), ("hanh", "my-work"), ("nam", "my-work"), ("lanh", "establishment-home"), ("tu", "diary-home")],
)
def test_everybody_lands_on_their_first_useful_screen(people: dict[str, Any], key: str, name: str) -> None:
    client = Client()
    client.force_login(people[key].user)
    assert client.get(reverse("enter"))["Location"] == reverse(name)


def limits(client: Client) -> dict[str, float]:
    return client.session["limits"]  # type: ignore[no-any-return]


def turn_back(client: Client, *, seen: float, began: float = 0) -> None:
    session = client.session
    session["limits"] = limits(client) | {
        "seen": limits(client)["seen"] - seen,
        "began": limits(client)["began"] - max(seen, began),
    }
    session.save()


def enter(people: dict[str, Any], key: str, **more: str) -> Client:
    client = Client()
    answer = sign_in(client, key, **more)
    if answer["Location"] == reverse("mfa_authenticate"):
        codes = second_factor.recovery_codes(people[key].user)
        assert codes is not None
        client.post(reverse("mfa_authenticate"), {"code": codes.get_unused_codes()[0]})
    assert is_signed_in(client)
    return client


MINUTE, HOUR, DAY = sessions.MINUTE, sessions.HOUR, sessions.DAY


@pytest.mark.parametrize(
    ("key", "remember", "ok", "over"),
    [
        ("hanh", "", {"seen": 29 * MINUTE}, {"seen": 31 * MINUTE}),
        ("hanh", "", {"seen": 0, "began": 11 * HOUR}, {"seen": 0, "began": 13 * HOUR}),
        ("hanh", "on", {"seen": 29 * MINUTE}, {"seen": 31 * MINUTE}),
        ("lanh", "", {"seen": 11 * HOUR}, {"seen": 13 * HOUR}),
        ("lanh", "on", {"seen": 13 * DAY}, {"seen": 15 * DAY}),
        ("lanh", "on", {"seen": 0, "began": 89 * DAY}, {"seen": 0, "began": 91 * DAY}),
    ],
)
def test_a_session_ends_when_its_time_is_over(
    people: dict[str, Any], key: str, remember: str, ok: dict[str, float], over: dict[str, float]
) -> None:
    if key == "hanh":
        second_factor.enrol_totp(people["hanh"].user)
    client = enter(people, key, remember=remember)
    turn_back(client, **ok)
    assert is_signed_in(client)
    client = enter(people, key, remember=remember)
    turn_back(client, **over)
    assert not is_signed_in(client)
    assert client.get("/tai-khoan/")["Location"] == "/dang-nhap/?next=%2Ftai-khoan%2F"


def test_working_keeps_the_session_alive_with_one_write_a_minute(
    people: dict[str, Any], django_assert_num_queries: Any
) -> None:
    client = enter(people, "lanh")
    turn_back(client, seen=5 * MINUTE)
    before = limits(client)["seen"]
    client.get("/tai-khoan/")
    seen = limits(client)["seen"]
    assert seen > before
    client.get("/tai-khoan/")
    assert limits(client)["seen"] == seen


def test_only_a_remembered_phone_keeps_the_cookie_when_the_browser_closes(people: dict[str, Any]) -> None:
    assert not enter(people, "lanh").cookies["phien"]["max-age"]
    assert int(enter(people, "lanh", remember="on").cookies["phien"]["max-age"]) == 90 * DAY


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(people: dict[str, Any]) -> None:
    here, there = enter(people, "lanh"), enter(people, "lanh")
    new = "con-trau-di-truoc-cai-cay"
    answer = here.post(reverse("change-password"), {"current": PASSWORD, "password": new, "again": new})
    assert answer.status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert sign_in(Client(), "lanh").status_code == 422
    assert sign_in(Client(), "lanh", new).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("wrong", "con-trau-di-truoc", "con-trau-di-truoc"), "Mật khẩu hiện tại không đúng."),
        ((PASSWORD, "ngan", "ngan"), "Mật khẩu cần ít nhất 12 ký tự."),
        ((PASSWORD, "nguyenthilanh", "nguyenthilanh"), "Không dùng tên"),
        ((PASSWORD, "1234567890123", "1234567890123"), "Nhiều người dùng mật khẩu này."),
        ((PASSWORD, "con-trau-di-truoc", "con-trau-di-sau"), "Hai mật khẩu không giống nhau."),
        ((), "Nhập mật khẩu mới."),
    ],
)  # fmt: skip
def test_a_password_that_will_not_do_is_refused_in_plain_words(
    lanh_client: Client, typed: tuple[str, ...], sentence: str
) -> None:
    answer = lanh_client.post(
        reverse("change-password"), dict(zip(("current", "password", "again"), typed, strict=False))
    )
    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_no_page_of_allauth_itself_is_there() -> None:
    from tests.permissions.table import all_url_names

    names = all_url_names()
    assert {name for name in names if name.startswith(("account_", "mfa_"))} == {"account_login", "mfa_authenticate"}
