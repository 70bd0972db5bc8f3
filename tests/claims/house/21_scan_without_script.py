from __future__ import annotations

from typing import Any

from tests.claims.framework import Claim, Measured
from tests.claims.house import verdicts
from tests.claims.house.browsing import phone
from tests.claims.house.spoiling import spoiled

CLAIM = Claim(
    "house-21",
    "A scan page says the same with JavaScript switched off, word for word, in every verdict and variant (UX-05).",
    vi="Trang quét hiển thị đủ từng chữ khi tắt JavaScript, ở mọi kết quả (UX-05).",
)


def measure(ctx: Any) -> Measured:
    site = ctx.installation("can-tho")
    paths = [path for _, path in verdicts.variants(site)]
    without, scripts = differing(ctx, site.base_url, paths)
    return Measured(not without, f"{len(without)} pages differ; {scripts} scripts on all of them", len(paths))


def control(ctx: Any) -> bool:
    """A page that writes its product by script."""
    site = ctx.installation("can-tho")
    script = "<script>document.querySelector('main').append('Xuất xứ: chỉ hiện khi có JavaScript')</script></body>"
    drop = ("content-security-policy",)
    with spoiled(site.base_url, lambda html: html.replace("</body>", script), drop=drop) as base:
        return differing(ctx, base, [verdicts.paths(site)["valid_shared"]])[0] != []


def differing(ctx: Any, base_url: str, paths: list[str]) -> tuple[list[str], int]:
    """The pages whose text depends on a script, and how many scripts there are."""
    read: dict[bool, list[str]] = {}
    scripts = 0
    for javascript in (True, False):
        with phone(ctx, base_url, javascript=javascript) as window:
            texts = []
            for path in paths:
                window.open(path)
                texts.append(_steady(window.page.locator("body").inner_text()))
                scripts += window.page.locator("script").count() if javascript else 0
        read[javascript] = texts
    return [path for path, on, off in zip(paths, read[True], read[False], strict=True) if on != off], scripts


def _steady(text: str) -> str:
    """Without the count of scans, which the measuring itself raises."""
    return "\n".join(line for line in text.splitlines() if "quét" not in line.lower() and "scan" not in line.lower())
