"""The label PDF as a phone reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tests.browser.paper import codes, pages
from tests.claims.framework import Claim, Context, Measured
from tests.claims.house.asking import Visitor
from tests.claims.house.sweeping import signed_in
from tests.claims.house.verdicts import heading
from tests.harness import Installation
from txng.provinces import load

CLAIM = Claim(
    "house-06",
    "Every label of the PDF decodes at 203 and 300 dpi with zxing-cpp, carries the province's host, and with scheme and "
    "host swapped opens the page of its own product (UX-20, CB-31).",
    vi="Mọi tem trong tệp PDF đọc được ở 203 và 300 dpi, mang tên miền của tỉnh và mở đúng trang của sản phẩm mình.",
)
PROVINCES = ("can-tho", "cao-bang", "dak-nong")
DPI = (203, 300)
OPENED = ("Mã hợp lệ", "Mã chưa kích hoạt", "Mã đã bị hủy")  # of a batch partly in use, one stamp torn


def measure(ctx: Context) -> Measured:
    labels, read, wrong = 0, 0, list[str]()
    for province in PROVINCES:
        site, host = ctx.installation(province), load(province).identity.host
        product, expected, pdf = print_file(site)
        for dpi in DPI:
            urls = decoded(pdf, dpi)
            read += len(urls)
            wrong += [f"{province}, {dpi} dpi: {fault}" for fault in faults(urls, host, expected)]
        wrong += [f"{province}: {fault}" for fault in strangers(site, urls, product)]
        labels += expected
    figure = f"{read} of {labels * len(DPI)} readings at {' and '.join(map(str, DPI))} dpi, {labels} pages opened"
    return Measured(not wrong, figure + (f"; {wrong[:3]}" if wrong else ""), labels)


def control(ctx: Context) -> bool:
    """A stuck print head, another province's host, and a label that opens another product's page."""
    site, host = ctx.installation(PROVINCES[0]), load(PROVINCES[0]).identity.host
    product, expected, pdf = print_file(site)
    spoilt = decoded(pdf, DPI[0], spoil=_stuck_head)
    whole = decoded(pdf, DPI[0])
    other = load(PROVINCES[1]).identity.host
    return (
        bool(faults(spoilt, host, expected))
        and bool(faults([url.replace(host.upper(), other.upper()) for url in whole], host, expected))
        and bool(strangers(site, whole[:1], "Một sản phẩm khác"))
    )


def print_file(site: Installation) -> tuple[str, int, bytes]:
    """The name of the product, how many labels there must be, and the file its establishment downloads."""
    owner = signed_in(site, "lanh")
    batches = re.findall(r'href="(/quan-ly/tem/\d+/)"', owner.get("/quan-ly/tem/").text)
    batch, page = next((b, text) for b in batches if "tep-in/" in (text := owner.get(b).text))
    product = re.search(r"<h1[^>]*>\s*LM-\S+ · (.*?)\s*</h1>", page)
    count = re.search(r"<dt[^>]*>\s*Số tem\s*</dt>\s*<dd[^>]*>\s*([\d.]+)", page)
    assert product is not None
    assert count is not None
    answer = owner.post(f"{batch}tep-in/", [("csrfmiddlewaretoken", owner.cookies["chong_gia_mao"])])
    assert answer.headers["content-type"] == "application/pdf", answer.text[:300]
    return product[1], int(count[1].replace(".", "")), answer.raw


def decoded(pdf: bytes, dpi: int, *, spoil: Callable[[Any], None] = lambda page: None) -> list[str]:
    """What a reader finds on each page but the calibration page."""
    found: list[str] = []
    for page in pages(pdf, dpi)[1:]:
        spoil(page)
        found += codes(page)
    return found


def _stuck_head(page: Any) -> None:
    """A bar down the first column of labels, through the codes."""
    page.paste(0, (int(page.width * 0.15), 0, int(page.width * 0.18), page.height))


def faults(urls: list[str], host: str, expected: int) -> list[str]:
    found = [] if len(urls) == len(set(urls)) == expected else [f"{len(set(urls))} of {expected} labels"]
    return found + [url for url in urls if urlsplit(url).netloc.lower() != host or url != url.upper()]


def strangers(site: Installation, urls: list[str], product: str) -> list[str]:
    """The labels whose page is not that of the product, or that are sent on instead of answered."""
    visitor, found = Visitor(site.base_url), []
    for url in urls:
        answer = visitor.once(urlsplit(url).path)
        if answer.status != 200 or heading(answer.text) not in OPENED or product not in answer.text:
            found.append(f"{url}: {answer.status} {heading(answer.text)}")
    return found
