"""Paper read by machine: pages of a PDF as pictures, and the QR codes on them."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image


def pages(pdf: bytes, dpi: int = 203) -> list[Any]:
    """Each page in grey, as a printer of that many dots an inch would put it on paper."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]


def codes(picture: Any) -> list[str]:
    """The texts of all QR codes on a page, row by row as one reads."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    row = max(1, picture.height // 40)
    return [one.text for one in sorted(found, key=lambda one: (_top(one) // row, one.position.top_left.x))]


def _top(code: Any) -> int:
    corners = code.position
    return int(min(corners.top_left.y, corners.top_right.y, corners.bottom_left.y, corners.bottom_right.y))


def words(pdf: bytes) -> str:
    """All text of a PDF in one line."""
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def photo(colour: str = "seagreen", size: tuple[int, int] = (800, 600)) -> bytes:
    """A small JPEG that passes for a photo from a phone."""
    out = io.BytesIO()
    picture = Image.radial_gradient("L").resize(size)
    Image.merge("RGB", [picture, Image.new("L", size, 120), Image.new("L", size, 60)]).convert("RGB").save(out, "JPEG")
    return out.getvalue() if colour == "seagreen" else _plain(colour, size)


def _plain(colour: str, size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def upload(name: str = "anh.jpg", colour: str = "seagreen") -> dict[str, Any]:
    """What Playwright puts into a file field."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": photo(colour)}
