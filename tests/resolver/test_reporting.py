"""From a scan to the complaint form: what the page said of the code goes along, and nobody's scan is counted twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.db import OperationalError
from django.test import Client

from tests.resolver import kit
from tests.resolver.conftest import Goods
from tests.resolver.test_scan import CASES, NAMES, forged, get
from txng.oversight import references
from txng.resolver.models import ScanLine

pytestmark = pytest.mark.django_db


def report_of(path: str, page: Any) -> str:
    """The address the page's own link leads to."""
    found = re.findall(r'href="([^"]*phan-anh=[^"]*)"', page.content.decode())
    assert len(found) == 1, "one way to report"
    return urljoin(f"https://host{path}", unescape(found[0])).removeprefix("https://host")


def told(answer: Any) -> dict[str, str]:
    assert answer.status_code == 302
    assert answer["Cache-Control"] == "private, no-store"
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


@pytest.mark.parametrize(("arrange", "verdict"), [case[:2] for case in CASES], ids=NAMES)
def test_a_report_begins_with_what_the_page_said(
    client: Client, goods: Goods, arrange: Callable[[Goods], str], verdict: str
) -> None:
    path = arrange(goods)
    link = report_of(path, get(client, path))
    before = ScanLine.objects.count()

    about = references.read(told(get(client, link))["tham-chieu"])

    assert about is not None
    assert (about.scanned, about.verdict) == (path, verdict)
    assert (about.establishment_id is None) == (verdict == "not_found")
    assert ScanLine.objects.count() == before, "who reports has not scanned again"


def test_a_report_of_a_typed_code_keeps_what_was_typed_and_the_language(client: Client, goods: Goods) -> None:
    serial = kit.serial(goods.batch)
    link = report_of("/q", get(client, f"/q?ma={serial}&ngon-ngu=en"))

    answer = get(client, link)

    assert answer["Location"].startswith("/en/phan-anh/")
    about = references.read(told(answer)["tham-chieu"])
    assert about is not None
    assert (about.scanned, about.lot_id) == (serial, goods.lot.pk)


def test_who_tries_serials_through_the_report_is_noticed_too(
    client: Client, goods: Goods, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(53):
        get(client, f"{forged(goods)}?phan-anh=vi", REMOTE_ADDR="203.0.113.78")

    said = [record.getMessage() for record in caplog.records if record.name == "txng.resolver"]
    assert said == ["more than 50 wrong serials from one network within an hour"]


def test_without_the_database_the_form_gets_the_code_alone(
    client: Client, goods: Goods, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fallen(*_: Any, **__: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("txng.resolver.views.scan.find", fallen)

    assert told(get(client, f"{kit.path(goods.batch)}?phan-anh=vi")) == {"ma": kit.path(goods.batch)}
