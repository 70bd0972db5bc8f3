"""No provider, no address, nothing loaded; a provider configured wrongly stops the start with a word of what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from tests.accounts.outside_provider import OutsideProvider
from tests.accounts.test_signing_in import text_of
from tests.cast import CAST, sign_in
from txng.accounts.outside.provider import Provider, from_environment, may_be_asked

pytestmark = pytest.mark.any_server

REPOSITORY = Path(__file__).resolve().parents[2]
POSTED, SHOWN = ("outside-sign-in", "outside-link", "outside-unlink"), ("outside-return", "outside-identity")


@pytest.mark.django_db
def test_without_a_provider_nothing_is_there_for_anybody(people: Any, hanh_client: Client) -> None:
    for client in (Client(), hanh_client):
        for name in (*POSTED, *SHOWN):
            assert client.get(reverse(name)).status_code == 404
            assert client.post(reverse(name)).status_code == 404
    assert "Bằng định danh điện tử" not in text_of(Client().get(reverse("account_login")))
    assert "VNeID" not in text_of(hanh_client.get(reverse("own-account")))


@pytest.mark.django_db
def test_with_a_provider_the_own_pages_are_for_whoever_has_signed_in(
    people: Any, outside: OutsideProvider, lanh_client: Client
) -> None:
    for key in CAST:
        client = Client()
        sign_in(client, people[key].user)
        assert "Liên kết với VNeID" in text_of(client.get(reverse("outside-identity")))
        assert client.post(reverse("outside-unlink"))["Location"] == reverse("outside-identity")  # nothing to take away
    to_sign_in = f"{reverse('account_login')}?next="
    assert Client().get(reverse("outside-identity"))["Location"].startswith(to_sign_in)
    for name in ("outside-link", "outside-unlink"):
        assert Client().post(reverse(name))["Location"].startswith(to_sign_in)
        assert lanh_client.get(reverse(name)).status_code == 405
    assert Client().get(reverse("outside-sign-in")).status_code == 405  # nobody is sent off by a mere link
    assert Client().head(reverse("outside-return")).status_code == 405  # a look ahead would use up the answer
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = lanh_client.cookies
    assert [strict.post(reverse(name)).status_code for name in POSTED] == [403, 403, 403]
    assert outside.asked == []


def test_without_a_provider_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    say = (
        "import sys, txng.project.wsgi; from django.urls import reverse; reverse('account_login');"
        "print([name for name in ('jwt', 'requests', 'txng.accounts.outside.flow', 'txng.accounts.outside.talking')"
        " if name in sys.modules])"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TXNG_OIDC")} | {
        "DJANGO_SETTINGS_MODULE": "txng.project.settings",
        "TXNG_STATE": str(tmp_path),
        "PYTHONPATH": str(REPOSITORY / "src"),
    }
    done = subprocess.run([sys.executable, "-c", say], env=environment, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


@pytest.fixture
def words(tmp_path: Path) -> dict[str, str]:
    secret = tmp_path / "oidc.secret"
    secret.write_text("bí mật\n")
    secret.chmod(0o600)
    return {
        "TXNG_OIDC_SERVER": "https://dinh-danh.example.vn/realms/cong-dan",
        "TXNG_OIDC_CLIENT": "txng",
        "TXNG_OIDC_SECRET_FILE": str(secret),
    }


def read(words: dict[str, str], tmp_path: Path) -> Provider | None:
    return from_environment(words, repository=REPOSITORY, state=tmp_path / "state")


def test_three_words_are_enough(words: dict[str, str], tmp_path: Path) -> None:
    found = read(words, tmp_path)
    assert found is not None
    assert (found.secret, found.claim, found.scopes, found.name) == ("bí mật", "sub", "openid", "VNeID")
    assert not found.strong_acr | found.strong_amr
    assert "bí mật" not in repr(found)
    assert read({"TXNG_OIDC_SERVER": " "}, tmp_path) is None


def test_the_rest_is_as_the_broker_has_it(words: dict[str, str], tmp_path: Path) -> None:
    more = {
        "TXNG_OIDC_NAME": "Định danh điện tử tỉnh", "TXNG_OIDC_NAME_EN": "the provincial e-identity",
        "TXNG_OIDC_CLAIM": "so_dinh_danh", "TXNG_OIDC_SCOPES": "openid profile",
        "TXNG_OIDC_STRONG_ACR": "loa3 loa4", "TXNG_OIDC_STRONG_AMR": "face",
    }  # fmt: skip
    found = read(words | more, tmp_path)
    assert found is not None
    assert (found.shown_name, found.claim, found.scopes) == ("Định danh điện tử tỉnh", "so_dinh_danh", "openid profile")
    assert (found.strong_acr, found.strong_amr) == ({"loa3", "loa4"}, {"face"})
    assert found.key != read(words, tmp_path).key  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"TXNG_OIDC_SERVER": "http://dinh-danh.example.vn"},
        {"TXNG_OIDC_SERVER": "dinh-danh.example.vn"},
        {"TXNG_OIDC_SERVER": "https://name:word@dinh-danh.example.vn"},
        {"TXNG_OIDC_CLIENT": ""},
        {"TXNG_OIDC_SECRET_FILE": ""},
        {"TXNG_OIDC_SECRET_FILE": "/nowhere"},
        {"TXNG_OIDC_SECRET_FILE": str(REPOSITORY / "pyproject.toml")},
        {"TXNG_OIDC_SCOPES": "profile"},
    ],
    ids=str,
)
def test_what_is_wrong_is_said_at_the_start(words: dict[str, str], tmp_path: Path, spoilt: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="TXNG_OIDC_"):
        read(words | spoilt, tmp_path)


def test_a_secret_that_everybody_may_read_is_none(words: dict[str, str], tmp_path: Path) -> None:
    Path(words["TXNG_OIDC_SECRET_FILE"]).chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        read(words, tmp_path)
    Path(words["TXNG_OIDC_SECRET_FILE"]).chmod(0o600)
    Path(words["TXNG_OIDC_SECRET_FILE"]).write_text(" \n")
    with pytest.raises(ImproperlyConfigured, match="secret"):
        read(words, tmp_path)


def test_only_a_provider_on_this_machine_may_do_without_https() -> None:
    server = "https://dinh-danh.example.vn"
    assert may_be_asked("https://elsewhere.example.vn/token", server)
    assert not may_be_asked("http://127.0.0.1:8080/token", server)
    assert may_be_asked("http://127.0.0.1:8080/token", "http://localhost:8080")
    assert not may_be_asked("http://elsewhere.example.vn/token", "http://localhost:8080")
