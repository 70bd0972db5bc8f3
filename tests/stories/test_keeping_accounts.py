"""What the handbook shows of accounts: a proposal and its decision, an agency's own people, staying signed in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.people import sign_in
from tests.browser.sites import Sites
from tests.browser.windows import DESK, PHONE, Album, window
from tests.stories.telling import follow, heading, main, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_agency_proposes_and_somebody_else_decides(browser: Any, sites: Sites) -> None:
    site, album = sites.of("can-tho"), Album("tai-khoan")
    with (
        window(browser, site.base_url, size=DESK) as commune,
        window(browser, site.base_url, size=DESK) as operator,
    ):
        page = commune.page
        sign_in(page, site.user("hanh"))
        page.goto("/co-quan/tai-khoan/")
        follow(page, site.user("lanh")["organisation"])
        album.take(page, "tai-khoan-cua-co-so")
        follow(page, "Đề nghị thu hồi tài khoản")
        press(page, "Gửi đề nghị")
        expect(main(page)).to_contain_text("Nhập lý do.")
        page.get_by_label("Lý do").fill("Cơ sở xin thôi tham gia từ ngày 01/12/2026.")
        page.get_by_label("Căn cứ").fill("Đơn đề nghị ngày 20/11/2026 của cơ sở")
        press(page, "Gửi đề nghị")
        expect(main(page)).to_contain_text("Chờ duyệt")
        assert violations(page) == []

        page = operator.page
        sign_in(page, site.user("mai"))
        page.goto("/co-quan/tai-khoan/de-nghi/")
        follow(page, re.compile("Thu hồi tài khoản"))
        album.take(page, "quyet-dinh-ve-tai-khoan")
        assert (violations(page), sideways(page)) == ([], 0)
        main(page).get_by_text("Yêu cầu bổ sung hoặc từ chối").click()
        main(page).get_by_role("textbox").first.fill("Cơ sở còn tem đang lưu hành; đề nghị khóa tạm thời.")
        press(page, "Từ chối")
        expect(main(page)).to_contain_text("Từ chối")

        commune.page.goto("/co-quan/tai-khoan/de-nghi/")
        expect(main(commune.page)).to_contain_text("Từ chối")


def test_a_lead_reads_who_works_in_the_own_account(browser: Any, sites: Sites) -> None:
    site, album = sites.of("can-tho"), Album("tai-khoan")
    with window(browser, site.base_url, size=DESK) as opened:
        page = opened.page
        sign_in(page, site.user("nam"))
        page.goto("/co-quan/tai-khoan/")
        follow(page, "Sở Công Thương")
        follow(page, "Người dùng của tài khoản")
        expect(main(page)).to_contain_text(site.user("nam")["name"])
        album.take(page, "nguoi-dung-cua-co-quan")
        assert (violations(page), sideways(page)) == ([], 0)
        follow(page, "Đề nghị thêm người dùng")
        assert "thêm người dùng" in heading(page)


def test_a_person_sees_where_they_are_signed_in_and_is_warned_before_the_end(browser: Any, sites: Sites) -> None:
    site, album = sites.of("can-tho"), Album("tai-khoan")
    with window(browser, site.base_url, size=PHONE) as opened:
        page = opened.page
        page.goto("/dang-nhap/")
        expect(page.locator("[data-failed]")).to_be_hidden()
        album.take(page, "dang-nhap")
        sign_in(page, site.user("lanh"))
        page.goto("/tai-khoan/thiet-bi/")
        expect(main(page)).to_contain_text("Thiết bị này")
        album.take(page, "thiet-bi-dang-dang-nhap")

    with window(browser, site.base_url, size=PHONE) as opened:
        page = opened.page
        sign_in(page, site.user("hanh"))
        page.clock.install()
        page.goto("/co-quan/tai-khoan/")
        page.clock.fast_forward("28:30")
        expect(page.get_by_role("alert")).to_contain_text("Còn 2 phút nữa sẽ tự đăng xuất")
        expect(page.get_by_role("button", name="Tiếp tục làm việc")).to_be_visible()
        album.take(page, "sap-het-phien")
