"""The style pages in a real browser, under the strictest policy: nothing foreign, nothing inline, no barrier."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    "/he-thong-giao-dien/",
    "/he-thong-giao-dien/mau/",
    "/he-thong-giao-dien/ban-lam-viec/",
    "/khong-co-trang-nay/",
]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Our pages without a database, served by themselves (tests/ui/settings.py)."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.ui.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.ui.serve"]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        server.terminate()


@pytest.fixture(scope="module")
def window(browser: Any) -> Iterator[Any]:
    """One for all: each of its own costs more than the page in it."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_quiet_and_open_to_everybody(site: str, window: Any, path: str, width: int) -> None:
    window.goto("about:blank")
    window.set_viewport_size({"width": width, "height": 800})
    said: list[str] = []
    asked: list[str] = []

    def hear(message: Any) -> None:
        said.append(message.text)

    def see(request: Any) -> None:
        asked.append(request.url)

    window.on("console", hear)
    window.on("request", see)
    try:
        window.goto(site + path)
        sideways = window.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        barriers = Axe().run(window, options=RULES).response["violations"]
    finally:
        window.remove_listener("console", hear)
        window.remove_listener("request", see)
    assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in barriers] == []
    assert [line for line in said if "404 (Not Found)" not in line] == []
    assert asked and all(url.startswith(site) for url in asked)
    assert sideways <= 0


def test_a_form_with_errors_says_so_in_its_title_and_leads_to_the_boxes(site: str, window: Any) -> None:
    page = window
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site + PAGES[1])
    page.fill("[name=phone]", "12")
    page.click("form.tx-form button[type=submit]")
    assert page.title().startswith("Lỗi: ")
    page.click("#loi a:has-text('Số điện thoại')")
    assert page.evaluate("document.activeElement.name || location.hash") in ("phone", "#id_phone")
    assert page.input_value("[name=phone]") == "12"
    assert Axe().run(page, options=RULES).response["violations"] == []
