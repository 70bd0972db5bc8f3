"""How heavy a scan page is, and what it asks of the database."""

from __future__ import annotations

import http.client
import re
from urllib.parse import urlsplit

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "house-07",
    "A scan page is at most 14,336 bytes compressed with its CSS, at most 3 requests, no script, at most one SELECT and one INSERT (UX-01, UX-05).",
    vi="Trang quét nặng không quá 14.336 byte khi nén, không quá 3 yêu cầu, không có mã lệnh, một lần đọc và một lần ghi.",
)
LIMIT = 14_336
QUERIES = "tests/resolver/test_scan.py::test_a_scan_is_one_select_and_one_insert"


def page(base_url: str, path: str) -> tuple[int, str, int]:
    """Compressed bytes, text, requests the browser would make (page, pictures, style sheets, scripts)."""
    import gzip

    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=20)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "User-Agent": "claim"})
    body = connection.getresponse().read()
    connection.close()
    text = gzip.decompress(body).decode()
    loads = re.findall(r"<(?:img|script|iframe|source|video|audio)[^>]+src=|<link[^>]+rel=\"?(?:stylesheet|preload)", text)
    return len(body), text, 1 + len(loads)


def within(size: int, text: str, requests: int) -> bool:
    return size <= LIMIT and requests <= 3 and "<script" not in text


def measure(ctx: Context) -> Measured:
    site = ctx.installation("can-tho")
    pages = {verdict: page(site.base_url, path) for verdict, path in site.facts["scan"].items()}
    passed, failed = ctx.pytest(QUERIES)
    heaviest = max(size for size, _, _ in pages.values())
    most = max(requests for _, _, requests in pages.values())
    holds = all(within(*found) for found in pages.values()) and failed == 0 and passed > 0
    figure = f"heaviest {heaviest} bytes ({heaviest / LIMIT:.0%} of the limit), {most} requests, 1 SELECT + 1 INSERT"
    return Measured(holds, figure, len(pages))


def control(ctx: Context) -> bool:
    """The same page with 16 KB of noise in its style would be refused."""
    import gzip
    import secrets

    site = ctx.installation("can-tho")
    _, text, requests = page(site.base_url, site.facts["scan"]["valid"])
    bloated = text.replace("</style>", secrets.token_hex(14_000) + "</style>")
    return not within(len(gzip.compress(bloated.encode())), bloated, requests)
