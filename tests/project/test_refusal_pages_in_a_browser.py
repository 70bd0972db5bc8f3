"""The pages that say no, as somebody meets them on a phone (UX-05, UX-06)."""

from __future__ import annotations

import contextlib
import http.client
from typing import Any

import pytest
from django.test import RequestFactory

from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.sites import Sites
from tests.browser.windows import DESK, NARROW, window
from txng.project.views import refusals

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def pages(context: Any, base_url: str) -> dict[str, str]:
    """Each refusal as the running site says it."""
    ask = context.request.fetch
    asked = {
        404: ask(f"{base_url}/khong-co/"),
        405: ask(f"{base_url}/dang-ky/", method="DELETE"),
        400: ask(f"{base_url}/quet?q=%00"),
        403: ask(f"{base_url}/phan-anh/", method="POST", form={"text": "Quả bị dập, mùi lạ."}),
    }
    assert {status: answer.status for status, answer in asked.items()} == {status: status for status in asked}
    found = {str(status): answer.text() for status, answer in asked.items()}
    found["413"] = too_large(base_url)
    return found | {"500": refusals.server_error(RequestFactory().get("/")).content.decode()}


def too_large(base_url: str) -> str:
    """Sent whole before the answer is read, as browsers do; a connection broken meanwhile would be no page at all."""
    connection = http.client.HTTPConnection(base_url.partition("//")[2], timeout=60)
    with contextlib.closing(connection):
        connection.request("POST", "/phan-anh/", bytes(61 * 1024 * 1024), {"Content-Type": "text/plain"})
        answer = connection.getresponse()
        assert answer.status == 413
        return answer.read().decode()


def test_every_refusal_can_be_read_by_everybody(browser: Any, sites: Sites) -> None:
    site = sites.of("can-tho")
    wrong: dict[str, list[str]] = {}
    with window(browser, site.base_url, size=DESK) as opened:
        page = opened.page
        said = pages(page.context, site.base_url)
        # Served in place of pages of the site, so that the style sheets are the site's own.
        page.route(
            "**/xem-loi/*", lambda route: route.fulfill(body=said[route.request.url[-3:]], content_type="text/html")
        )
        for name in said:
            page.goto(f"{site.base_url}/xem-loi/{name}")
            found = violations(page)
            page.set_viewport_size(NARROW)
            found += violations(page)
            if wide := sideways(page):
                found.append(f"scrolls sideways by {wide} px")
            if page.locator("h1").count() != 1:
                found.append("not one heading")
            if found:
                wrong[name] = found
            page.set_viewport_size(DESK)
    assert wrong == {}
