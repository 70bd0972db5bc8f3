"""The scan page on a slow network, as ux.md 6.3 measures it: weight, requests, and when the largest thing stands."""

from __future__ import annotations

import base64
import random
import statistics
from dataclasses import dataclass
from typing import Any

from tests.claims.framework import Claim, Context, Measured
from tests.claims.house import verdicts
from tests.claims.house.browsing import Scales, phone
from tests.claims.house.spoiling import spoiled

CLAIM = Claim(
    "stamps-10",
    "The scan page weighs at most 14,336 bytes with its style, 50 KB and 3 requests in all, and its largest part stands "
    "in less than 1.0 s at 1.6 Mbps, 150 ms and a quarter of the processor (median of 5), also in a chat's browser "
    "without camera and service worker, where every answer, the box and the report still work (UX-01, 02, 28).",
    kind="time",
    vi="Trang quét tối đa 14.336 byte (HTML và CSS), 50 KB và 3 yêu cầu; phần lớn nhất hiện dưới 1,0 giây ở 1,6 Mbps, "
    "150 ms, bộ xử lý bằng một phần tư (trung vị của 5 lần), cả trong trình duyệt của Zalo không có máy ảnh.",
)
PAGE, ALL, REQUESTS, SECONDS, SHIFT = 14_336, 50_000, 3, 1.0, 0.02
TIMES = 5
DOWN, UP, DELAY, SLOWER = 1.6e6 / 8, 0.75e6 / 8, 150, 4
# What chats leave out of the browsers they open pages in (ux.md 3.6).
BARE = """
delete Navigator.prototype.mediaDevices; delete Navigator.prototype.serviceWorker;
delete self.BarcodeDetector; delete self.CacheStorage;
"""
WATCH = """
self.__lcp = 0; self.__shift = 0;
new PerformanceObserver((seen) => { for (const one of seen.getEntries()) self.__lcp = one.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((seen) => { for (const one of seen.getEntries()) self.__shift += one.value; })
  .observe({ type: "layout-shift", buffered: true });
"""
# Two frames after everything has come: what was painted has been told.
PAINTED = "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => go([__lcp, __shift]))))"


@dataclass(frozen=True)
class Look:
    page: int
    whole: int
    requests: int
    seconds: float
    shift: float

    @property
    def holds(self) -> bool:
        light = self.page <= PAGE and self.whole <= ALL and self.requests <= REQUESTS
        return light and 0 < self.seconds < SECONDS and self.shift < SHIFT


def measure(ctx: Context) -> Measured:
    site = ctx.installation("can-tho")
    looks = [look(ctx, site.base_url, path) for _, path in verdicts.variants(site)]
    broken = without_anything(ctx, site)
    slowest = max(one.seconds for one in looks)
    figure = (
        f"heaviest page {max(one.page for one in looks):,} bytes, with pictures {max(one.whole for one in looks):,}, "
        f"most requests {max(one.requests for one in looks)}; slowest median {slowest:.2f} s of "
        f"{len(looks)} pages, layout shift {max(one.shift for one in looks):.3f}; in a chat's browser "
        f"{broken or 'every page works'}"
    )
    return Measured(all(one.holds for one in looks) and not broken, figure, len(looks) * TIMES)


def control(ctx: Context) -> bool:
    """A picture of 60 KB before everything else: too heavy, and the last thing to stand."""
    site = ctx.installation("can-tho")
    picture = f"data:image/bmp;base64,{base64.b64encode(_bitmap()).decode()}"
    planted = f'<main><img src="{picture}" width="360" height="300" alt="">'
    with spoiled(site.base_url, lambda html: html.replace("<main>", planted)) as base:
        found = look(ctx, base, verdicts.paths(site)["valid"], times=1)
    return not found.holds and found.page > PAGE


def _bitmap() -> bytes:
    """Noise no compression takes away."""
    width, height = 180, 112
    size = width * height * 3
    head = b"BM" + (54 + size).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little")
    info = (40).to_bytes(4, "little") + width.to_bytes(4, "little") + height.to_bytes(4, "little")
    info += (1).to_bytes(2, "little") + (24).to_bytes(2, "little") + bytes(24)
    return head + info + random.Random(7).randbytes(size)


def look(ctx: Context, base_url: str, path: str, times: int = TIMES) -> Look:
    """A shopper's first visit each time: the cache is off, nothing is known of the site."""
    runs = []
    for _ in range(times):
        with phone(ctx, base_url) as window:
            window.page.add_init_script(WATCH)
            scales = Scales(window)
            scales.session.send(
                "Network.emulateNetworkConditions",
                {"offline": False, "latency": DELAY, "downloadThroughput": DOWN, "uploadThroughput": UP},
            )
            scales.session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            page, whole, requests = scales.weigh(path)
            painted, shift = window.page.evaluate(PAINTED)
            runs.append(Look(page, whole, requests, painted / 1000, shift))
    return Look(
        page=max(run.page for run in runs),
        whole=max(run.whole for run in runs),
        requests=max(run.requests for run in runs),
        seconds=statistics.median(run.seconds for run in runs),
        shift=max(run.shift for run in runs),
    )


def without_anything(ctx: Context, site: Any) -> str:
    """Every answer in the browser of a chat; the report and the box are used. What went wrong, or nothing."""
    wrong = []
    with phone(ctx, site.base_url) as window:
        page = window.page
        page.add_init_script(BARE)
        failures: list[str] = []
        page.on("pageerror", lambda error: failures.append(str(error)))
        for name, path in verdicts.paths(site).items():
            page.goto(path)
            if verdicts.heading(page.content()) != verdicts.TITLES[name][1]:
                wrong.append(f"{name} says {verdicts.heading(page.content())}")
        page.goto(verdicts.paths(site)["void"])
        page.locator('a[href*="phan-anh="]').first.click()
        if page.locator("textarea").count() == 0:
            wrong.append("no report form")
        page.goto("/quet")
        if page.locator('[data-slot="start"]').is_visible() or not page.locator("label.btn").first.is_visible():
            wrong.append("/quet offers a camera there is none of, or no photo")
        page.locator("#o-ma").fill(verdicts.paths(site)["valid"].rpartition("/")[2])
        page.locator("form[action='/q'] button").click()
        if verdicts.heading(page.content()) != verdicts.TITLES["valid"][1]:
            wrong.append("the box does not answer")
        wrong += [*failures, *window.complaints()]
    return "; ".join(wrong)
