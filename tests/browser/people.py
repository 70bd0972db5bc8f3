"""The cast at their browsers."""

from __future__ import annotations

from typing import Any

from tests.browser.totp import Authenticator

_authenticators: dict[str, Authenticator] = {}


def authenticator(secret: str) -> Authenticator:
    return _authenticators.setdefault(secret, Authenticator(secret))


def sign_in(page: Any, fact: dict[str, Any]) -> None:
    """Through the door everybody uses: name and password, and the second factor where one is asked for."""
    page.goto("/dang-nhap/")
    page.get_by_label("Số điện thoại, tên tài khoản hoặc e-mail").fill(fact["login"])
    page.get_by_label("Mật khẩu", exact=True).fill(fact["password"])
    _press(page, "Đăng nhập")
    if "totp_secret" in fact:
        page.get_by_label("Mã xác nhận").fill(authenticator(fact["totp_secret"]).next())
        _press(page, "Xác nhận")
    assert "/dang-nhap/" not in page.url, page.get_by_role("main").inner_text()


def _press(page: Any, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
