"""What an entry costs a thumb, and the shell a phone."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from tests.browser.paper import upload
from tests.browser.people import sign_in
from tests.claims.framework import Claim, Context, Measured, best_of_three
from tests.claims.house.browsing import Scales, phone

CLAIM = Claim(
    "workspace-01",
    "A diary entry from its tile takes at most 3 taps, 4 with a photo, and 6 s scripted; the shell weighs at most 90 KB and "
    "opens without a connection in under 1 s (UX-13, UX-15).",
    kind="measurement",
    vi="Ghi nhật ký từ ô việc: tối đa 3 chạm, có ảnh 4 chạm, 6 giây; vỏ ứng dụng tối đa 90 KB và mở khi mất mạng dưới 1 giây.",
)
TAPS, TAPS_WITH_PHOTO, SECONDS, WEIGHT, OPENS = 3, 4, 6.0, 90 * 1024, 1.0
_COUNT = "window.taps = 0; addEventListener('click', (event) => { if (event.isTrusted) window.taps++; }, true)"
# A page that asks twice before it saves.
_ASKS = """addEventListener("click", (event) => {
  const button = event.target.closest?.(".diary-save button");
  if (!button || (button.asked = (button.asked || 0) + 1) > 2) return;
  event.preventDefault(); event.stopImmediatePropagation();
}, true)"""


def _entry(page: Any, *, photo: bool) -> tuple[int, float]:
    """(taps, seconds) from the tiles to the word that it is saved."""
    page.goto("/nhat-ky/")
    page.wait_for_selector("body.diary-app .diary-tiles a")
    page.evaluate("window.taps = 0")
    began = time.perf_counter()
    page.locator('.diary-tiles a[href*="/fertilise"]').click()
    page.wait_for_selector(".diary-save button")
    if photo:
        with page.expect_file_chooser() as asked:
            page.locator('input[type="file"][accept*="image"]').click()
        asked.value.set_files([upload("bon-phan.jpg")])
    saved = page.locator('[data-slot="notices"] .tx-notice.is-ok')
    for _ in range(4):
        page.locator(".diary-save button").click()
        with contextlib.suppress(Exception):  # not yet: it wants another press
            saved.wait_for(timeout=3_000)
            break
    return int(page.evaluate("window.taps")), time.perf_counter() - began


def _opens(page: Any) -> None:
    page.goto("/nhat-ky/")
    page.wait_for_selector("body.diary-app .diary-tiles a")


def _taps(ctx: Context, site: Any, *scripts: str) -> tuple[int, int, float, float]:
    with phone(ctx, site.base_url) as opened:
        for script in (_COUNT, *scripts):
            opened.context.add_init_script(script)
        sign_in(opened.page, site.user("tu"))
        _opens(opened.page)
        opened.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        plain, seconds = _entry(opened.page, photo=False)
        with_photo, _ = _entry(opened.page, photo=True)
        opened.context.set_offline(True)
        opening = best_of_three(lambda: _opens(opened.page))
        opened.context.set_offline(False)
    return plain, with_photo, seconds, opening


def measure(ctx: Context) -> Measured:
    site = ctx.installation("can-tho")
    plain, with_photo, seconds, opening = _taps(ctx, site)
    with phone(ctx, site.base_url) as fresh:
        _, weight, requests = Scales(fresh).weigh("/nhat-ky/vo/")
    figure = (
        f"{plain} taps, {with_photo} with a photo, {seconds:.1f} s; shell {weight:,} bytes in {requests} requests; "
        f"opens offline in {opening:.2f} s"
    )
    holds = plain <= TAPS and with_photo <= TAPS_WITH_PHOTO and seconds <= SECONDS
    return Measured(holds and weight <= WEIGHT and opening < OPENS, figure, 6)


def control(ctx: Context) -> bool:
    """A page that asks “Are you sure?” twice costs more taps than promised."""
    plain, with_photo, _, _ = _taps(ctx, ctx.installation("can-tho"), _ASKS)
    return plain > TAPS and with_photo > TAPS_WITH_PHOTO
