"""The thirteen function groups under the three profiles, in a browser."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor

from tests.browser.axe import violations
from tests.browser.people import sign_in
from tests.browser.windows import PHONE, window
from tests.claims.framework import Claim, Context, Measured
from tests.stories.test_menus import golden
from tests.stories.thirteen import FORMS, GROUPS, RECORDS, walk

CLAIM = Claim(
    "workspace-04",
    "Each of the thirteen groups of CT-REG art. 7.4 opens from the menu under each of the three profiles at 360 px "
    "without JavaScript, axe finds nothing with it (in one province on the forms, the archived and the paper too), and "
    "records are made, changed, put away, found, printed and taken along as Excel (item 1 of issue 6).",
    vi="Mười ba nhóm chức năng của Điều 7.4 mở được từ thực đơn ở cả ba tỉnh, trên màn hình 360 px không cần JavaScript, axe "
    "không báo lỗi; thêm, sửa, cất, tìm, in và tải Excel được.",
)
PROVINCES = ("can-tho", "cao-bang", "dak-nong")


def measure(ctx: Context) -> Measured:
    opened, kept, wrong = 0, 0, []
    with contextlib.ExitStack() as running, ThreadPoolExecutor(2) as pool:
        starting = [ctx.own_installation(province) for province in PROVINCES]
        for site in pool.map(lambda one: one.start(), starting):  # seeding takes longest: two at once
            running.callback(site.stop)
            words = [name for _screen, name in golden(site.province)["establishment"]]
            groups = dict(zip(GROUPS, words, strict=True))
            found = walk(ctx.browser, site, groups, lists=True, forms=FORMS if site.province == PROVINCES[0] else ())
            opened += len(found.opened)
            kept += len(found.kept)
            wrong += [f"{site.province}: {line}" for line in found.wrong]
    figure = f"{opened} of 39 groups opened from the menu, records kept in {kept} of {3 * len(RECORDS)} lists, {len(wrong)} faults"
    if wrong:
        figure += f" (the first: {'; '.join(wrong[:3])})"
    return Measured(opened == 39 and kept == 3 * len(RECORDS) and not wrong, figure, opened)


def control(ctx: Context) -> bool:
    """A field without a label stands on one of these pages."""
    with (
        ctx.own_installation("can-tho") as site,
        window(ctx.browser, site.base_url, size=PHONE) as opened,
    ):
        page = opened.page
        sign_in(page, site.user("lanh"))
        page.goto("/quan-ly/nguoi-lam/")
        clean = violations(page) == []
        page.evaluate("document.querySelector('main').append(document.createElement('input'))")
        return clean and any(line.startswith("label") for line in violations(page))
