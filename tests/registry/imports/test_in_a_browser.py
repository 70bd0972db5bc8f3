"""An import at cô Hạnh's desk, on her screen and on a phone; the picture of the handbook."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.people import sign_in
from tests.browser.sites import Sites
from tests.browser.windows import DESK, NARROW, PHONE, window
from tests.registry.imports.files import book, household
from tests.sizes import WHOLE

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def sound(page: Any, name: str) -> None:
    for size in (DESK, PHONE) if WHOLE else (DESK,):  # an officer sits at a desk
        page.set_viewport_size(size)
        assert violations(page) == []
        if folder := os.environ.get("TXNG_SHOTS"):
            page.screenshot(path=str(Path(folder) / f"{name}-{size['width']}.png"), full_page=True)
    page.set_viewport_size(NARROW)
    assert sideways(page) == 0
    page.set_viewport_size(DESK)


@pytest.mark.django_db
def test_from_the_file_to_the_drafts_by_pages_alone(browser: Any, sites: Sites, tmp_path: Path) -> None:
    site = sites.of("can-tho")
    home = next(user for user in site.facts["users"] if user["key"] == "hanh")
    place = home["organisation"].removeprefix("Ủy ban nhân dân ")
    rows = [household(n, place=place) for n in range(700, 712)]
    rows += [household(720, place=place, phone="12"), household(721, place=place, phone="34"),
             household(722, place=place, signed_on="31/02/2026"), household(723, place=place, sector="Khác lạ")]  # fmt: skip
    file = tmp_path / "ho-cua-xa.xlsx"
    file.write_bytes(book(rows))
    with window(browser, site.base_url, size=DESK) as opened:
        page = opened.page
        sign_in(page, site.user("hanh"))
        page.goto("/co-quan/ho-so/")
        page.get_by_role("link", name="Nhập từ Excel").click()
        sound(page, "nhap-tu-excel-gui")
        page.get_by_label("Tệp mẫu đã điền").set_input_files(str(file))
        page.get_by_role("button", name="Gửi và xem trước").click()
        assert "/viec/" in page.url
        assert "/ 16 dòng" in page.get_by_role("main").inner_text()
        sound(page, "nhap-tu-excel-tien-do")
        site.run_jobs()
        page.get_by_role("link", name="Xem kết quả").click()
        said = page.get_by_role("main").inner_text()
        assert "14, 15" in said and "không có 10 chữ số bắt đầu bằng 0" in said, said
        sound(page, "nhap-tu-excel")
        page.get_by_label("Giữ ở dạng hồ sơ nháp").check()
        page.get_by_role("button", name="Nhập các dòng").click()
        site.run_jobs()
        page.get_by_role("link", name="Xem kết quả").click()
        assert page.get_by_role("link", name="Bổ sung giấy tờ và nộp").count() == 12
        sound(page, "nhap-tu-excel-ket-qua")
        page.get_by_role("button", name="Hoàn tác lần nhập này").click()
        site.run_jobs()
