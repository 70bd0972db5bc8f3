from __future__ import annotations

from typing import Any

from tests.browser.axe import TAGS, violations
from tests.browser.windows import DESK, PHONE
from tests.claims.framework import Claim, Measured
from tests.claims.house import verdicts
from tests.claims.house.browsing import phone
from tests.claims.house.spoiling import spoiled

CLAIM = Claim(
    "house-23",
    "axe-core finds nothing on the scan page in any verdict and variant, at 360 and 1280 px, with the rules of "
    "WCAG 2.0, 2.1 and 2.2 up to AA (UX-06).",
    vi="axe-core không tìm thấy lỗi nào trên trang quét ở mọi kết quả, ở 360 và 1280 px, theo WCAG 2.2 mức AA (UX-06).",
)


def measure(ctx: Any) -> Measured:
    site = ctx.installation("can-tho")
    paths = [path for _, path in verdicts.variants(site)]
    found, looked = inspect(ctx, site.base_url, paths)
    figure = f"{len(found)} violations of {'/'.join(TAGS)}{': ' + found[0] if found else ''}"
    return Measured(not found, figure, looked)


def control(ctx: Any) -> bool:
    """A picture that says nothing to who cannot see it."""
    site = ctx.installation("can-tho")
    picture = '<img src="/tinh/nothing.png" width="40" height="40"></main>'
    with spoiled(site.base_url, lambda html: html.replace("</main>", picture)) as base:
        found, _ = inspect(ctx, base, [verdicts.paths(site)["void"]])
    return any(line.startswith("image-alt") for line in found)


def inspect(ctx: Any, base_url: str, paths: list[str]) -> tuple[list[str], int]:
    found, looked = [], 0
    with phone(ctx, base_url) as window:
        for path in paths:
            window.open(path)
            for size in (PHONE, DESK):
                window.page.set_viewport_size(size)
                found += violations(window.page)
                looked += 1
    return found, looked
