"""The style pages in a real browser, under the strictest policy: nothing foreign, nothing inline, no barrier."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

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


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_quiet_and_open_to_everybody(site, browser, path, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto(site + path)
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        barriers = Axe().run(page, options=RULES).response["violations"]
    finally:
        page.close()
    assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in barriers] == []
    assert [line for line in said if "404 (Not Found)" not in line] == []
    assert all(url.startswith(site) for url in asked)
    assert sideways <= 0


def test_a_form_with_errors_says_so_in_its_title_and_leads_to_the_boxes(site, browser):
    page = browser.new_page(viewport={"width": 360, "height": 740})
    try:
        page.goto(site + PAGES[1])
        page.fill("[name=phone]", "12")
        page.click("form.tx-form button[type=submit]")
        assert page.title().startswith("Lỗi: ")
        page.click("#loi a:has-text('Số điện thoại')")
        assert page.evaluate("document.activeElement.name || location.hash") in ("phone", "#id_phone")
        assert page.input_value("[name=phone]") == "12"
        assert Axe().run(page, options=RULES).response["violations"] == []
    finally:
        page.close()
