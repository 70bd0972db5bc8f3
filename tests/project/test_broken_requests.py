"""Requests no browser sends. Each is answered with a page in Vietnamese and a 4xx, and none with a 5xx."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings

from tests.project.raw import FORM, Answer, Body, Endless, Torn, file_part, multipart, send

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]

TOO_LARGE = "Nội dung gửi quá nặng"
NOT_DONE = "Chưa thực hiện được"
NOT_FOUND = "Không tìm thấy trang"
REGISTER = b"/dang-ky/"


def is_page(answer: Answer) -> bool:
    return (
        "<html lang=" in answer.text
        and "<h1>" in answer.text
        and "default-src 'none'" in answer.headers.get("content-security-policy", "")
    )


# --- size --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("length", "taken"),
    [(settings.REQUEST_BYTES + 1, settings.REQUEST_BYTES + 1), (4 * settings.REQUEST_BYTES + 1, 0), (10**30, 0)],
)
def test_a_request_of_more_than_sixty_megabytes_is_refused_and_never_kept(length: int, taken: int) -> None:
    """One that is a little too large is let pass by unread: a browser cut off while sending shows no page at all."""
    body = Endless()
    answer = send("POST", REGISTER, body, CONTENT_LENGTH=str(length), CONTENT_TYPE=FORM)
    assert (answer.status, TOO_LARGE in answer.text, "60 MB" in answer.text) == (413, True, True)
    assert (body.taken, body.largest <= 65_536) == (taken, True)
    assert is_page(answer)


def test_sixty_megabytes_exactly_are_not_too_large() -> None:
    said = {"CONTENT_LENGTH": str(settings.REQUEST_BYTES), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = send("POST", b"/phan-anh/", Body(b"--x--\r\n"), **said)
    assert answer.status == 422


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "²", "٣", "1 2", "0x10", "+5", "1,5"])
def test_a_length_that_is_no_number_is_a_bad_request(length: str) -> None:
    answer = send("POST", REGISTER, Body(b"a=1"), CONTENT_LENGTH=length, CONTENT_TYPE=FORM)
    assert (answer.status, NOT_DONE in answer.text) == (400, True)
    assert is_page(answer)


@pytest.mark.parametrize("length", ["", None])
def test_a_request_without_a_length_has_no_body_and_none_is_read(length: str | None) -> None:
    """Also how a chunked body arrives: it is not counted, so it is not read."""
    body = Body(b"x" * 100_000)
    coming = {"CONTENT_LENGTH": length, "CONTENT_TYPE": FORM, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = send("POST", b"/phan-anh/", body, **coming)
    assert (answer.status, body.taken) == (422, 0)


def test_a_form_of_more_than_two_megabytes_of_text_is_too_large() -> None:
    answer = send("POST", REGISTER, b"name=" + b"a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 10), CONTENT_TYPE=FORM)
    assert (answer.status, TOO_LARGE in answer.text) == (413, True)


def test_ten_thousand_fields_are_too_many() -> None:
    body = b"&".join(b"f%d=1" % n for n in range(10_000))
    answer = send("POST", REGISTER, body, CONTENT_TYPE=FORM)
    assert (answer.status, TOO_LARGE in answer.text) == (413, True)


def test_ten_thousand_fields_in_the_address_are_too_many() -> None:
    answer = send("GET", b"/q?ma=x&" + b"&".join(b"f%d=1" % n for n in range(10_000)))
    assert (answer.status, TOO_LARGE in answer.text) == (413, True)


def test_five_hundred_files_are_too_many() -> None:
    body, kind = multipart(*(file_part("photos", f"{n}.jpg", b"x") for n in range(500)))
    answer = send("POST", b"/phan-anh/", body, CONTENT_TYPE=kind)
    assert (answer.status, TOO_LARGE in answer.text) == (413, True)


# --- what cannot be read -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"abc", "multipart/form-data; boundary="),
        (b"abc", 'multipart/form-data; boundary="' + "b" * 300 + '"'),
        (b"abc", "multipart/form-data; boundary=đ"),
        (b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\n***\r\n--x--",
         "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Disposition: form-data; name=\"a\"; filename*=utf-9''%ff\r\n\r\n1\r\n--x--",
         "multipart/form-data; boundary=x"),
        (b"--x\r\n" + b"H: " + b"h" * 5_000 + b"\r\n\r\n1\r\n--x--", "multipart/form-data; boundary=x"),
        (b"a=1", "application/x-www-form-urlencoded; charset=utf-99"),
        (b"a=1", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"%ff%fe=%c3%28&%00=%00", FORM),
        (b'{"a":', "application/json"),
        (b"<a/>", "text/xml; charset=\xff".encode("latin-1").decode("latin-1")),
        (b"a=1", ";;;"),
        (b"a=1", "x" * 9_000),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused(body: bytes, kind: str) -> None:
    for path in (b"/phan-anh/", b"/dang-nhap/", b"/quet", b"/khong-co/"):
        answer = send("POST", path, body, CONTENT_TYPE=kind)
        assert (path, 400 <= answer.status < 500, is_page(answer)) == (path, True, True)


def test_a_client_that_goes_away_while_sending_is_no_failure_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    for kind in (FORM, "multipart/form-data; boundary=x"):
        for path in (b"/phan-anh/", b"/dang-nhap/"):
            answer = send("POST", path, Torn(), CONTENT_LENGTH="5000", CONTENT_TYPE=kind)
            assert (kind, path, answer.status in (400, 422)) == (kind, path, True)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


NOBODY_MEANT = [
    b"/\xff\xfe/", b"/dang-ky/\xc3\x28/", b"/\x00", b"/dang-ky/\x00/", b"/tai-khoan/kich-hoat/a\x00b/", b"/t/\x00",
    b"/T/\xff\xff", b"/01/\x00/21/\x00", b"/01/08938505974002/21/" + b"A" * 9_000, b"/anh/\x00.webp",
    b"/phan-anh/da-gui/\x00/", b"/" + b"a" * 20_000, b"//evil.example/", b"/\\evil.example/", b"/%2e%2e/%2e%2e/etc",
    b"/../../etc/passwd", b"/en/en/en/", b"/en/\x00/", b"/tinh/\x00", b"/tinh/../../settings.py", b"/tinh/\xff",
    b"/dang-ky/a\r\nSet-Cookie: x=1/", b"/dang-ky/<script>alert(1)</script>/", b"/dang-ky/\xe2\x80\xae/",
]  # fmt: skip


def test_an_address_nobody_can_have_meant_is_not_found() -> None:
    answers = {path: send("GET", path) for path in NOBODY_MEANT}
    assert {path: a.status for path, a in answers.items() if a.status not in (301, 400, 404)} == {}
    assert {path: a.headers for path, a in answers.items() if "evil" in a.headers.get("location", "")} == {}
    assert [path for path, a in answers.items() if "<script>" in a.text or a.cookies] == []
    assert [path for path, a in answers.items() if a.status != 301 and not is_page(a)] == []


QUERIES = [
    b"q=%00", b"q=%ff%fe", b"q=\xff\xfe", b"trang=abc", b"trang=-1", b"trang=99999999999999999999", b"ma=%00",
    b"ma=" + b"A" * 50_000, b"next=//evil.example", b"linkType=%00", b"state=%00&from=%00", b"%00=%00", b"=&=&&;;",
    b"q=%", b"q=%zz", b"a[]=1&a[b]=2", b"ngay=2026-99-99", b"trang=%D9%A3",
]  # fmt: skip


@pytest.mark.parametrize(
    "path", [b"/", b"/quet", b"/q", b"/dang-ky/", b"/dang-nhap/", b"/phan-anh/tra-cuu/", b"/huong-dan/",
             b"/he-thong-giao-dien/ban-lam-viec/", b"/giao-dien.css", b"/t/TEST", b"/01/08938505974002"],
)  # fmt: skip
def test_a_query_nobody_can_have_meant_does_no_harm(path: bytes) -> None:
    answers = {query[:40]: send("GET", path + b"?" + query) for query in QUERIES}
    assert {query: a.status for query, a in answers.items() if a.status >= 500} == {}
    assert {query for query, a in answers.items() if "evil" in a.headers.get("location", "")} == set()


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "localhost:abc", "a b", "[::1", "lo\x00cal", "localhost,evil", "-", "..",
     "localhost\r\nX: y", "đ.example", "x" * 5_000, "localhost@evil"],
)  # fmt: skip
def test_a_host_that_is_not_ours_is_a_bad_request(host: str) -> None:
    for path in (b"/", b"/khong-co", b"/dang-ky/", b"/tep/x"):
        answer = send("GET", path, HTTP_HOST=host, SERVER_NAME=host or "_")
        assert (path, answer.status, NOT_DONE in answer.text, is_page(answer)) == (path, 400, True, True)
        assert "evil" not in answer.text


COOKIES = [
    "phien=x", "phien=" + "a" * 32, "phien=" + "a" * 4_000, 'phien="aaaaaaaaaaaa\\000"', "phien=" + "\xff" * 20,
    "phien=;phien=;;;", "=====", "chong_gia_mao=\xff", "chong_gia_mao=" + "a" * 9_000, "django_language=\xff",
    "django_language=../../etc", "messages=garbage", "; ".join(f"c{n}={n}" for n in range(500)), "\x00", '"',
    "a" * 60_000, 'phien="\\303\\050aaaaaaaaa"',
]  # fmt: skip


@pytest.mark.parametrize("path", [b"/", b"/dang-nhap/", b"/dang-ky/", b"/t/TEST"])
def test_a_broken_cookie_is_no_cookie(path: bytes) -> None:
    answers = {cookie[:40]: send("GET", path, HTTP_COOKIE=cookie).status for cookie in COOKIES}
    assert {cookie: status for cookie, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize("path", [b"/quan-ly/", b"/co-quan/", b"/tai-khoan/"])
def test_a_broken_session_is_nobodys_session(path: bytes) -> None:
    answers = {cookie[:40]: send("GET", path, HTTP_COOKIE=cookie) for cookie in COOKIES}
    assert {cookie: a.status for cookie, a in answers.items() if a.status != 302} == {}
    assert all(a.headers["location"].startswith("/dang-nhap/?next=") for a in answers.values())


HEADERS: list[dict[str, str]] = [
    {"HTTP_ACCEPT_LANGUAGE": "x" * 9_000},
    {"HTTP_ACCEPT_LANGUAGE": "\xff\x00;q=abc"},
    {"HTTP_ACCEPT": "\x00"},
    {"HTTP_ACCEPT_ENCODING": ";;;q=,"},
    {"HTTP_USER_AGENT": "\xff\xfe\x00" + "u" * 60_000},
    {"HTTP_USER_AGENT": ""},
    {"HTTP_REFERER": "http://[::1"},
    {"HTTP_IF_MODIFIED_SINCE": "not a day"},
    {"HTTP_IF_NONE_MATCH": '"'},
    {"HTTP_X_FORWARDED_FOR": "\x00"},
    {"HTTP_X_FORWARDED_HOST": "evil.example"},
    {"HTTP_X_FORWARDED_PROTO": "https"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_RANGE": "bytes=9-1"},
    {"REMOTE_ADDR": ""},
    {"REMOTE_ADDR": "unix:"},
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
    {"SERVER_PORT": ""},
]


@pytest.mark.parametrize("path", [b"/", b"/t/TEST", b"/01/08938505974002/21/7K3M9QX2P4VN8RTC", REGISTER, b"/quan-ly/"])
def test_a_broken_header_does_no_harm(path: bytes) -> None:
    for headers in HEADERS:
        answer = send("GET", path, **headers)
        assert (headers, answer.status < 500, "evil" in answer.text) == (headers, True, False)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "X" * 900])
def test_a_method_the_page_does_not_know_has_a_page_and_says_which_it_knows(method: str) -> None:
    answer = send(method, REGISTER)
    assert answer.status == 405
    assert "GET" in answer.headers["allow"]
    assert is_page(answer)


def test_the_support_code_on_the_page_is_the_one_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "txng.refusals"):
        answer = send("POST", REGISTER, Body(b""), CONTENT_LENGTH="abc", CONTENT_TYPE=FORM)
    line = caplog.records[-1].getMessage()
    assert line.split()[0] in answer.text
    assert len(line.split()[0]) == 16


SECRETS = ("0912345678", "lanh@example.vn", "SECRET-TOKEN-OF-A-DRAFT", "Nguyễn Thị Lành", "203.0.113.77")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", b"/dang-ky/SECRET-TOKEN-OF-A-DRAFT/", b""),
        ("GET", b"/tai-khoan/kich-hoat/SECRET-TOKEN-OF-A-DRAFT/", b""),
        ("GET", b"/khong-co/0912345678/lanh@example.vn?ten=0912345678", b""),
        ("POST", b"/phan-anh/", b"phone=0912345678&email=lanh@example.vn"),
        ("PUT", b"/dang-ky/SECRET-TOKEN-OF-A-DRAFT/", b"phone=0912345678"),
        ("GET", b"/0912345678\r\n2026-11-21 ERROR forged", b""),
    ],
)
def test_no_line_of_the_log_names_a_person_or_opens_anything(
    method: str, path: bytes, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        caplog.handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
        answer = send(method, path, body, CONTENT_TYPE=FORM, REMOTE_ADDR="203.0.113.77")
    assert 400 <= answer.status < 500
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("django.db") and r.levelno >= logging.INFO
            and _reaches_the_console(r)]  # fmt: skip
    assert not any(secret in line for line in ours for secret in (*SECRETS, "forged"))


def _reaches_the_console(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.getLogger(record.name).getEffectiveLevel() or record.levelno >= logging.WARNING
