"""bà Lành keeps her store on a phone without scripts, and at a desk with them (CT-REG 7.4: quản lý kho, danh mục vật tư)."""

from __future__ import annotations

import re
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
def test_from_a_purchase_to_the_book(
    province: str, size: dict[str, int], javascript: bool, browser: Any, sites: Sites
) -> None:
    site = sites.of(province)
    album = Album(f"kho-{size['width']}")
    name = f"Phân hữu cơ {size['width']}"
    with window(browser, site.base_url, size=size, javascript=javascript) as opened:
        page = opened.page
        sign_in(page, site.user("lanh"))
        page.goto("/quan-ly/vat-tu/")
        _fit(page, javascript)
        album.take(page, "vat-tu")
        follow(page, "Thêm")
        page.get_by_label("Tên", exact=True).fill(name)
        page.get_by_label("Loại", exact=True).select_option("pesticide")
        page.get_by_label("Hoạt chất").fill("Glyphosate 480g/l")
        press(page, "Lưu")
        assert "Glyphosate đã bị cấm sử dụng" in main(page).inner_text()
        assert page.get_by_label("Tên", exact=True).input_value() == name, "what was typed is kept"
        page.get_by_label("Loại", exact=True).select_option("fertiliser")
        page.get_by_label("Hoạt chất").fill("")
        press(page, "Lưu")
        assert name in main(page).inner_text()

        page.goto("/quan-ly/kho/nhap/")
        page.get_by_label("Vật tư").select_option(label=name)
        page.get_by_label("Số lượng").fill("200")
        page.get_by_label("Đơn vị").select_option("kg")
        page.get_by_label("Số lô của bên giao").fill("HC-0826")
        page.get_by_label("Hoặc tên đối tác mới").fill("Đại lý Ba Hưng")
        page.get_by_label("Để ở đâu").select_option(index=1)
        _fit(page, javascript)
        press(page, "Lưu")
        assert heading(page) == "Kho"
        assert "200 kg" in main(page).inner_text()
        _fit(page, javascript)
        album.take(page, "kho")

        follow(page, "Kiểm kê")
        page.get_by_label("Hàng nào").select_option(label=_line(page, name))
        page.get_by_label("Số lượng thực có").fill("180")
        press(page, "Lưu")
        assert "Ghi lý do số đếm khác sổ." in main(page).inner_text()
        page.get_by_label("Vì sao khác sổ").fill("Bao rách")
        press(page, "Lưu")
        assert "180 kg" in main(page).inner_text()

        follow(page, "Hao hụt, hủy hàng")
        page.get_by_label("Hàng nào").select_option(label=_line(page, name))
        page.get_by_label("Số lượng").fill("500")
        page.get_by_label("Vì sao hao hụt").fill("Ẩm mốc")
        press(page, "Lưu")
        assert "chỉ còn 180 kg" in main(page).inner_text()

        page.goto("/quan-ly/kho/so/")
        _fit(page, javascript)
        album.take(page, "so-kho")
        follow(page, re.compile("^Rút lại"))
        page.get_by_label("Lý do rút lại").fill("Đếm lại đủ")
        press(page, "Lưu")
        assert heading(page) == "Sổ kho"
        page.goto("/quan-ly/kho/")
        assert "200 kg" in main(page).inner_text()


def _line(page: Any, name: str) -> str:
    found = [text for text in page.locator("select option").all_text_contents() if text.startswith(name)]
    return str(found[0])


def _fit(page: Any, javascript: bool) -> None:
    assert sideways(page) == 0
    assert not javascript or violations(page) == []
