"""Whom the pages ask."""

from __future__ import annotations

from typing import Any

from tests.browser import crawling
from tests.browser.people import sign_in
from tests.browser.windows import DESK, Window
from tests.claims.framework import Claim, Measured
from tests.claims.house import verdicts
from tests.claims.house.spoiling import spoiled

CLAIM = Claim(
    "house-15",
    "No page of the demo asks a foreign host for anything, in any province and for anybody; a browser counts (UX-29, G24).",
    vi="Không trang nào của bản trình diễn gọi tới máy chủ bên ngoài, ở cả ba tỉnh và với mọi người dùng (UX-29).",
)
GUEST = ["/", "/dang-ky/", "/dang-nhap/", "/phan-anh/", "/quet", "/huong-dan/", "/en/"]
WALKS = [
    ("can-tho", "guest", GUEST, 35),
    ("can-tho", "lanh", ["/quan-ly/", "/nhat-ky/", "/tai-khoan/"], 25),
    ("can-tho", "hanh", ["/co-quan/"], 20),
    ("can-tho", "nam", ["/co-quan/"], 8),
    ("can-tho", "mai", ["/co-quan/"], 25),
    ("cao-bang", "guest", GUEST, 10),
    ("cao-bang", "mai", ["/co-quan/"], 10),
    ("dak-nong", "guest", GUEST, 10),
    ("dak-nong", "lanh", ["/quan-ly/"], 10),
]


def measure(ctx: Any) -> Measured:
    pages = requests = 0
    foreign: list[str] = []
    for province, person, starts, limit in WALKS:
        site = ctx.installation(province)
        scans = list(verdicts.paths(site).values()) if person == "guest" else []
        fact = None if person == "guest" else site.user(person)
        seen, asked, away = walk(ctx, site.base_url, [*scans, *starts], limit, fact=fact)
        pages, requests, foreign = pages + seen, requests + asked, foreign + away
    figure = (
        f"{len(foreign)} requests to others among {requests} on {pages} pages{': ' + foreign[0] if foreign else ''}"
    )
    return Measured(not foreign and pages >= 100, figure, pages)


def control(ctx: Any) -> bool:
    """A picture of somebody else's on every page, past the policy that would stop it; the counter must count it,
    and nothing leaves: the browser aborts what is foreign.
    """
    site = ctx.installation("can-tho")
    picture = '<img src="http://counter.example/pixel.gif" alt=""></main>'
    drop = ("content-security-policy",)
    with spoiled(site.base_url, lambda html: html.replace("</main>", picture), drop=drop) as base:
        _, _, foreign = walk(ctx, base, ["/"], 2)
    return any("counter.example" in url for url in foreign)


def walk(
    ctx: Any, base_url: str, starts: list[str], limit: int, *, fact: dict[str, Any] | None = None
) -> tuple[int, int, list[str]]:
    """(pages opened, requests made, those that would have gone elsewhere)."""
    opened = Window(ctx.browser, base_url, size=DESK, javascript=True)
    try:
        if fact:
            sign_in(opened.page, fact)
        avoid = ("/en/",) if fact else ()
        pages = sum(1 for _ in crawling.pages(opened.page, starts, limit=limit, avoid=avoid))
        return pages, len(opened.asked), opened.foreign
    finally:
        opened.close()
