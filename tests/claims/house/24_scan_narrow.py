from __future__ import annotations

from typing import Any

from tests.browser.looks import sideways
from tests.browser.windows import NARROW
from tests.claims.framework import Claim, Measured
from tests.claims.house import verdicts
from tests.claims.house.browsing import phone
from tests.claims.house.spoiling import spoiled

CLAIM = Claim(
    "house-24",
    "No scan page scrolls sideways on a screen 320 px wide, in any verdict and variant (UX-11, WCAG 1.4.10).",
    vi="Trang quét không phải cuộn ngang trên màn hình rộng 320 px, ở mọi kết quả (UX-11, WCAG 1.4.10).",
)


def measure(ctx: Any) -> Measured:
    site = ctx.installation("can-tho")
    paths = [path for _, path in verdicts.variants(site)]
    widths = overhang(ctx, site.base_url, paths)
    return Measured(not any(widths), f"widest page {max(widths)} px too wide", len(widths))


def control(ctx: Any) -> bool:
    """A code that does not wrap."""
    site = ctx.installation("can-tho")
    line = f"<pre>{'7K3M-9QX2-P4VN-8RTC' * 5}</pre></main>"
    with spoiled(site.base_url, lambda html: html.replace("</main>", line)) as base:
        return any(overhang(ctx, base, [verdicts.paths(site)["valid"]]))


def overhang(ctx: Any, base_url: str, paths: list[str]) -> list[int]:
    with phone(ctx, base_url, size=NARROW) as window:
        found = []
        for path in paths:
            window.open(path)
            found.append(sideways(window.page))
        return found
