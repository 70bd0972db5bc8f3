"""The label sheet: a calibration page, then A4 pages of labels (ux.md 3.7).

What all labels of a lot share (names, hint, domain) is drawn once as a form and placed; a label of its own
adds its symbol and its code. Symbols are 1-bit image masks, which printers scale by whole dots instead of
smoothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from txng.kernel.text import CROCKFORD, group4
from txng.stamps.labels import wording
from txng.stamps.labels.calibration import draw_calibration_page, draw_corners
from txng.stamps.labels.fonts import BOLD, ELLIPSIS, REGULAR, fit, font, width_of
from txng.stamps.labels.qr import QUIET_ZONE, Symbol, symbols
from txng.stamps.labels.templates import MM, Template
from txng.stamps.labels.text import draw_box

AT_ONCE = 64  # sheets whose symbols are made together


@dataclass(frozen=True, slots=True)
class LabelText:
    """One stamp. `code` is the serial; on shared labels the lot's number or the product code."""

    url: str
    code: str
    product: str = ""
    lot: str = ""
    expiry: date | None = None


class LabelTooSmall(ValueError):
    """The host is so long that the modules of the symbol would fall below what phones read."""


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
) -> int:
    """Write the PDF and return the number of labels. Equal input gives equal bytes."""
    font(REGULAR), font(BOLD)  # the canvas finds fonts by name only once they are loaded
    page = (template.page[0] * MM, template.page[1] * MM)
    canvas = Canvas(out, pagesize=page, pageCompression=1, invariant=1, lang="vi-VN")
    canvas.setTitle(f"{wording.TITLE} – {title}" if title else wording.TITLE)
    canvas.setAuthor(host.lower())
    canvas.setViewerPreference("PrintScaling", "None")  # Acrobat then offers 100 % by itself
    draw_calibration_page(canvas, template, host=host, url=test_url, title=title, offset_mm=offset_mm)
    canvas.showPage()
    sheet = _Sheets(canvas, template, host, title, offset_mm)
    for chunk in _chunks(labels, AT_ONCE * template.per_sheet):
        made = symbols([label.url for label in chunk])
        for start in range(0, len(chunk), template.per_sheet):
            end = start + template.per_sheet
            sheet.draw(chunk[start:end], made[start:end])
            if progress:
                progress(sheet.done)
    canvas.save()
    return sheet.done


def _chunks(labels: Iterable[LabelText], size: int) -> Iterator[list[LabelText]]:
    rest = iter(labels)
    while chunk := list(islice(rest, size)):
        yield chunk


