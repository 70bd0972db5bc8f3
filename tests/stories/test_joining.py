"""A worker joins: bà Lành shows a code, his own phone reads it, one press, and the first line of the diary stands
(Deliver 5: under a minute, without a password, on that phone only)."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.paper import codes
from tests.browser.people import sign_in
from tests.browser.sites import Sites
from tests.browser.windows import PHONE, Album, Window, window
from tests.stories.telling import PHONE_AGENT, follow, heading, main, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TAPS = {"to invite": 3, "to join": 2, "to write": 2}


class Finger:
    """Counts what a person presses; what is typed is no press."""

    def __init__(self, page: Any) -> None:
        self.page, self.taps = page, 0

    def press(self, name: str) -> None:
        self.taps += 1
        press(self.page, name)

    def tick(self, label: str) -> None:
        self.taps += 1
        self.page.get_by_label(label).check()

    def follow(self, name: str) -> None:
        self.taps += 1
        follow(self.page, name)


def sound(window: Window) -> None:
    # axe waits for timers, which do not run where scripts are off; the pages are the same.
    assert not window.javascript or violations(window.page) == []
    assert sideways(window.page) == 0


@pytest.mark.parametrize("javascript", [False, True], ids=["without a script", "with scripts"])
def test_a_worker_joins_by_the_code_on_the_owners_screen(browser: Any, sites: Sites, javascript: bool) -> None:
    site = sites.of("can-tho")
    name = "Huỳnh Văn Năm" if javascript else "Huỳnh Văn Sáu"
    album, taps = Album("tham-gia" if javascript else "tham-gia-khong-js"), {}
    phone: dict[str, Any] = {"size": PHONE, "javascript": javascript, "user_agent": PHONE_AGENT}
    with (
        window(browser, site.base_url, size=PHONE, javascript=javascript) as owners,
        window(browser, site.base_url, **phone) as workers,
        window(browser, site.base_url, **phone) as strangers,
    ):
        sign_in(owners.page, site.user("lanh"))
        owner = Finger(owners.page)
        owners.page.goto("/quan-ly/nguoi-dung/")
        album.take(owners.page, "nguoi-dung-cua-co-so")
        owner.follow("Mời người dùng")
        owners.page.get_by_label("Họ và tên").fill(name)
        owner.press("Tạo lời mời")
        sound(owners)
        album.take(owners.page, "loi-moi-ma-qr")
        [address] = codes(Image.open(io.BytesIO(main(owners.page).locator(".accounts-qr").screenshot())))
        owner.follow("Xong")
        expect(main(owners.page)).to_contain_text(name)
        taps["to invite"] = owner.taps

        # The camera of a phone opens what it reads; nothing is typed.
        assert urlsplit(address).netloc == urlsplit(site.base_url).netloc
        worker = Finger(workers.page)
        workers.page.goto(address)
        assert heading(workers.page) == f"Tham gia {site.user('lanh')['organisation']}"
        expect(workers.page.get_by_label("Họ và tên")).to_have_value(name)
        expect(workers.page.get_by_label("Mật khẩu")).to_have_count(0)
        sound(workers)
        album.take(workers.page, "tham-gia-tren-dien-thoai")
        expect(workers.page.get_by_label("Tôi đã đọc")).not_to_be_checked()
        worker.tick("Tôi đã đọc")
        worker.press("Tham gia")
        assert heading(workers.page) == "Vừa làm việc gì?"
        taps["to join"] = worker.taps

        worker.taps = 0
        worker.follow("Tưới nước")
        sound(workers)
        worker.press("Lưu")
        expect(workers.page.locator("body")).to_contain_text("Đã ghi")
        taps["to write"] = worker.taps
        assert taps == TAPS

        # What bà Lành sees of it, and what the worker does not.
        owners.page.goto("/quan-ly/nguoi-dung/")
        expect(main(owners.page)).to_contain_text("Điện thoại của người đó, không cần mật khẩu")
        owners.page.goto("/quan-ly/lich-su/")
        expect(main(owners.page)).to_contain_text(re.compile(f"{name}.*Tưới nước"))
        assert workers.page.goto("/quan-ly/nguoi-dung/").status == 404

        # The same link on another phone, and once more on his own.
        answer = strangers.page.goto(address)
        assert answer.status == 410
        assert heading(strangers.page) == "Không dùng được lời mời này"
        expect(main(strangers.page)).to_contain_text("đã được dùng")
        sound(strangers)
        album.take(strangers.page, "loi-moi-da-dung")
        assert strangers.page.goto("/nhat-ky/").url.endswith("?next=%2Fnhat-ky%2F")
        workers.page.goto(address)
        assert heading(workers.page) == "Vừa làm việc gì?"
