"""/tep/{id}: a stored file and who may open it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from tests import make
from tests.kernel import hostile
from txng.kernel.files import links, storage
from txng.kernel.files.intake import store_bytes
from txng.kernel.files.links import file_url, may_open
from txng.kernel.files.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> StoredFile:
    return store_bytes(hostile.plain_pdf(), name="Giấy phép “số 1”.pdf")


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_public_picture_is_there_for_everybody_and_for_long(client: Client) -> None:
    stored = make.picture(public=True)
    response = client.get(file_url(stored))
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert body(response) == storage.read(stored.path)
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "?" not in file_url(stored)
    assert not response.cookies


def test_every_file_comes_with_headers_under_which_a_browser_runs_nothing_of_it(
    client: Client, paper: StoredFile
) -> None:
    for stored in (paper, make.picture()):
        response = client.get(file_url(stored))
        body(response)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex"


def test_a_paper_is_saved_under_its_own_name_and_never_opened_inside_the_site(
    client: Client, paper: StoredFile
) -> None:
    response = client.get(file_url(paper))
    body(response)
    assert response["Content-Disposition"].startswith("attachment")
    assert "%E2%80%9Cs%E1%BB%91" in response["Content-Disposition"]
    picture = client.get(file_url(make.picture()))
    body(picture)
    assert picture["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("key", ["", "x", "x:y:z", "é" * 40, ":" * 200, "a" * 9_000, "\ud83d"])
def test_a_private_file_without_its_key_is_not_there(client: Client, paper: StoredFile, key: str) -> None:
    response = client.get(f"/tep/{paper.id}", {"k": key.encode("utf-8", "surrogatepass")})
    assert response.status_code == 404
    assert b"Kh\xc3\xb4ng t\xc3\xacm th\xe1\xba\xa5y" in response.content
    assert not may_open(paper, key)


def test_the_key_of_one_file_opens_no_other(client: Client, paper: StoredFile) -> None:
    key = file_url(paper).partition("?k=")[2]
    other = make.picture()
    assert client.get(f"/tep/{other.id}?k={key}").status_code == 404
    assert may_open(paper, key)


def test_a_key_signed_for_something_else_opens_nothing(paper: StoredFile) -> None:
    assert not may_open(paper, signing.TimestampSigner(salt="another").sign(paper.id.hex))


def test_a_key_is_good_for_an_hour(paper: StoredFile, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    began = time.time()
    key = file_url(paper).partition("?k=")[2]
    monkeypatch.setattr(time, "time", lambda: began + links.LINK_SECONDS - 2)
    assert may_open(paper, key)
    monkeypatch.setattr(time, "time", lambda: began + links.LINK_SECONDS + 2)
    assert not may_open(paper, key)


def test_a_foreign_file_and_one_that_never_was_answer_the_same(client: Client, paper: StoredFile) -> None:
    foreign = client.get(f"/tep/{paper.id}?k=x")
    never = client.get(f"/tep/{uuid.uuid4()}?k=x")
    assert (foreign.status_code, foreign.content) == (never.status_code, never.content)
    assert foreign.status_code == 404
    assert foreign.headers == never.headers


@pytest.mark.parametrize(
    "address",
    ["/tep/", "/tep/1", "/tep/%00", "/tep/../../etc/passwd", "/tep/..%2f..%2fetc", "/tep/" + "f" * 400, "/tep/{}.jpg"],
)
def test_an_address_that_is_no_file_is_a_plain_404(client: Client, address: str) -> None:
    response = client.get(address.format(uuid.uuid4()))
    assert response.status_code in (400, 404)
    assert "text/html" in response["Content-Type"]


def test_a_row_whose_file_is_gone_is_not_there(client: Client) -> None:
    stored = make.picture(public=True)
    storage.open_path(stored.path).unlink()
    assert client.get(file_url(stored)).status_code == 404


def test_head_says_the_size_and_sends_nothing(client: Client, paper: StoredFile) -> None:
    response = client.head(file_url(paper))
    assert (response.status_code, int(response["Content-Length"]), body(response)) == (200, paper.size, b"")


@pytest.mark.parametrize("asked", ["bytes=0-1", "bytes=5-", "bytes=-4", "bytes=9-2", "bytes=0-0,2-2", "elephants", ""])
def test_a_wish_for_a_part_is_answered_with_the_whole(client: Client, paper: StoredFile, asked: str) -> None:
    response = client.get(file_url(paper), headers={"Range": asked})
    assert (response.status_code, len(body(response))) == (200, paper.size)


def test_a_file_is_only_read(client: Client, paper: StoredFile) -> None:
    response = client.post(file_url(paper))
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert [send(file_url(paper)).status_code for send in (client.put, client.delete)] == [405, 405]
    assert StoredFile.objects.filter(id=paper.id).exists()
    assert storage.open_path(paper.path).exists()


def test_stored_files_are_out_of_everybody_elses_reach() -> None:
    stored = make.picture()
    folder = storage.open_path(stored.path).parent
    assert folder.stat().st_mode & 0o077 == 0