class _Sheets:
    def __init__(
        self, canvas: Canvas, template: Template, host: str, title: str, offset_mm: tuple[float, float]
    ) -> None:
        self.canvas, self.template, self.host, self.title = canvas, template, host, title
        self.offset = (offset_mm[0] * MM, offset_mm[1] * MM)
        self.done = self.count = 0
        self.forms: dict[tuple[str, str, date | None], str] = {}
        self.places = [(x * MM, y * MM) for x, y in (template.origin(place) for place in range(template.per_sheet))]
        self.corners = "corners"
        canvas.beginForm(self.corners, 0, 0, template.page[0] * MM, template.page[1] * MM)
        draw_corners(canvas, template)
        canvas.endForm()
        # Codes are written past reportlab's text objects, which cost more than all the rest of a label.
        signs = CROCKFORD + "-"
        (_, encoded), *more = font(BOLD).splitString(signs, canvas._doc)
        assert not more, "the signs of a code must share one font subset"
        self.sign = {sign: f"{byte:02x}" for sign, byte in zip(signs, encoded, strict=True)}
        self.sign_width = {sign: width_of(sign, BOLD, 1) for sign in signs}
        self.code_font = font(BOLD).getSubsetInternalName(0, canvas._doc)

    def draw(self, labels: list[LabelText], made: list[Symbol]) -> None:
        canvas, first = self.canvas, self.done + 1
        canvas.translate(*self.offset)
        canvas.doForm(self.corners)
        for (x, y), label, symbol in zip(self.places, labels, made, strict=False):
            form = self._form(label)
            canvas.saveState()
            canvas.translate(x, y)
            canvas.doForm(form)
            canvas._code.append(self._symbol(symbol))
            self._code(label.code)
            canvas.restoreState()
        self.done += len(labels)
        self.count += 1
        self._footer(first)
        canvas.showPage()

    def _form(self, label: LabelText) -> str:
        key = (label.product, label.lot, label.expiry)
        if key not in self.forms:
            self.forms[key] = name = f"label{len(self.forms)}"
            template, canvas = self.template, self.canvas
            canvas.beginForm(name, 0, 0, template.width * MM, template.height * MM)
            draw_box(canvas, template, template.domain, self.host.lower(), breaks=".")
            draw_box(canvas, template, template.hint, wording.HINT)
            draw_box(canvas, template, template.product, label.product)
            draw_box(canvas, template, template.lot, self._about(label))
            canvas.endForm()
        return self.forms[key]

    def _about(self, label: LabelText) -> str:
        """Lot and date. When both are too much, the lot's end is cut and never the date."""
        box, lot = self.template.lot, label.lot
        when = wording.EXPIRY.format(expiry=f"{label.expiry:%d/%m/%Y}") if label.expiry else ""
        text = wording.BETWEEN.join(filter(None, (wording.LOT.format(lot=lot) if lot else "", when)))
        while box and when and lot and fit(text, box)[1][-1].endswith(ELLIPSIS):
            lot = lot[:-1]
            text = wording.BETWEEN.join((wording.LOT.format(lot=lot + ELLIPSIS), when))
        return text

    def _symbol(self, symbol: Symbol) -> str:
        x, y, side = place_symbol(self.template, symbol.size)
        n = symbol.size
        return (
            f"q {side:.4f} 0 0 {side:.4f} {x:.4f} {y:.4f} cm BI /W {n} /H {n} /IM true /D [1 0] /F /AHx ID\n"
            f"{symbol.bits.hex()}>\nEI Q"
        )

    def _code(self, code: str) -> None:
        text = group4(code) if len(code) == 16 else code
        if not self.sign.keys() >= set(text):  # a lot's number on a shared label: rare, drawn the slow way
            draw_box(self.canvas, self.template, self.template.code, code)
            return
        box = self.template.code
        width = sum(map(self.sign_width.__getitem__, text)) * box.size
        # The widest serials are set narrower, never lower: 7 pt is the least a person reads aloud.
        scale = min(1.0, box.width * MM / width)
        x = (box.x + box.width / 2) * MM - width * scale / 2
        y = (self.template.height - box.top - box.height / 2) * MM - 0.35 * box.size
        shown = "".join(map(self.sign.__getitem__, text))
        setting = f"{self.code_font} {box.size} Tf {scale * 100:.3f} Tz"
        self.canvas._code.append(f"BT {setting} 1 0 0 1 {x:.4f} {y:.4f} Tm <{shown}> Tj ET")

    def _footer(self, first: int) -> None:
        text = wording.SHEET.format(sheet=self.count, first=first, last=self.done)
        self.canvas.setFont(REGULAR, 7)
        self.canvas.setFillGray(0.45)
        self.canvas.drawString(25 * MM, 14 * MM, " · ".join(filter(None, (text, self.title))))


def place_symbol(template: Template, size: int) -> tuple[float, float, float]:
    """Lower left corner and side in points of the dark part: whole modules in the middle of their box."""
    module = min(template.module, template.qr_side / (size + 2 * QUIET_ZONE))
    if module < template.smallest_module:
        raise LabelTooSmall(f"{size} modules do not fit {template.name}")
    side = module * size
    inset = (template.qr_side - side) / 2
    return (template.qr_x + inset) * MM, (template.height - template.qr_top - inset - side) * MM, side * MM
