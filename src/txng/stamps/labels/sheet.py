"""The label sheet (T7): a calibration page, then A4 pages of labels (ux.md 3.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO

from txng.stamps.labels import wording
from txng.stamps.labels.calibration import draw_calibration_page, draw_corners
from txng.stamps.labels.carriers import Carrier
from txng.stamps.labels.document import LabelDocument, chunks
from txng.stamps.labels.drawing import Drawing
from txng.stamps.labels.pdf import num
from txng.stamps.labels.templates import MM, Template
from txng.stamps.labels.text import LabelText


def write_sheet(
    out: BinaryIO,
    *,
    template: Template,
    labels: Iterable[LabelText],
    host: str,
    test_url: str,
    title: str = "",
    offset_mm: tuple[float, float] = (0.0, 0.0),
    progress: Callable[[int], None] | None = None,
    carrier: Carrier = Carrier.QR,
) -> int:
    """Write the PDF and return the number of labels. Equal input gives equal bytes."""
    document = LabelDocument(out, template, host=host, title=title, carrier=carrier)
    size = (template.page[0] * MM, template.page[1] * MM)
    first = document.drawing()
    draw_calibration_page(first, template, host=host, url=test_url, title=title, offset_mm=offset_mm)
    document.pages.add(first.bytes(), size)
    corners = document.drawing()
    draw_corners(corners, template)
    document.add_form("Corners", corners, size)
    places = [f"q 1 0 0 1 {num(x * MM)} {num(y * MM)} cm\n" for x, y in map(template.origin, range(template.per_sheet))]
    done = 0
    for sheet, chunk in enumerate(chunks(document.with_symbols(labels), template.per_sheet), 1):
        page = document.drawing()
        page.shift(*offset_mm)
        page.raw("/Corners Do\n")
        for place, (label, symbol) in zip(places, chunk, strict=False):
            page.raw(f"{place}{document.label(label, symbol)}Q\n")
        told = wording.SHEET.format(sheet=sheet, first=done + 1, last=done + len(chunk))
        done += len(chunk)
        _footer(page, template, " · ".join(filter(None, (told, title))))
        document.pages.add(page.bytes(), size)
        if progress:
            progress(done)
    document.close()
    return done


def _footer(page: Drawing, template: Template, text: str) -> None:
    """In the margin under the last row, where there is one that printers reach."""
    below = min(template.origin(place)[1] for place in range(template.per_sheet))
    if below < 6:
        return
    page.grey(0.45)
    page.text(max(template.origin(0)[0], 10), min(14.0, below - 2.6), text, size=7 if below > 9 else 6)
