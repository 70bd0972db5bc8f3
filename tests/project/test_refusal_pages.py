"""The pages that say no: their words, and that they stand when nothing else does (ux.md 4.9)."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from txng.kernel.errors import BadInput, NotAllowed, NotThere, RuleBroken, TooMany
from txng.project import middleware, urls
from txng.project.views import refusals


def failing(error: BaseException) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def waiting(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::varchar(3) = ANY (SELECT %s::text)", ["x", request.GET["q"].replace("~", "\0")])
    return HttpResponse("done")


urlpatterns = [
    path("thu/rule/", failing(RuleBroken("Lô đã đóng gói."))),
    path("thu/there/", failing(NotThere())),
    path("thu/allowed/", failing(NotAllowed("Bạn không có quyền khóa tài khoản."))),
    path("thu/input/", failing(BadInput("Không đọc được tệp."))),
    path("thu/many/", failing(TooMany("Bạn gửi quá nhanh. Thử lại sau 30 phút."))),
    path("thu/fault/<str:token>/", failing(ValueError("0912345678"))),
    path("thu/database/", failing(OperationalError("server closed the connection"))),
    path("thu/value/", waiting),
    *urls.urlpatterns,
]
handler400, handler403 = "txng.project.views.refusals.bad_request", "txng.project.views.refusals.forbidden"
handler404, handler500 = "txng.project.views.refusals.not_found", "txng.project.views.refusals.server_error"
here = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture
def quiet() -> Client:
    """A client that sees a failure as a person does: as a page."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "heading", "sentence"),
    [
        ("rule", 409, "Chưa thực hiện được", "Lô đã đóng gói."),
        ("there", 404, "Không tìm thấy trang", "Có thể địa chỉ bị gõ sai."),
        ("allowed", 403, "Không có quyền", "Bạn không có quyền khóa tài khoản."),
        ("input", 400, "Chưa thực hiện được", "Không đọc được tệp."),
        ("many", 429, "Gửi quá nhanh", "Thử lại sau 30 phút."),
        ("database", 500, "Có lỗi từ phía hệ thống", "không phải do bạn"),
    ],
)
def test_a_refusal_is_a_page_with_its_own_sentence(
    quiet: Client, address: str, status: int, heading: str, sentence: str
) -> None:
    with here:
        response = quiet.get(f"/thu/{address}/")
    text = response.content.decode()
    assert (response.status_code, response["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert heading in text.partition("<h1>")[2].partition("</h1>")[0]
    assert sentence in text
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_refusal_speaks_english_where_the_page_does(quiet: Client) -> None:
    assert "Page not found" in quiet.get("/en/khong-co/").content.decode()


@pytest.mark.django_db
def test_a_value_the_database_cannot_hold_is_a_bad_request_and_a_line_for_us(
    quiet: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with here, caplog.at_level(logging.INFO, "txng.refusals"):
        response = quiet.get("/thu/value/?q=0912345678~")
    assert response.status_code == 400
    line = next(r for r in caplog.records if r.levelno == logging.ERROR)
    assert "DataError thu/value/" in line.getMessage()
    assert "0912345678" not in caplog.text


def test_a_failure_says_its_support_code_and_the_log_has_it_without_the_address(
    quiet: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with here, caplog.at_level(logging.ERROR, "django.request"):
        response = quiet.get("/thu/fault/SECRET-TOKEN/")
    line = caplog.records[-1].getMessage()
    support, status, method, route = line.split(" ", 3)
    assert (status, method, route) == ("500", "GET", "thu/fault/<str:token>/")
    assert f"Mã hỗ trợ: {support}." in response.content.decode()
    assert "SECRET" not in line


@contextlib.contextmanager
def database_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def away(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        yield


def test_the_page_of_a_failure_asks_no_database(quiet: Client, people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed in, with messages waiting, and the database away from the first question on."""
    quiet.force_login(people["lanh"].user, backend="txng.accounts.backends.NamePhoneOrEmail")
    with database_away(monkeypatch):
        answers = [quiet.get(address) for address in ("/quan-ly/", "/co-quan/", "/tai-khoan/")]
    assert {response.status_code for response in answers} == {500}
    for response in answers:
        assert "Có lỗi từ phía hệ thống" in response.content.decode()
        assert "/tinh/" in response.content.decode(), "the whole page, not the last resort"


def test_pages_that_need_no_database_stand_without_it(quiet: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {"/khong-co/": 404, "/dang-ky/": 200, "/livez": 200, "/giao-dien.css": 200, "/readyz": 503}
    with database_away(monkeypatch):
        answers = {page: quiet.get(page).status_code for page in pages}
    assert answers == pages


def test_even_a_broken_page_of_failures_is_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> str:
        raise DatabaseError("no template, no catalogue")

    monkeypatch.setattr(refusals, "render_to_string", broken)
    response = refusals.server_error(RequestFactory().get("/"))
    text = response.content.decode()
    assert (response.status_code, '<html lang="vi">' in text, "Mã hỗ trợ" in text) == (500, True, True)


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "413.html", "500.html"])
def test_every_page_of_refusal_can_be_drawn_without_a_request(name: str) -> None:
    text = loader.render_to_string(name, {"support_id": "abc"})
    assert text.count("<h1>") == 1
    assert "<script" not in text
    assert "style=" not in text


# --- a form without its token --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_left_a_form_open_too_long_gets_back_what_they_wrote() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        "/phan-anh/",
        {"text": "Quả bị dập,\nmùi <b>lạ</b>.", "password": "mua dong nay lua chin som", "again": "a b c",
         "client_id": "a b", "kind": "product", "phone": "0912345678"},
    )  # fmt: skip
    text = response.content.decode()
    assert (response.status_code, "Chưa gửi được" in text) == (403, True)
    assert "Quả bị dập,<br>mùi &lt;b&gt;lạ&lt;/b&gt;." in text
    assert "mua dong" not in text
    assert "a b" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"])
def test_a_form_without_token_and_with_a_broken_body_is_still_only_refused(kind: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.generic("POST", "/phan-anh/", b"--x\r\nnonsense\xff\x00", content_type=kind)
    assert response.status_code in (400, 403)
    assert "<h1>" in response.content.decode()


def test_every_limit_of_a_request_is_one_the_page_can_name() -> None:
    assert {error.__name__ for error in middleware.TOO_LARGE} == {
        "RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent",
    }  # fmt: skip
