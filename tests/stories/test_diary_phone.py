"""anh Tư in the orchard: the diary as an application, with and without a connection (ux.md W7, UX-13, UX-14)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.paper import upload
from tests.browser.people import sign_in
from tests.browser.sites import Sites
from tests.browser.windows import PHONE, Album, window
from tests.sizes import WHOLE
from tests.stories.telling import main

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROVINCES = ("can-tho", "cao-bang", "dak-nong")


@pytest.mark.parametrize("province", PROVINCES if WHOLE else ("can-tho",))
def test_in_the_orchard_and_back(province: str, browser: Any, sites: Sites) -> None:
    site = sites.of(province)
    album = Album("nhat-ky")
    before = site.sql("SELECT count(*) FROM production_diaryentry")[0][0]
    with window(browser, site.base_url, size=PHONE) as opened:
        page, context = opened.page, opened.context
        sign_in(page, site.user("tu"))
        page.goto("/nhat-ky/")
        expect(page.locator("body.diary-app")).to_be_attached()
        expect(main(page)).to_contain_text("Có mạng")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        _fit(page)
        album.take(page, "hom-nay")

        page.locator(".diary-tiles a").first.click()
        expect(page.get_by_role("button", name="Lưu")).to_be_visible()
        page.get_by_label("Số lượng", exact=False).first.fill("20,5")
        page.get_by_label("Ảnh", exact=False).set_input_files([upload("bon-phan.jpg")])
        expect(page.locator(".diary-photo")).to_contain_text("Ảnh:")
        _fit(page)
        album.take(page, "ghi")
        page.get_by_role("button", name="Lưu").click()
        expect(main(page)).to_contain_text("Đã lưu lúc")
        album.take(page, "da-luu")
        expect(main(page)).to_contain_text("Đã ghi:", timeout=15_000)

        # Out of reach: everything opens from the phone itself, and waits.
        context.set_offline(True)
        page.goto("/nhat-ky/")
        expect(main(page)).to_contain_text("Mất mạng")
        page.locator(".diary-again .btn").click()
        expect(main(page)).to_contain_text("đã được lưu trên máy và sẽ tự gửi khi có mạng")
        page.get_by_role("link", name="Chờ gửi").click()
        expect(page.get_by_role("heading", name="Chờ gửi (1)")).to_be_visible()
        _fit(page)
        album.take(page, "cho-gui")
        page.reload()
        expect(page.get_by_role("heading", name="Chờ gửi (1)")).to_be_visible()
        context.set_offline(False)
        page.get_by_role("button", name="Gửi ngay").click()
        expect(page.get_by_role("heading", name="Chờ gửi (0)")).to_be_visible()
        expect(page.get_by_text("Mọi mục đã gửi xong")).to_be_visible()
        assert site.sql("SELECT count(*) FROM production_diaryentry")[0][0] == before + 2

        # Taken back before it is sent, it was never anywhere.
        page.goto("/nhat-ky/")
        context.set_offline(True)
        page.locator(".diary-again .btn").click()
        page.get_by_role("button", name="Hoàn tác").click()
        context.set_offline(False)
        page.get_by_role("link", name="Chờ gửi").click()
        expect(page.get_by_role("heading", name="Chờ gửi (0)")).to_be_visible()
        assert site.sql("SELECT count(*) FROM production_diaryentry")[0][0] == before + 2

        # Signed out, the phone shows nobody's data.
        page.goto("/dang-xuat/")
        page.get_by_role("main").get_by_role("button").first.click()
        page.goto("/nhat-ky/")
        expect(main(page)).to_contain_text("đăng nhập lại")
        assert "Vườn" not in main(page).inner_text()


def test_two_people_share_a_phone_and_each_sends_their_own(browser: Any, sites: Sites) -> None:
    """What anh Tư wrote out of reach waits for him: bà Lành is told of it and neither reads nor sends it."""
    site = sites.of("can-tho")
    before = site.sql("SELECT count(*) FROM production_diaryentry")[0][0]
    with window(browser, site.base_url, size=PHONE) as opened:
        page, context = opened.page, opened.context
        sign_in(page, site.user("tu"))
        page.goto("/nhat-ky/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.goto("/nhat-ky/")
        context.set_offline(True)
        page.locator(".diary-again .btn").click()
        expect(main(page)).to_contain_text("đã được lưu trên máy")
        # Signed out where there is a connection again, before anything could be sent.
        page.goto("about:blank")
        context.set_offline(False)
        context.clear_cookies()

        sign_in(page, site.user("lanh"))
        page.goto("/nhat-ky/")
        expect(main(page)).to_contain_text("của người khác")
        page.get_by_role("link", name="Chờ gửi").click()
        expect(page.get_by_role("heading", name="Chờ gửi (0)")).to_be_visible()
        assert site.sql("SELECT count(*) FROM production_diaryentry")[0][0] == before

        context.clear_cookies()
        sign_in(page, site.user("tu"))
        page.goto("/nhat-ky/")
        page.get_by_role("link", name="Chờ gửi").click()
        expect(page.get_by_role("heading", name="Chờ gửi (0)")).to_be_visible(timeout=20_000)
        rows = site.sql("SELECT recorded_by FROM production_diaryentry ORDER BY id DESC LIMIT 1")
        assert site.sql("SELECT count(*) FROM production_diaryentry")[0][0] == before + 1
        assert rows[0][0] == site.user("tu")["name"]


def _fit(page: Any) -> None:
    assert sideways(page) == 0
    assert violations(page) == []
