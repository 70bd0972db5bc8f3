"""bà Lành reads what happened to her, writes about a difficulty, and is told when chị Mai has answered it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.people import sign_in
from tests.browser.sites import Sites
from tests.browser.windows import DESK, PHONE, window
from tests.sizes import WHOLE

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def unread(page: Any) -> int:
    counter = page.locator("header .counter")
    return int(re.sub(r"\D", "", counter.first.inner_text())) if counter.count() else 0


def looked_at(page: Any) -> None:
    assert violations(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize("province", ["can-tho", "cao-bang", "dak-nong"] if WHOLE else ["cao-bang"])
def test_told_and_heard(province: str, browser: Any, sites: Sites) -> None:
    site = sites.of(province)
    title = f"Vướng mắc khi in tem ở {province}"
    site.run_jobs()  # what the stories before this one left to be told is told now
    with window(browser, site.base_url, size=PHONE, javascript=False) as opened:
        page = opened.page
        sign_in(page, site.user("lanh"))
        page.goto("/quan-ly/thong-bao/")
        assert sideways(page) == 0
        before = unread(page)
        assert before > 0
        page.get_by_role("main").get_by_role("button", name="Mở xem").first.click()
        assert "/thong-bao/" not in page.url, "on the page of the thing itself"
        page.goto("/quan-ly/thong-bao/")
        assert unread(page) == before - 1
        page.get_by_role("button", name="Đánh dấu đã đọc hết").click()
        assert unread(page) == 0
        assert page.get_by_text("Bạn đã đọc hết thông báo.").is_visible()
        page.goto("/quan-ly/vuong-mac/moi/")
        page.get_by_label("Về việc gì?").fill(title)
        page.get_by_label("Khó khăn, vướng mắc và đề xuất của bạn").fill("Máy in ở xã không nhận tờ tem.")
        page.get_by_role("button", name="Gửi văn bản").click()
        page.get_by_text("Đã gửi. Bạn sẽ được báo khi có trả lời.").wait_for()
        assert sideways(page) == 0
        letter = page.url
    with window(browser, site.base_url, size=DESK) as opened:
        page = opened.page
        sign_in(page, site.user("mai"))
        page.goto("/co-quan/vuong-mac/")
        looked_at(page)
        page.get_by_role("link", name=title).click()
        page.get_by_role("main").get_by_label("Trả lời").fill("Đã gửi mẫu tờ tem khổ nhỏ về xã.")
        page.get_by_role("button", name="Gửi trả lời").click()
        page.get_by_text("Đã trả lời. Người viết được thông báo.").wait_for()
        looked_at(page)
    site.run_jobs()
    with window(browser, site.base_url, size=PHONE) as opened:
        page = opened.page
        sign_in(page, site.user("lanh"))
        page.goto("/quan-ly/thong-bao/")
        assert unread(page) == 1
        looked_at(page)
        page.get_by_role("main").get_by_role("button", name="Mở xem").click()
        assert page.url == letter
        page.get_by_text("Đã gửi mẫu tờ tem khổ nhỏ về xã.").wait_for()
        looked_at(page)
