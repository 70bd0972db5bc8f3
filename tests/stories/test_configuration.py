"""chị Mai shortens the review of dossiers from next Monday on, as at her desk and as on a phone (CT-REG 11.2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests import make
from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.people import sign_in
from tests.browser.sites import Sites
from tests.browser.windows import DESK, PHONE, Album, window
from tests.stories.telling import fill_date, follow, heading, main, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(("size", "value", "javascript"), [(DESK, 1, True), (PHONE, 4, False)], ids=["desk", "phone"])
def test_chi_mai_changes_a_clock(
    size: dict[str, int], value: int, javascript: bool, browser: Any, sites: Sites
) -> None:
    site = sites.of("can-tho")
    album = Album(f"cau-hinh-{size['width']}")
    today = date.today()
    monday = today + timedelta(days=7 - today.weekday())
    with window(browser, site.base_url, size=size, javascript=javascript) as opened:
        page = opened.page
        sign_in(page, site.user("mai"))
        page.goto("/co-quan/danh-muc/")
        album.take(page, "danh-muc")
        _fit(page, javascript)
        follow(page, "Thông số")
        _fit(page, javascript)
        follow(page, "Cấp tài khoản sau khi phê duyệt")
        page.get_by_label("Giá trị mới").fill(str(value))
        fill_date(page.get_by_role("group", name="Có hiệu lực từ"), monday)
        press(page, "Xem trước")
        assert f"Từ ngày {monday:%d/%m/%Y} sẽ là {value} ngày làm việc" in main(page).inner_text()
        _fit(page, javascript)
        album.take(page, "doi-thong-so-xem-truoc")
        page.get_by_label("Số văn bản").fill("131/QĐ-SKHCN")
        fill_date(page.get_by_role("group", name="Ngày ký"), today)
        paper = {"name": "quyet-dinh.jpg", "mimeType": "image/jpeg", "buffer": make._picture()}
        page.get_by_label("Văn bản", exact=True).set_input_files(paper)
        page.get_by_label("Lý do").fill("Theo kế hoạch cải cách hành chính")
        press(page, "Ghi thay đổi")
        assert heading(page) == "Cấp tài khoản sau khi phê duyệt"
        told = main(page).inner_text()
        assert f"từ {monday:%d/%m/%Y}" in told and "131/QĐ-SKHCN" in told
        _fit(page, javascript)
        album.take(page, "doi-thong-so-da-ghi")
        page.goto("/co-quan/danh-muc/ngay-nghi/")
        _fit(page, javascript)
        album.take(page, "ngay-nghi")


def _fit(page: Any, javascript: bool) -> None:
    """Axe is a script itself: without scripts the width alone is measured."""
    assert sideways(page) == 0
    assert not javascript or violations(page) == []
