"""The scan page as it stands on a telephone, in every verdict and with the longest words (ux.md 6.2).

The answers come from Django in this process and are handed to the browser as they are, headers included: so the
policy of the page is in force, and every request it makes is seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.resolver import kit
from tests.resolver.conftest import Goods
from tests.resolver.test_scan import CASES, NAMES, PHONE, seen_before, under_recall
from tests.sizes import WHOLE, Taken
from txng.registry.models import Establishment

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

HOST = "https://check.example"
PHONE_SCREEN = {"width": 360, "height": 740}
# 80 characters and more each, as they are on paper (ux.md 3.2)
NAME = "Trái sầu riêng Ri6 sấy thăng hoa nguyên múi đóng hộp quà biếu cao cấp Phong Điền"
MAKER = "Hợp tác xã Dịch vụ Nông nghiệp Tổng hợp và Chế biến Nông sản Xuất khẩu Trường Thành"
LOT = "L26ZZ-0917-ABCDE-001"


class Shown:
    """A page in a browser that knows no network but these answers."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.context = browser.new_context(viewport=PHONE_SCREEN, locale="vi-VN", **options)
        self.page = self.context.new_page()
        self.begin()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.route("**/*", self._answer)

    def begin(self) -> None:
        """A telephone that has seen nothing yet."""
        self.asked: list[str] = []
        self.answers: dict[str, Any] = {}
        self.complaints: list[str] = []
        self.context.clear_cookies()
        self.page.set_viewport_size(PHONE_SCREEN)

    def _answer(self, route: Any) -> None:
        path = route.request.url.removeprefix(HOST)
        self.asked.append(path)
        found = self.answers.get(path)
        if found is None:
            route.abort()
            return
        route.fulfill(status=found.status_code, headers=dict(found.items()), body=found.content)

    def open(self, client: Client, path: str) -> Any:
        answer = client.get(path, **PHONE)
        self.answers[path] = answer
        html = answer.content.decode()
        if '<img src="' in html:
            picture = html.split('<img src="', 1)[1].split('"', 1)[0]
            self.answers[picture] = client.get(picture)
        self.page.goto(HOST + path, wait_until="load")
        return self.page


@pytest.fixture(scope="module")
def one_window(browser: Any) -> Iterator[Shown]:
    """A window of its own for each test costs more than the page in it."""
    opened = Shown(browser, java_script_enabled=True)
    yield opened
    opened.context.close()


@pytest.fixture
def shown(one_window: Shown) -> Shown:
    one_window.begin()
    return one_window


def skeleton(html: str) -> str:
    """The page without its words and numbers: pages that have it in common are one page to axe."""
    tags = re.sub(r">[^<]*", ">", html)
    return re.sub(r' (href|src|alt|content|value|title|d)="[^"]+"', r' \1="…"', tags)


@pytest.mark.parametrize(("arrange", "verdict", "status", "heading", "sentence"), CASES, ids=NAMES)
def test_every_verdict_is_sound_on_every_screen(
    shown: Shown,
    taken: Taken,
    client: Client,
    goods: Goods,
    arrange: Callable[[Goods], str],
    verdict: str,
    status: int,
    heading: str,
    sentence: str,
) -> None:
    path = arrange(goods)
    page = shown.open(client, path)

    assert len(shown.asked) <= 2  # the page and one photo
    assert [line for line in shown.complaints if "Content Security" in line] == []
    if WHOLE or taken.take(("scan", skeleton(shown.answers[path].content.decode()))):
        assert violations(page) == []  # at 1280 px: tests/browser
    page.set_viewport_size({"width": 320, "height": 640})
    assert sideways(page) == 0
    assert page.locator("h1").inner_text().replace("\n", " ") == heading
    # Nothing to tap is smaller than 24 px (2.5.8); the buttons are thumb-sized.
    assert lower(page, "a, button, summary, input", 24) == []
    assert lower(page, ".do a, button", 48) == []


def lower(page: Any, those: str, height: int) -> list[str]:
    measured = page.locator(those).evaluate_all("all => all.map(e => [e.getBoundingClientRect().height, e.outerHTML])")
    return [html[:120] for high, html in measured if high < height]


def longest(goods: Goods) -> str:
    Establishment.objects.filter(pk=goods.establishment.pk).update(name=MAKER)
    product = make.product(goods.establishment, NAME, gtin="08938505970028", standards="TCVN 10739:2015, VietGAP")
    lot = make.lot(product, LOT, complete=True)
    batch = kit.batch(product)
    kit.activate(batch, lot)
    return kit.path(batch)


def longest_seen(goods: Goods) -> str:
    path = longest(goods)
    goods.batch = type(goods.batch).objects.latest("id")
    seen_before(goods)
    return path


def longest_shared(goods: Goods) -> str:
    longest(goods)
    return f"/01/08938505970028/10/{LOT}"


@pytest.mark.parametrize(
    "arrange", [lambda goods: kit.path(goods.batch), under_recall, longest, longest_seen, longest_shared]
)
def test_the_answer_and_the_goods_are_seen_without_scrolling(
    shown: Shown, client: Client, goods: Goods, arrange: Callable[[Goods], str]
) -> None:
    page = shown.open(client, arrange(goods))

    rows = page.locator(".near .row")
    for what in (
        page.locator("h1"),
        page.locator(".verdict"),
        page.locator(".product h2"),
        page.locator(".product p").first,
        rows.nth(0),  # the lot
        rows.nth(1),  # and a date
    ):
        box = what.bounding_box()
        assert box["y"] + box["height"] <= PHONE_SCREEN["height"], what.inner_text()


SPACING = """
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('*{line-height:1.5 !important;letter-spacing:.12em !important;word-spacing:.16em !important}'
      + 'p{margin-bottom:2em !important}');
    document.adoptedStyleSheets = [sheet];
"""


@pytest.mark.parametrize("arrange", [longest_seen, under_recall])
def test_wider_text_spacing_and_twice_the_letters_break_nothing(
    shown: Shown, client: Client, goods: Goods, arrange: Callable[[Goods], str]
) -> None:
    page = shown.open(client, arrange(goods))
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(SPACING)
    assert sideways(page) == 0
    page.evaluate("document.adoptedStyleSheets = []; document.documentElement.style.fontSize = '200%'")
    assert sideways(page) == 0


def test_in_forced_colours_the_verdict_keeps_its_frame_and_its_shape(
    browser: Any,
    client: Client,
    goods: Goods,
) -> None:
    shown = Shown(browser, forced_colors="active")
    page = shown.open(client, under_recall(goods))

    assert page.evaluate("getComputedStyle(document.querySelector('.verdict')).borderTopWidth") == "3px"
    assert page.evaluate("getComputedStyle(document.querySelector('.head svg path')).fill") == page.evaluate(
        "getComputedStyle(document.querySelector('.head')).color"
    )
    shown.context.close()


def test_without_javascript_the_whole_journey_opens(browser: Any, client: Client, goods: Goods) -> None:
    for day in range(10):
        make.diary(goods.lot, "water", make.TODAY - make.timedelta(days=day + 5), what=f"Luống {day}")
    kit.refresh(goods.batch)
    shown = Shown(browser, java_script_enabled=False)
    page = shown.open(client, kit.path(goods.batch))

    assert not page.get_by_text("Luống 0", exact=True).is_visible()
    page.get_by_text("Xem đủ 14 hoạt động").click()
    assert page.get_by_text("Luống 0", exact=True).is_visible()
    shown.context.close()
