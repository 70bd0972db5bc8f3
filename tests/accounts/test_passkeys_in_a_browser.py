"""Khóa truy cập with the real script in a real browser, which holds a software key of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application

from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.windows import PHONE, window
from tests.cast import PASSWORD, build_organisations, build_people
from tests.ui.serve import Quiet, Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def site(fresh_database: str) -> Iterator[str]:
    cache.clear()
    build_people(build_organisations())
    # The name, not the number: browsers know passkeys for names only.
    with make_server("localhost", 0, StaticFilesHandler(get_wsgi_application()), Server, Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


def hold_a_key(page: Any, *, willing: bool = True) -> Any:
    """What a phone's own lock is to its browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": willing,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools


def wrong(page: Any) -> list[str]:
    wider = sideways(page)
    return violations(page) + ([f"{page.url} is {wider} px too wide"] if wider else [])


def press(page: Any, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def sign_in(page: Any, login: str) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Số điện thoại, tên tài khoản hoặc e-mail").fill(login)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    press(page, "Đăng nhập")


def test_made_once_a_passkey_opens_the_door_by_itself(browser: Any, site: str, province: str) -> None:
    with window(browser, site, size=PHONE) as opened:
        page = opened.page
        hold_a_key(page)
        sign_in(page, "lanh")
        page.goto("/tai-khoan/khoa-truy-cap/")
        found = wrong(page)
        page.get_by_label("Tên khóa truy cập").fill("Điện thoại của tôi")
        press(page, "Thêm khóa truy cập trên thiết bị này")
        assert page.url.endswith("/tai-khoan/ma-du-phong/")
        page.goto("/tai-khoan/khoa-truy-cap/")
        assert "Điện thoại của tôi" in page.get_by_role("main").inner_text()
        found += wrong(page)
        for path in ("/tai-khoan/thiet-bi/", "/tai-khoan/xac-nhan-lai/", "/tai-khoan/ung-dung-xac-thuc/"):
            page.goto(path)
            found += wrong(page)
        page.goto("/tai-khoan/xac-nhan-lai/?next=/tai-khoan/thiet-bi/")
        press(page, "Xác nhận bằng khóa truy cập")
        assert page.url.endswith("/tai-khoan/thiet-bi/")
        page.goto("/dang-xuat/")
        press(page, "Đăng xuất")
        found += wrong(page)
        assert not page.get_by_text("Chưa dùng được khóa truy cập.").is_visible()  # nobody has tried yet
        press(page, "Đăng nhập bằng khóa truy cập")
        assert page.url.endswith("/quan-ly/")
        page.goto("/tai-khoan/")
        assert "Nguyễn Thị Lành" in page.get_by_role("main").inner_text()
        assert (found, opened.said, opened.broken, opened.foreign) == ([], [], [], [])


def test_an_agency_begins_with_a_passkey_and_uses_it_after_the_password(browser: Any, site: str, province: str) -> None:
    with window(browser, site, size=PHONE) as opened:
        page = opened.page
        hold_a_key(page)
        sign_in(page, "hanh")
        found = wrong(page)
        press(page, "Thêm khóa truy cập trên thiết bị này")
        assert page.url.endswith("/tai-khoan/ma-du-phong/")
        page.goto("/dang-xuat/")
        press(page, "Đăng xuất")
        sign_in(page, "hanh")
        found += wrong(page)
        press(page, "Xác nhận bằng khóa truy cập")
        assert page.url.endswith("/co-quan/")
        assert (found, opened.said, opened.broken) == ([], [], [])


def test_a_refusal_of_the_device_is_said_on_the_page(browser: Any, site: str, province: str) -> None:
    with window(browser, site, size=PHONE) as opened:
        page = opened.page
        hold_a_key(page, willing=False)
        sign_in(page, "lanh")
        page.goto("/tai-khoan/khoa-truy-cap/")
        page.get_by_role("button", name="Thêm khóa truy cập trên thiết bị này").click()
        page.get_by_text("Chưa dùng được khóa truy cập.").wait_for()
        assert page.url.endswith("/tai-khoan/khoa-truy-cap/")


def test_without_a_script_the_other_ways_stand_there(browser: Any, site: str, province: str) -> None:
    with window(browser, site, size=PHONE, javascript=False) as opened:
        page = opened.page
        page.goto("/dang-nhap/")
        assert page.get_by_text("Khóa truy cập cần trình duyệt mới").is_visible()
        assert not page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").is_visible()
        sign_in(page, "lanh")
        assert page.url.endswith("/quan-ly/")
