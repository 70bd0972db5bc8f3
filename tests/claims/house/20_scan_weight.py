from __future__ import annotations

import random
from typing import Any

from tests.claims.framework import Claim, Measured
from tests.claims.house import verdicts
from tests.claims.house.browsing import Scales, phone
from tests.claims.house.spoiling import spoiled

CLAIM = Claim(
    "house-20",
    "A scan page weighs at most 14,336 bytes with its style, compressed, and asks at most 3 times, at most 50 KB "
    "in all, in every verdict and variant (UX-01, names.md 5).",
    vi="Trang quét nặng tối đa 14.336 byte (HTML và CSS, đã nén), tối đa 3 yêu cầu, tổng không quá 50 KB, ở mọi "
    "kết quả (UX-01).",
)
PAGE, ALL, REQUESTS = 14_336, 50_000, 3


def measure(ctx: Any) -> Measured:
    site = ctx.installation("can-tho")
    weights = weigh(ctx, site.base_url, [path for _, path in verdicts.variants(site)])
    page, whole, requests = (max(column) for column in zip(*weights, strict=True))
    figure = f"heaviest page {page:,} bytes, heaviest with pictures {whole:,} bytes, most requests {requests}"
    return Measured(light(weights), figure, len(weights))


def control(ctx: Any) -> bool:
    """12 KB more that no compression takes away."""
    site = ctx.installation("can-tho")
    filling = "".join(random.Random(1).choices("0123456789abcdef", k=24_000))
    with spoiled(site.base_url, lambda html: html.replace("</main>", f"<!-- {filling} --></main>")) as base:
        return not light(weigh(ctx, base, [verdicts.paths(site)["valid"]]))


def light(weights: list[tuple[int, int, int]]) -> bool:
    return all(page <= PAGE and whole <= ALL and count <= REQUESTS for page, whole, count in weights)


def weigh(ctx: Any, base_url: str, paths: list[str]) -> list[tuple[int, int, int]]:
    with phone(ctx, base_url) as window:
        scales = Scales(window)
        return [scales.weigh(path) for path in paths]
