"""The pages of signing in, read by somebody who reads Vietnamese."""

from __future__ import annotations

import re
from typing import Any

from tests.browser.axe import violations
from tests.browser.looks import sideways, unsendable_forms
from tests.browser.people import sign_in
from tests.browser.windows import PHONE, window
from tests.claims.framework import Claim, Measured
from tests.claims.house.spoiling import spoiled

CLAIM = Claim(
    "accounts-08",
    "Every page of signing in, second factor, reset, devices and keys speaks Vietnamese throughout, has no axe violation, "
    "and works at 360 px without JavaScript, passkeys excepted (UX-05, UX-06, UX-29).",
    vi="Mọi trang đăng nhập, xác thực hai bước, đặt lại mật khẩu, thiết bị nói tiếng Việt trọn vẹn, axe 0 lỗi, dùng được trên "
    "điện thoại không có JavaScript (trừ khóa truy cập).",
)
OUTSIDE = ["/dang-nhap/", "/dang-nhap/quen-mat-khau/", "/dang-nhap/dat-lai-mat-khau/khong-co/", "/tham-gia/khong-co/"]
INSIDE = [
    *("/tai-khoan/", "/tai-khoan/mat-khau/", "/tai-khoan/ung-dung-xac-thuc/", "/tai-khoan/khoa-truy-cap/"),
    *("/tai-khoan/thiet-bi/", "/tai-khoan/xac-nhan-lai/", "/tai-khoan/ma-du-phong/", "/chuyen/"),
]
# What is the same in both languages: names, numbers, addresses, words both have.
_SAME = re.compile(
    r"[\W\d_]*|.*\d{2}.*|Email|E-mail|English|Tiếng Việt|QR|PIN|Chrom(e|ium).*|lanh|TXNG.*|[\w.]+@[\w.]+"
)


def lines(page: Any) -> set[str]:
    text = page.locator("body").inner_text()
    return {line.strip() for line in text.splitlines() if line.strip()}


def look(page: Any, address: str, *, axe: bool = True) -> list[str]:
    page.goto(address)
    own = lines(page)
    found = [f"axe: {line}" for line in violations(page)] if axe else []
    found += [f"cannot be sent: {form}" for form in unsendable_forms(page)]
    if wide := sideways(page):
        found.append(f"{wide} px too wide")
    page.goto("/en" + address)
    names = {
        line for line in own if re.search(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", line.lower())
    }
    found += [f"not translated: {line!r}" for line in own & lines(page) - names if not _SAME.fullmatch(line)]
    return [f"{address}: {fault}" for fault in found]


def measure(ctx: Any) -> Measured:
    site = ctx.installation("can-tho")
    wrong: list[str] = []
    with window(ctx.browser, site.base_url, size=PHONE, javascript=True) as opened:
        for address in OUTSIDE:
            wrong += look(opened.page, address)
        sign_in(opened.page, site.user("lanh"))
        for address in INSIDE:
            wrong += look(opened.page, address)
    with window(ctx.browser, site.base_url, size=PHONE, javascript=False) as opened:
        sign_in(opened.page, site.user("hanh"))  # name, password and the code of an application, without a script
        sign_in_again = opened.page.locator("#menu").count()
    figure = f"{len(OUTSIDE) + len(INSIDE)} pages in two languages, {len(wrong)} faults{'; ' + '; '.join(wrong[:4]) if wrong else ''}"
    return Measured(not wrong and sign_in_again > 0, figure, len(OUTSIDE) + len(INSIDE))


def control(ctx: Any) -> bool:
    """A page that says its button in English in both languages."""
    site = ctx.installation("can-tho")
    english = "<p>Sign in to continue</p></main>"
    with (
        spoiled(site.base_url, change=lambda page: page.replace("</main>", english)) as base,
        window(ctx.browser, base, size=PHONE) as opened,
    ):
        return any("Sign in to continue" in fault for fault in look(opened.page, "/dang-nhap/", axe=False))
