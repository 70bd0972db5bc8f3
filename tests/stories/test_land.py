"""bà Lành shows where her gardens lie: on a phone without scripts by typing, at a desk by tapping (CT-REG 7.4)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.people import sign_in
from tests.browser.sites import Sites
from tests.browser.windows import DESK, PHONE, Album, window
from tests.sizes import WHOLE
from tests.stories.telling import follow, main, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROVINCES = ("can-tho", "cao-bang", "dak-nong")


@pytest.mark.parametrize("province", PROVINCES if WHOLE else ("can-tho",))
@pytest.mark.parametrize(
    ("size", "javascript"),
    [(PHONE, False), (DESK, True)] if WHOLE else [(DESK, True)],
    ids=lambda value: str(value)[:20],
)
def test_a_garden_is_drawn_signed_and_coded(
    province: str, size: dict[str, int], javascript: bool, browser: Any, sites: Sites
) -> None:
    site = sites.of(province)
    album = Album(f"vung-{size['width']}")
    name = f"Vườn thử {size['width']}"
    with window(browser, site.base_url, size=size, javascript=javascript) as opened:
        page = opened.page
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        sign_in(page, site.user("lanh"))
        page.goto("/quan-ly/vung-trong/")
        _fit(page, javascript)
        album.take(page, "danh-sach")
        follow(page, "Vườn số 2")
        _fit(page, javascript)
        album.take(page, "noi")
        page.goto("/quan-ly/vung-trong/moi/")
        page.get_by_label("Tên", exact=True).fill(name)
        press(page, "Lưu")
        follow(page, name)
        follow(page, "Vẽ ranh giới")
        if javascript:
            page.locator(".plot-draw .plot-commune").first.wait_for(state="attached")
            for x, y in ((300, 120), (420, 130), (410, 240), (310, 230)):
                page.locator(".plot-draw").click(position={"x": x, "y": y})
            assert len(page.get_by_label("Các điểm góc của ranh giới").input_value().splitlines()) == 4
        else:
            assert not page.get_by_text("Bỏ điểm vừa thêm").is_visible()
            page.get_by_label("Các điểm góc của ranh giới").fill("105,6; 10,1\n105,61; 10,1\n105,61; 10,11")
            press(page, "Lưu")
            assert "Vĩ độ và kinh độ đổi chỗ" in main(page).inner_text()
            page.get_by_label("Các điểm góc của ranh giới").fill("22,9; 104,9\n22,9; 104,91\n22,91; 104,91")
        _fit(page, javascript)
        album.take(page, "ve")
        press(page, "Lưu")
        if "Như vậy có đúng không?" in main(page).inner_text():
            _fit(page, javascript)
            album.take(page, "xac-nhan")
            press(page, "Đúng, lưu lại")
        assert "Diện tích trong ranh giới" in main(page).inner_text()
        _fit(page, javascript)
        album.take(page, "da-ve")
        follow(page, "Nhập mã số")
        page.get_by_label("Mã số", exact=True).fill(f"VN-TH-{size['width']}")
        page.get_by_label("Cây trồng hoặc hàng hóa").fill("Sầu riêng")
        page.get_by_label("Cơ quan cấp").fill("Sở Nông nghiệp và Môi trường")
        for part, value in (("day", "1"), ("month", "3"), ("year", "2026")):
            page.locator(f"[name=granted_on_{part}]").fill(value)
        _fit(page, javascript)
        press(page, "Lưu")
        assert f"VN-TH-{size['width']}" in main(page).inner_text()
        page.goto("/quan-ly/vung-trong/ma-so/")
        _fit(page, javascript)
        album.take(page, "ma-so")
        page.goto("/quan-ly/vung-trong/")
        follow(page, name)
        follow(page, "Biển mã QR")
        assert page.locator(".plot-qr svg").is_visible()
        album.take(page, "bien")
        assert [url for url in asked if not url.startswith(site.base_url)] == []


@pytest.mark.parametrize("province", ["can-tho"])
def test_a_walk_round_a_garden(province: str, browser: Any, sites: Sites) -> None:
    """The phone's own places arrive one after the other; standing still adds none."""
    site = sites.of(province)
    way = [(10.05, 105.7), (10.05, 105.701), (10.05, 105.701), (10.051, 105.701), (10.051, 105.7), (10.05001, 105.7)]
    with window(browser, site.base_url, size=PHONE) as opened:
        page = opened.page
        page.context.grant_permissions(["geolocation"])
        page.context.set_geolocation({"latitude": 10.05, "longitude": 105.7, "accuracy": 6})
        sign_in(page, site.user("lanh"))
        page.goto("/quan-ly/vung-trong/moi/")
        page.get_by_label("Tên", exact=True).fill("Vườn đi bộ")
        press(page, "Lưu")
        follow(page, "Vườn đi bộ")
        follow(page, "Vẽ ranh giới")
        page.locator(".plot-draw .plot-commune").first.wait_for(state="attached")
        page.get_by_role("button", name="Đi vòng quanh").click()
        box = page.get_by_label("Các điểm góc của ranh giới")
        for number, (latitude, longitude) in enumerate(way):
            page.context.set_geolocation({"latitude": latitude, "longitude": longitude, "accuracy": 6})
            page.wait_for_function(
                "([line]) => document.querySelector('[name=points]').value.includes(line)",
                arg=[f"{str(latitude).replace('.', ',')}; {str(longitude).replace('.', ',')}"]
                if number < 5
                else ["10,05; 105,7"],
            )
        page.get_by_role("button", name="Dừng").click()
        assert len(box.input_value().splitlines()) == 5
        album = Album("vung-360")
        album.take(page, "di-vong")
        _fit(page, True)
        press(page, "Lưu")
        if "Như vậy có đúng không?" in main(page).inner_text():
            press(page, "Đúng, lưu lại")
        assert "Đi vòng quanh bằng điện thoại" in main(page).inner_text()


def _fit(page: Any, javascript: bool) -> None:
    assert sideways(page) == 0
    if javascript:
        assert violations(page) == []
