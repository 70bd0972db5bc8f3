"""The button in a real browser: our policy lets the person go to the provider and come back, and asks nobody else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.accounts.outside_provider import OutsideProvider
from tests.accounts.test_passkeys_in_a_browser import press, sign_in, wrong
from tests.accounts.test_passkeys_in_a_browser import site as site
from tests.browser.totp import Authenticator
from tests.browser.windows import PHONE, Window
from txng.accounts import second_factor
from txng.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("javascript", [True, False], ids=["with_scripts", "without"])
def test_co_hanh_signs_in_by_the_button(
    browser: Any, site: str, province: str, outside: OutsideProvider, javascript: bool
) -> None:
    codes = Authenticator(second_factor.enrol_totp(User.objects.get(login="hanh")))
    opened = Window(browser, site, size=PHONE, javascript=javascript)
    page, found = opened.page, []

    def look() -> None:
        if javascript:  # axe is a script
            found.extend(wrong(page))

    def confirm() -> None:
        page.get_by_label("Mã xác nhận").fill(codes.next())
        press(page, "Xác nhận")

    try:
        sign_in(page, "hanh")
        confirm()
        page.goto("/tai-khoan/dinh-danh/")
        look()
        page.get_by_role("button", name="Liên kết với VNeID").click()
        page.get_by_text("Đã liên kết VNeID.").wait_for()
        look()
        page.goto("/dang-xuat/")
        press(page, "Đăng xuất")
        look()
        page.get_by_role("button", name="Đăng nhập bằng VNeID").click()
        page.wait_for_url("**/dang-nhap/xac-thuc/")  # an agency's own second factor stays
        confirm()
        assert page.url.endswith("/co-quan/")
        page.goto("/tai-khoan/dinh-danh/")
        press(page, "Bỏ liên kết")
        page.goto("/dang-xuat/")
        press(page, "Đăng xuất")
        page.get_by_role("button", name="Đăng nhập bằng VNeID").click()
        page.get_by_text("Định danh VNeID này chưa được liên kết").first.wait_for()
        look()
        page.goto("/dang-nhap/dinh-danh/tra-ve/")
        look()
        assert (found, opened.said, opened.broken) == ([], [], [])
        # Nobody but the provider, and there the one page somebody is sent to.
        hosts = {urlsplit(url).netloc for url in opened.foreign}
        assert hosts == {urlsplit(outside.address).netloc}
        assert {urlsplit(url).path for url in opened.foreign} == {"/authorize"}
    finally:
        opened.close()
