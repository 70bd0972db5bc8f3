"""The first page of every file: a ruler, a trial code and the corners of the labels.

Most misprints are “fit to page”. A sheet of stamps costs money, so the page that shows it comes first.
"""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from txng.stamps.labels import wording
from txng.stamps.labels.fonts import BOLD, REGULAR, fit
from txng.stamps.labels.qr import QUIET_ZONE, exact
from txng.stamps.labels.templates import MM, Template, TextBox

RULER_MM = 50
ARM = 1.0
LEFT, STEP = 31.0, 42.0
TRIAL_MODULE = 1.0  # twice the size of a label's: whoever cannot read this has another trouble than size


def draw_corners(canvas: Canvas, template: Template, *, rim_only: bool = False) -> None:
    """Light cut marks at the corners of the labels, and nothing along their edges."""
    edges_x, edges_y = set(), set()
    for place in range(template.per_sheet):
        x, y = template.origin(place)
        edges_x |= {round(x, 4), round(x + template.width, 4)}
        edges_y |= {round(y, 4), round(y + template.height, 4)}
    rim_x, rim_y = {min(edges_x), max(edges_x)}, {min(edges_y), max(edges_y)}
    canvas.setStrokeGray(0.65)
    canvas.setLineWidth(0.25)
    lines = []
    for x in sorted(edges_x):
        for y in sorted(edges_y):
            if not rim_only or x in rim_x or y in rim_y:
                lines.append(((x - ARM) * MM, y * MM, (x + ARM) * MM, y * MM))
                lines.append((x * MM, (y - ARM) * MM, x * MM, (y + ARM) * MM))
    canvas.lines(lines)


def draw_calibration_page(
    canvas: Canvas, template: Template, *, host: str, url: str, title: str, offset_mm: tuple[float, float]
) -> None:
    canvas.translate(offset_mm[0] * MM, offset_mm[1] * MM)
    draw_corners(canvas, template, rim_only=True)
    top = template.page[1]
    y = _paragraph(canvas, LEFT, top - 40, wording.CALIBRATION, size=15, bold=True)
    y = _paragraph(canvas, LEFT, y - 1, " · ".join(filter(None, (title, host.lower()))), size=10)
    about = wording.SIZE.format(
        name=template.name,
        width=number(template.width),
        height=number(template.height),
        count=template.per_sheet,
        module=number(template.module),
    )
    _paragraph(canvas, LEFT, y, about, size=10)
    y = top - 84
    _step(canvas, y, 1)
    _ruler(canvas, STEP, y - 3)
    _paragraph(canvas, STEP, y - 15, wording.RULER, size=10, bold=True)
    y = top - 122
    _step(canvas, y, 2)
    side = _trial_symbol(canvas, STEP - QUIET_ZONE * TRIAL_MODULE, y + 7, url)
    _paragraph(canvas, STEP + side, y, wording.TEST_QR, size=11, width=140 - side)
    y = top - 165
    _step(canvas, y, 3)
    y = _paragraph(canvas, STEP, y, wording.CORNERS, size=11)
    x_off, y_off = (number(value, signed=True) for value in offset_mm)
    _paragraph(canvas, STEP, y - 1, wording.OFFSET.format(x=x_off, y=y_off), size=11)


def _step(canvas: Canvas, y: float, number: int) -> None:
    canvas.setFillGray(0)
    canvas.circle((LEFT + 3) * MM, (y + 1.4) * MM, 3.4 * MM, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setFont(BOLD, 11)
    canvas.drawCentredString((LEFT + 3) * MM, y * MM, str(number))
    canvas.setFillGray(0)


def number(value: float, *, signed: bool = False) -> str:
    """Vietnamese decimal comma."""
    return f"{value:{'+' if signed else ''}.1f}".replace(".", ",").removesuffix("" if signed else ",0")


def _paragraph(
    canvas: Canvas, x: float, y: float, text: str, *, size: float, bold: bool = False, width: float = 140
) -> float:
    """Draw from `y` mm downwards and return where the next may begin."""
    box = TextBox(x=x, top=0, width=width, height=100, size=size, smallest=size, lines=9, bold=bold)
    canvas.setFillGray(0)
    canvas.setFont(BOLD if bold else REGULAR, size)
    for line in fit(text, box)[1]:
        canvas.drawString(x * MM, y * MM, line)
        y -= size * 1.4 / MM
    return y


def _ruler(canvas: Canvas, x: float, y: float) -> None:
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.5)
    canvas.line(x * MM, y * MM, (x + RULER_MM) * MM, y * MM)
    canvas.setFont(REGULAR, 8)
    canvas.setFillGray(0)
    for mm in range(RULER_MM + 1):
        height = 5.0 if mm % 10 == 0 else 3.5 if mm % 5 == 0 else 2.0
        canvas.line((x + mm) * MM, y * MM, (x + mm) * MM, (y + height) * MM)
        if mm % 10 == 0:
            canvas.drawCentredString((x + mm) * MM, (y - 4) * MM, str(mm) if mm < RULER_MM else f"{mm} mm")


def _trial_symbol(canvas: Canvas, x: float, top: float, url: str) -> float:
    """The trial code as squares; returns its side in mm with the quiet zone."""
    symbol = exact(url)
    row = (symbol.size + 7) // 8
    side = (symbol.size + 2 * QUIET_ZONE) * TRIAL_MODULE
    canvas.setFillGray(0)
    path = canvas.beginPath()
    for line in range(symbol.size):
        bits = int.from_bytes(symbol.bits[line * row : (line + 1) * row], "big") >> (row * 8 - symbol.size)
        for column in range(symbol.size):
            if bits >> (symbol.size - 1 - column) & 1:
                left = x + (QUIET_ZONE + column) * TRIAL_MODULE
                bottom = top - (QUIET_ZONE + line + 1) * TRIAL_MODULE
                path.rect(left * MM, bottom * MM, TRIAL_MODULE * MM, TRIAL_MODULE * MM)
    canvas.drawPath(path, stroke=0, fill=1)
    return side
