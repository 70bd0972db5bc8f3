"""The pages of a participation certificate in a browser, with the pictures of the handbook."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import paper
from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.people import sign_in
from tests.browser.sites import Sites
from tests.browser.windows import DESK, PHONE, Album, window

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_from_the_wall_to_the_page_and_from_the_register_to_its_end(browser: Any, sites: Sites) -> None:
    site, album = sites.of("can-tho"), Album("giay-xac-nhan")
    with window(browser, site.base_url, size=PHONE) as opened:
        page = opened.page
        sign_in(page, site.user("lanh"))
        page.goto("/quan-ly/giay-xac-nhan/")
        assert page.get_by_text("Đang hiệu lực").count() == 1
        assert (violations(page), sideways(page)) == ([], 0)
        album.take(page, "giay-xac-nhan-co-so")
        link = page.get_by_role("link", name="Tải bản ký số (PDF)").get_attribute("href")
        pdf = page.request.get(link).body()
    (code,) = paper.codes(paper.pages(pdf)[0])
    path = code.partition("check.cantho.gov.vn")[2]

    with window(browser, site.base_url, size=PHONE) as opened:
        page = opened.page
        page.goto(path)
        assert page.locator("h1").all_inner_texts() == ["Giấy xác nhận còn giá trị"]
        assert (violations(page), sideways(page)) == ([], 0)
        album.take(page, "giay-xac-nhan-kiem-tra")

    with window(browser, site.base_url, size=DESK) as opened:
        page = opened.page
        sign_in(page, site.user("mai"))
        page.goto("/co-quan/giay-xac-nhan/")
        assert (violations(page), sideways(page)) == ([], 0)
        album.take(page, "giay-xac-nhan-so")
        page.get_by_role("link", name="Hợp tác xã Trái cây Nhơn Lộc").first.click()
        assert (violations(page), sideways(page)) == ([], 0)
        page.get_by_role("link", name="Thu hồi Giấy xác nhận").click()
        page.get_by_role("radio", name="Theo đề nghị của cơ sở").check()
        page.get_by_label("Lý do").fill("Cơ sở đổi tên, xin cấp lại.")
        page.get_by_label("Căn cứ: số quyết định hoặc điều khoản").fill("Đơn ngày 20/11/2026")
        album.take(page, "giay-xac-nhan-thu-hoi")
        page.get_by_role("main").get_by_role("button", name="Thu hồi Giấy xác nhận").click()
        assert "Đã thu hồi Giấy xác nhận" in page.locator("body").inner_text()
        page.goto(path)
        assert page.locator("h1").all_inner_texts() == ["Giấy xác nhận đã bị thu hồi"]
        assert violations(page) == []
