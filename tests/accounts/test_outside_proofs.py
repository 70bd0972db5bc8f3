"""What a provider, or somebody in its name, may send: only the one right answer proves anything, nothing is a 5xx."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.accounts.outside_provider import CLIENT, OutsideProvider, link, press, signed_in_there, there_and_back
from tests.accounts.test_signing_in import is_signed_in, text_of
from txng.accounts.outside import talking

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
NOT_VERIFIED = "Không xác minh được trả lời của VNeID nên hệ thống không chấp nhận."
NOT_REACHED = "Hiện chưa kết nối được với VNeID."
SPENT = "Lượt đăng nhập này đã dùng rồi, đã quá 10 phút hoặc thuộc về trình duyệt khác."


@pytest.fixture
def linked(people: Any, outside: OutsideProvider, lanh_client: Client) -> OutsideProvider:
    """Bà Lành's identity opens the door, were it proved."""
    link(lanh_client)
    cache.clear()
    outside.asked.clear()
    return outside


def refused(answer: Any, client: Client, sentence: str) -> None:
    assert (answer.status_code, sentence in text_of(answer)) == (409, True), text_of(answer)
    assert not is_signed_in(client)


def test_the_right_answer_opens_the_door(linked: OutsideProvider) -> None:
    client = Client()
    assert there_and_back(client)["Location"] == "/vao/"
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ["x"]},
        {"aud": "another-client"},
        {"aud": None},
        {"aud": []},
        {"aud": [CLIENT, "another-client"]},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"azp": "another-client"},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"exp": int(time.time()) - 120},
        {"exp": None},
        {"exp": "soon"},
        {"iat": int(time.time()) - 3600},
        {"iat": int(time.time()) + 3600},
        {"iat": None},
        {"nbf": int(time.time()) + 3600},
        {"sub": None},
        {"sub": ""},
        {"sub": 79190000123},
        {"sub": "0" * 300},
        {"sub": "0791\x0090000123"},
    ],
    # Moments are made when the tests are collected; two workers must call them the same.
    ids=lambda claims: f"{next(iter(claims))}" if isinstance(next(iter(claims.values()), None), int) else str(claims),
)
def test_a_token_that_is_not_for_us_here_and_now_proves_nothing(
    linked: OutsideProvider, claims: dict[str, Any]
) -> None:
    linked.claims = claims
    client = Client()
    refused(there_and_back(client), client, NOT_VERIFIED)


def test_a_token_for_several_programs_names_us_as_the_one_it_was_given_to(linked: OutsideProvider) -> None:
    linked.claims = {"aud": [CLIENT, "another"], "azp": CLIENT}
    client = Client()
    assert there_and_back(client)["Location"] == "/vao/"


@pytest.mark.parametrize("wrong", ["alg_none", "hs256", "shared_key", "other_key", "altered", "no_token"])
def test_a_signature_that_is_not_the_providers_proves_nothing(linked: OutsideProvider, wrong: str) -> None:
    linked.wrong = wrong
    client = Client()
    refused(there_and_back(client), client, NOT_VERIFIED)


def test_when_the_provider_changes_its_key_people_still_come_in(linked: OutsideProvider) -> None:
    assert there_and_back(Client())["Location"] == "/vao/"
    linked.wrong = "rotated"
    assert there_and_back(Client())["Location"] == "/vao/"
    linked.wrong = ""  # and back within the minute: our asking has a limit
    asked = linked.asked.count("/keys")
    for _ in range(3):
        refused(there_and_back(Client()), Client(), NOT_VERIFIED)
    assert linked.asked.count("/keys") == asked


@pytest.mark.parametrize(
    ("about", "answer"),
    [({}, {"iss": "https://evil.example"}), ({"authorization_response_iss_parameter_supported": True}, {})],
)
def test_an_answer_of_another_provider_is_not_redeemed(
    linked: OutsideProvider, about: dict[str, Any], answer: dict[str, str]
) -> None:
    linked.about, linked.answer = about, answer
    client = Client()
    refused(there_and_back(client), client, NOT_VERIFIED)
    assert "/token" not in linked.asked


def test_a_provider_that_takes_the_secret_in_the_form_gets_it_there(linked: OutsideProvider) -> None:
    linked.about = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert there_and_back(Client())["Location"] == "/vao/"


# --- state and PKCE -------------------------------------------------------------------------------------------


