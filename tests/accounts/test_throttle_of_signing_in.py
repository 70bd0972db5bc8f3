"""Guessers get few tries, over however many networks; the owner still comes in (names.md 5)."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.accounts.test_passkeys import add, enter_with
from tests.accounts.test_signing_in import code_of, enter, is_signed_in, sign_in, text_of
from txng.accounts import second_factor
from txng.accounts.models import KnownDevice, User

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
WRONG = "wrong password entirely"
CLOSED_HERE = "Tạm khóa đăng nhập 15 phút để bảo vệ tài khoản."
CLOSED_ANYWHERE = "Tạm khóa đăng nhập từ thiết bị mới trong 1 giờ"


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose password was really compared, try by try."""
    seen: list[str] = []
    real = User.check_password
    monkeypatch.setattr(User, "check_password", lambda self, raw: seen.append(self.login) or real(self, raw))
    return seen


def from_network(number: int) -> Client:
    return Client(REMOTE_ADDR=f"10.{number // 250}.{number % 250}.7")


def guess_from_everywhere(name: str, times: int, start: int = 0) -> list[str]:
    return [text_of(sign_in(from_network(start + number), name, WRONG)) for number in range(times)]


def test_a_guesser_over_many_networks_gets_25_tries_an_hour(people: Any, compared: list[str]) -> None:
    answers = guess_from_everywhere("lanh", 60)
    assert compared == ["lanh"] * 25
    assert ["Còn 4 lần thử" in answer for answer in answers[:21]] == [True] * 21
    assert re.findall(r"Còn (\d) lần", " ".join(answers[20:24])) == ["4", "3", "2", "1"]
    assert all(CLOSED_ANYWHERE in answer for answer in answers[24:])


def test_other_names_of_the_same_person_give_no_further_tries(people: Any, compared: list[str]) -> None:
    User.objects.filter(login="lanh").update(email="lanh@example.vn")
    for number, name in enumerate(("lanh", "0900000001", "lanh@example.vn")):
        guess_from_everywhere(name, 20, start=number * 100)
    assert compared == ["lanh"] * 25


def test_a_guesser_over_many_accounts_and_networks_gets_no_more_than_the_configured_tries(
    people: Any, compared: list[str]
) -> None:
    many = "TXNG_GUESSES" in os.environ  # `prove accounts` guesses longer
    names = ("lanh", "tu", "khai", "hanh", "nam", "nobody-1", "nobody-2") if many else ("lanh", "hanh", "nobody")
    for number in range(24 if many else 6):
        for name in names:
            for _ in range(7):
                sign_in(from_network(number), name, WRONG)
    assert {name: compared.count(name) for name in set(compared)} == {n: 25 for n in names if n in people}


def test_the_owner_still_signs_in_on_a_device_used_before(people: Any) -> None:
    phone = enter(people, "lanh")
    phone.post(reverse("sign-out"))
    guess_from_everywhere("lanh", 30)
    for _ in range(6):  # from the very network of the owner too
        sign_in(Client(), "lanh", WRONG)
    assert CLOSED_ANYWHERE in text_of(sign_in(from_network(99), "lanh"))
    assert CLOSED_HERE in text_of(sign_in(Client(), "lanh")) or CLOSED_ANYWHERE in text_of(sign_in(Client(), "lanh"))
    assert "Còn 4 lần thử" in text_of(sign_in(phone, "lanh", WRONG))
    assert sign_in(phone, "lanh").status_code == 302
    assert is_signed_in(phone)


def test_the_owner_still_signs_in_with_a_passkey(people: Any, lanh_client: Client) -> None:
    key = add(lanh_client)
    guess_from_everywhere("lanh", 30)
    newcomer = from_network(98)
    assert enter_with(key, newcomer)["Location"] == "/vao/"
    assert is_signed_in(newcomer)


