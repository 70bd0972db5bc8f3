"""anh Tư sprays, bà Lành sees how long to wait and what went where; on a phone without scripts, at a desk with them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.people import sign_in
from tests.browser.sites import Sites
from tests.browser.windows import DESK, PHONE, Album, window
from tests.sizes import WHOLE
from tests.stories.telling import follow, heading, main, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROVINCES = ("can-tho", "cao-bang", "dak-nong")


@pytest.mark.parametrize("province", PROVINCES if WHOLE else ("can-tho",))
@pytest.mark.parametrize(("size", "javascript"), [(PHONE, False), (DESK, True)], ids=["phone", "desk"])
def test_from_the_label_to_the_book(
    province: str, size: dict[str, int], javascript: bool, browser: Any, sites: Sites
) -> None:
    site = sites.of(province)
    album = Album(f"vat-tu-{size['width']}")
    name = f"Abatin {size['width']}"
    with window(browser, site.base_url, size=size, javascript=javascript) as opened:
        page = opened.page
        sign_in(page, site.user("lanh"))
        page.goto("/quan-ly/vat-tu/")
        follow(page, "Vật tư được phép sử dụng")
        assert "là bản mẫu" in main(page).inner_text(), "nobody takes the sample for the list"
        _fit(page, javascript)
        album.take(page, "duoc-phep")
        follow(page, "Chọn Abatin 1.8EC")
        assert page.get_by_label("Số đăng ký").input_value() == "0215/CNĐKT-BVTV"
        page.get_by_label("Tên", exact=True).fill(name)
        page.get_by_label("Đơn vị").select_option("lít")
        press(page, "Lưu")
        assert "Không tìm thấy" not in main(page).inner_text(), "its number is on the list"

        page.goto("/nhat-ky/")
        with page.expect_navigation():
            page.locator("a[href*='viec=spray']").first.click()
        page.get_by_label("Vật tư").select_option(label=f"{name} (cách ly 7 ngày)")
        page.get_by_label("Số lượng").fill("2")
        page.get_by_label("Đơn vị").select_option("lít")
        page.locator("[name=dose]").fill("90")
        page.get_by_label("Lý do").fill("Nhện đỏ")
        _fit(page, javascript)
        album.take(page, "phun")
        press(page, "Lưu")
        said = page.locator("body").inner_text()
        assert "Thời gian cách ly: 7 ngày → thu hoạch từ" in said
        assert "chờ nhập kho" in said and "cao hơn nhãn" in said
        _fit(page, javascript)
        album.take(page, "da-ghi")

        page.goto("/quan-ly/vat-tu-cho-lo/")
        assert heading(page) == "Vật tư đã dùng cho lô"
        assert name in main(page).inner_text() and "Chờ nhập kho" in main(page).inner_text()
        _fit(page, javascript)
        album.take(page, "vat-tu-cho-lo")
        page.goto("/quan-ly/vat-tu-cho-lo/?q=TR-0126")
        with page.expect_navigation():  # a page that is still arriving has no end yet
            page.locator("tbody a").first.click()
        told = main(page).inner_text()
        assert "Lý do đã nêu" in told and "hết hạn" in told, "what was answered for stays readable"
        _fit(page, javascript)
        album.take(page, "lo")


def _fit(page: Any, javascript: bool) -> None:
    assert sideways(page) == 0
    assert not javascript or violations(page) == []