def test_an_answer_counts_once(linked: OutsideProvider) -> None:
    client = Client()
    back = signed_in_there(press(client))
    assert client.get(back)["Location"] == "/vao/"
    client.post("/dang-xuat/")
    refused(client.get(back), client, SPENT)


def test_an_answer_counts_in_the_browser_that_asked(linked: OutsideProvider) -> None:
    """Else somebody could be made to sign in as somebody else, and to type into a stranger's account."""
    thief, victim = Client(), Client()
    back = signed_in_there(press(thief))
    refused(victim.get(back), victim, SPENT)
    press(victim)
    refused(victim.get(back), victim, SPENT)


@pytest.mark.parametrize(
    "query", ["", "?state=", "?state=x&code=y", "?code=x", "?error=access_denied", "?state=a&state=b"]
)
def test_an_answer_to_no_question_is_none(linked: OutsideProvider, query: str) -> None:
    client = Client()
    press(client)
    refused(client.get(f"/dang-nhap/dinh-danh/tra-ve/{query}"), client, SPENT)


def test_an_answer_that_took_longer_than_ten_minutes_is_none(linked: OutsideProvider) -> None:
    client = Client()
    back = signed_in_there(press(client))
    session = client.session
    (asked,) = session["outside"].values()
    asked["at"] -= 601
    session.save()
    refused(client.get(back), client, SPENT)


def test_a_code_taken_from_another_browser_is_of_no_use(linked: OutsideProvider) -> None:
    """PKCE: the code belongs to whoever knows what the question was made from."""
    victim, thief = Client(), Client()
    stolen = signed_in_there(press(victim)).partition("code=")[2].partition("&")[0]
    own = signed_in_there(press(thief)).partition("code=")
    state = own[2].partition("&")[2]
    refused(thief.get(f"{own[0]}code={stolen}&{state}"), thief, NOT_VERIFIED)


@pytest.mark.parametrize("code", ["", "x", "x" * 10_000, "%0d%0aHost:%20evil", "ệ"])
def test_a_code_of_nobody_is_of_no_use(linked: OutsideProvider, code: str) -> None:
    client = Client()
    head, _, tail = signed_in_there(press(client)).partition("code=")
    refused(client.get(f"{head}code={code}&{tail.partition('&')[2]}"), client, NOT_VERIFIED)


def test_who_turns_back_over_there_is_told_so(linked: OutsideProvider) -> None:
    linked.refuses = "access_denied"
    client = Client()
    refused(there_and_back(client), client, "Bạn chưa hoàn tất đăng nhập tại VNeID.")


# --- a provider in trouble ------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/.well-known/openid-configuration", "/token", "/keys"])
@pytest.mark.parametrize("wrong", ["500", "html", "list", "deep", "huge", "hangs_up", "redirects", "slow", "drips"])
def test_trouble_over_there_is_a_sentence_here(
    linked: OutsideProvider, monkeypatch: pytest.MonkeyPatch, wrong: str, address: str
) -> None:
    client = Client()
    back = "" if address == "/.well-known/openid-configuration" else signed_in_there(press(client))
    linked.wrong = f"{wrong} {address}"
    monkeypatch.setattr(talking, "SECONDS", 0.4)
    refused(client.get(back) if back else client.post("/dang-nhap/dinh-danh/"), client, NOT_REACHED)
    assert not linked.waited_for


def test_a_provider_that_is_not_there_is_a_sentence(linked: OutsideProvider, settings: Any) -> None:
    settings.OUTSIDE_SIGN_IN = OutsideProvider(address="http://127.0.0.1:9").settings()
    client = Client()
    refused(client.post("/dang-nhap/dinh-danh/"), client, NOT_REACHED)


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"authorization_endpoint": "http://evil.example/"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
        {"token_endpoint": "http://evil.example/"},
        {"token_endpoint": "file:///etc/passwd"},
        {"token_endpoint": "https://user@evil.example/"},
        {"token_endpoint": ["https://evil.example/"]},
        {"jwks_uri": "http://evil.example/"},
        {"jwks_uri": "http://[::1/"},
    ],
    ids=str,
)
def test_a_provider_that_would_send_us_astray_is_not_asked(linked: OutsideProvider, about: dict[str, Any]) -> None:
    linked.about = about
    client = Client()
    refused(client.post("/dang-nhap/dinh-danh/"), client, NOT_REACHED)