def test_a_known_device_is_no_place_to_guess_without_end(people: Any, compared: list[str]) -> None:
    phone = enter(people, "lanh")
    phone.post(reverse("sign-out"))
    compared.clear()
    for _ in range(9):
        last = sign_in(phone, "lanh", WRONG)
    assert compared == ["lanh"] * 5
    assert CLOSED_HERE in text_of(last)
    assert CLOSED_HERE in text_of(sign_in(phone, "0900000001"))


def test_a_device_is_known_to_its_own_people_only(people: Any, compared: list[str]) -> None:
    phone = enter(people, "lanh")
    phone.post(reverse("sign-out"))
    compared.clear()
    guess_from_everywhere("khai", 25)
    assert CLOSED_ANYWHERE in text_of(sign_in(phone, "khai"))
    assert KnownDevice.objects.filter(user=people["lanh"].user).count() == 1


def test_the_cookie_of_a_device_is_out_of_reach_of_scripts_and_kept_as_a_digest(people: Any) -> None:
    phone = Client()
    cookie = sign_in(phone, "lanh").cookies["thiet_bi"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert int(cookie["max-age"]) == 400 * 86400
    assert KnownDevice.objects.get().key_digest != cookie.value
    phone.post(reverse("sign-out"))
    again = sign_in(phone, "lanh").cookies["thiet_bi"]
    assert again.value == cookie.value
    assert KnownDevice.objects.count() == 1
    assert "thiet_bi" not in sign_in(Client(), "lanh", WRONG).cookies


@pytest.mark.parametrize("forged", ["", "x", "A" * 22, "%00" * 8, "é" * 22, "A" * 4000])
def test_a_made_up_cookie_makes_no_device_known(people: Any, compared: list[str], forged: str) -> None:
    guess_from_everywhere("lanh", 25)
    client = Client()
    client.cookies["thiet_bi"] = forged
    assert CLOSED_ANYWHERE in text_of(sign_in(client, "lanh"))


def bare(response: Any, name: str) -> bytes:
    """The page without its one-time token and without what was typed."""
    page: bytes = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)
    assert f'value="{name}"'.encode() in page
    return page.replace(f'value="{name}"'.encode(), b'value="..."')


def headers(response: Any) -> list[tuple[str, str]]:
    """All but the hour and the length, which counts the typed name in."""
    return sorted(header for header in response.headers.items() if header[0] not in ("Expires", "Content-Length"))


def test_unknown_names_read_the_same_byte_for_byte(people: Any) -> None:
    """On one network and over many; headers and cookies too."""
    User.objects.filter(login="khai").update(password="!chosen-by-nobody")
    heard: dict[str, list[Any]] = {}
    for name in ("tu", "khai", "ai-do"):
        start = 1000
        answers = [sign_in(from_network(start + 1), name, WRONG) for _ in range(7)]
        answers += [sign_in(from_network(start + number), name, WRONG) for number in range(2, 26)]
        heard[name] = [(one.status_code, bare(one, name), headers(one), sorted(one.cookies)) for one in answers]
        cache.clear()
    first = heard.pop("tu")
    for name, pages in heard.items():
        assert pages == first, name


def test_the_right_password_is_not_counted_as_a_guess(people: Any) -> None:
    for _ in range(30):
        assert sign_in(Client(), "lanh").status_code == 302
    assert "Còn 4 lần thử" in text_of(sign_in(Client(), "lanh", WRONG))


def test_a_thief_of_the_password_cannot_close_the_second_step_to_its_owner(people: Any) -> None:
    secret = second_factor.enrol_totp(people["hanh"].user)
    desk = enter(people, "hanh")
    desk.post(reverse("sign-out"))
    for number in range(8):
        thief = from_network(number)
        sign_in(thief, "hanh")
        last = thief.post(reverse("mfa_authenticate"), {"code": f"00000{number}"})
    assert CLOSED_HERE in text_of(last)
    sign_in(desk, "hanh")
    assert desk.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert is_signed_in(desk)
