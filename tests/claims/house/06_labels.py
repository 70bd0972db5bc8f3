"""The label PDF as a phone reads it."""

from __future__ import annotations

import http.client
import io
import re
from urllib.parse import urlsplit

import pypdfium2
import zxingcpp

from tests.claims.framework import Claim, Context, Measured
from txng.provinces import load

CLAIM = Claim(
    "house-06",
    "Every label of the PDF decodes at 203 and 300 dpi, carries the province's host, and with scheme and host swapped opens its own page (UX-20, CB-11.6).",
    vi="Mọi tem trong tệp PDF đọc được ở 203 và 300 dpi, mang tên miền của tỉnh và mở đúng trang của mình.",
)
PROVINCES = ("can-tho", "cao-bang", "dak-nong")
MAKE = """
import sys
from txng.stamps.models import PrintOrder
from txng.stamps.printing import write_labels
order = PrintOrder.objects.filter(state="downloaded").order_by("id").first()
with open(sys.argv[1] if len(sys.argv) > 1 else {path!r}, "wb") as out:
    write_labels(out, order)
print("LABELS", order.batch.quantity)
"""


def sheet(ctx: Context, province: str) -> tuple[bytes, int]:
    """The print file of the demo's first order, and how many labels it must hold."""
    site = ctx.installation(province)
    path = site.state / "labels.pdf"
    said = site.manage("shell", "-v", "0", "-c", MAKE.format(path=str(path)))
    return path.read_bytes(), int(re.search(r"LABELS (\d+)", said)[1])  # type: ignore[index]


def decoded(pdf: bytes, dpi: int, *, spoil: bool = False) -> list[str]:
    """What a reader finds on each page but the calibration page."""
    found: list[str] = []
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    for number in range(1, len(document)):
        image = document[number].render(scale=dpi / 72).to_pil().convert("L")
        if spoil:  # a bar over the first column, as a stuck print head leaves it
            image.paste(0, (int(image.width * 0.06), 0, int(image.width * 0.09), image.height))
        found += [code.text for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]
    return found


def title_of(base_url: str, url: str) -> tuple[int, str]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=20)
    connection.request("GET", parts.path, headers={"User-Agent": "claim"})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.S)
    return answer.status, heading[1].strip() if heading else ""


def measure(ctx: Context) -> Measured:
    labels, wrong = 0, []
    for province in PROVINCES:
        site, host = ctx.installation(province), load(province).identity.host
        pdf, expected = sheet(ctx, province)
        for dpi in (203, 300):
            urls = decoded(pdf, dpi)
            if len(set(urls)) != expected:
                wrong.append(f"{province} {dpi} dpi: {len(set(urls))} of {expected}")
            wrong += [url for url in urls if urlsplit(url).netloc.lower() != host or url != url.upper()]
        for url in urls[:: max(1, len(urls) // 12)]:
            status, heading = title_of(site.base_url, url)
            if status != 200 or heading not in ("Mã hợp lệ", "Mã chưa kích hoạt"):
                wrong.append(f"{url}: {status} {heading}")
        labels += expected
    return Measured(not wrong, f"{labels} labels × 2 resolutions decoded" if not wrong else f"{wrong[:3]}", labels)


def control(ctx: Context) -> bool:
    pdf, expected = sheet(ctx, PROVINCES[0])
    return len(set(decoded(pdf, 203, spoil=True))) < expected
