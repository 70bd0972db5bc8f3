"""What every answer carries, whatever it is: a page, a refusal, a file, a style sheet, a scan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests import make
from tests.cast import PASSWORD
from txng.kernel.files.links import file_url

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]

PAGES = {
    "home": "/",
    "registration": "/dang-ky/",
    "sign-in": "/dang-nhap/",
    "scan": "/01/08938505974002/21/7K3M9QX2P4VN8RTC",
    "typed": "/q?ma=7K3M9QX2P4VN8RTC",
    "colours": "/giao-dien.css",
    "static": "/tinh/ui/base.css",
    "static picture": "/tinh/ui/img/mark.svg",
    "static missing": "/tinh/none.css",
    "not found": "/khong-co/",
    "redirect": "/dang-nhap",
    "to sign in": "/co-quan/",
    "live": "/livez",
    "ready": "/readyz",
    "english": "/en/",
}


@pytest.fixture(params=[*PAGES, "file", "private file", "refused file", "refused form", "wrong method", "too large"])
def answer(request: pytest.FixtureRequest, styled: Client) -> Iterator[Any]:
    response = ask(request.param, styled)
    yield response
    response.close()


@pytest.fixture
def styled(settings: Any) -> Client:
    """A client of a site whose style sheets are served."""
    settings.WHITENOISE_USE_FINDERS = True
    return Client()


def ask(what: str, client: Client) -> Any:
    if what in PAGES:
        return client.get(PAGES[what])
    if what == "file":
        return client.get(file_url(make.picture(public=True)))
    if what == "private file":
        return client.get(file_url(make.picture()))
    if what == "refused file":
        return client.get(f"/tep/{make.picture().id}")
    if what == "refused form":
        return Client(enforce_csrf_checks=True).post("/dang-nhap/", {"login": "x"})
    if what == "wrong method":
        return client.delete("/")
    return client.post("/dang-ky/", b"x", content_type="text/plain", CONTENT_LENGTH=str(10**9))


def policy_of(answer: Any) -> dict[str, list[str]]:
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";") if part.strip())
    return {part[0]: part[1:] for part in parts}


def test_nothing_foreign_or_inline_can_run_on_any_answer(answer: Any) -> None:
    policy = policy_of(answer)
    assert policy["default-src"] == ["'none'"]
    if "sandbox" in policy:  # a stored file
        return
    assert policy.get("script-src", ["'none'"]) in (["'none'"], ["'self'"])
    assert (policy["base-uri"], policy["frame-ancestors"]) == (["'none'"], ["'none'"])
    assert policy["form-action"] == ["'self'"]
    for sources in policy.values():
        for source in sources:
            assert source in ("'none'", "'self'", "data:") or source.startswith("'sha256-")
    assert "data:" not in policy.get("script-src", []) + policy.get("style-src", [])


def test_no_answer_may_be_taken_for_another_kind_framed_or_watched(answer: Any) -> None:
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Permissions-Policy"] == "camera=(self), geolocation=(self), microphone=(self)"
    # A resolver answers every site's scripts (RS-01), without a cookie; nothing else of ours does.
    if answer.headers.get("Link", "").endswith('type="application/linkset+json"'):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
    else:
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_no_answer_says_what_it_was_made_with(answer: Any) -> None:
    assert not {"Server", "X-Powered-By", "Via"} & set(answer.headers)


@pytest.mark.parametrize(
    "path",
    ["/", "/en/", "/quet", "/q?ma=x", "/t/TEST", "/01/08938505974002", "/01/08938505974002/21/7K3M9QX2P4VN8RTC",
     "/huong-dan/", "/du-lieu-ca-nhan/", "/tiep-can/", "/khong-co/", "/giao-dien.css", "/tinh/ui/base.css", "/co-quan/",
     "/livez"],
)  # fmt: skip
def test_a_page_that_is_only_read_leaves_nothing_in_the_browser(path: str, styled: Client) -> None:
    response = styled.get(path)
    response.close()
    assert response.cookies == {}


@pytest.mark.parametrize("path", ["/dang-ky/", "/dang-nhap/", "/phan-anh/"])
def test_a_page_with_a_form_leaves_only_what_guards_the_form(path: str, client: Client) -> None:
    cookies = client.get(path).cookies
    assert set(cookies) <= {"chong_gia_mao"}
    for cookie in cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")


def test_the_session_cookie_cannot_be_read_by_a_script_or_sent_from_another_site(people: Any, client: Client) -> None:
    response = client.post("/dang-nhap/", {"login": "lanh", "password": PASSWORD})
    cookie = response.cookies["phien"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")


def test_cookies_travel_encrypted_only_where_the_site_is(settings: Any) -> None:
    assert settings.SESSION_COOKIE_SECURE is settings.CSRF_COOKIE_SECURE


def test_pages_behind_a_sign_in_are_not_kept_on_a_shared_phone(lanh_client: Client, hanh_client: Client) -> None:
    for page in (lanh_client.get("/quan-ly/"), hanh_client.get("/co-quan/"), hanh_client.get("/co-quan/khong-co/")):
        assert "no-store" in page["Cache-Control"]


def test_style_sheets_may_be_kept(styled: Client) -> None:
    response = styled.get("/tinh/ui/base.css")
    response.close()
    assert "no-store" not in response.get("Cache-Control", "")
    assert response["Content-Type"].startswith("text/css")


def test_there_is_no_back_door_for_programmers(client: Client) -> None:
    assert not apps.is_installed("django.contrib.admin")
    assert not apps.is_installed("django.contrib.admindocs")

    def modules(patterns: list[URLPattern | URLResolver]) -> set[str]:
        found: set[str] = set()
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found |= modules(pattern.url_patterns)
            else:
                found.add(pattern.callback.__module__)
        return found

    foreign = {name for name in modules(get_resolver().url_patterns) if not name.startswith("txng.")}
    assert foreign == set()


WELL_KNOWN = [
    "/admin/",
    "/admin/login/",
    "/django-admin/",
    "/.git/config",
    "/.git/HEAD",
    "/.env",
    "/manage.py",
    "/settings.py",
    "/static/",
    "/media/",
    "/debug/",
    "/tinh/../src/txng/project/settings.py",
    "/__debug__/",
    "/metrics",
    "/server-status",
    "/phpmyadmin/",
    "/wp-login.php",
    "/api/",
    "/graphql",
    "/actuator/env",
    "/console",
    "/backup.sql",
    "/db.sqlite3",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/2fa/",
    "/dang-ky-tai-khoan/",
    "/.txng/keys/web.key",
    "/keys/web.key",
    "/tep",
    "/files/",
    "/requirements.txt",
    "/pyproject.toml",
    "/id_rsa",
]


def test_nothing_lies_about_at_the_addresses_robots_try(client: Client) -> None:
    found = {path: client.get(path).status_code for path in WELL_KNOWN}
    assert {path: status for path, status in found.items() if status != 404} == {}
