"""The first page of every file: a ruler, a trial code and the corners of the labels.

Most misprints are “fit to page”. A sheet of stamps costs money, so the page that shows it comes first. A roll has no
such page: its first label is a ruler, its second the trial code where every label has its own.
"""

from __future__ import annotations

from txng.stamps.labels import wording
from txng.stamps.labels.drawing import Drawing
from txng.stamps.labels.fonts import fit
from txng.stamps.labels.qr import QUIET_ZONE, exact
from txng.stamps.labels.templates import Template, TextBox

RULER_MM = 50
ARM = 1.0
TRIAL_MODULE = 1.0  # twice the size of a label's: whoever cannot read this has another trouble than size


def draw_corners(page: Drawing, template: Template, *, rim_only: bool = False) -> None:
    """Light cut marks at the corners of the labels, and nothing along their edges; a ring where labels are round."""
    page.grey(0.65)
    if template.round:
        for place in range(template.per_sheet):
            x, y = template.origin(place)
            page.raw("0.25 w\n")
            page.circle(x + template.width / 2, y + template.height / 2, template.width / 2, filled=False)
        page.grey(0)
        return
    edges_x, edges_y = set(), set()
    for place in range(template.per_sheet):
        x, y = template.origin(place)
        edges_x |= {round(x, 4), round(x + template.width, 4)}
        edges_y |= {round(y, 4), round(y + template.height, 4)}
    rim_x, rim_y = {min(edges_x), max(edges_x)}, {min(edges_y), max(edges_y)}
    lines = []
    for x in sorted(edges_x):
        for y in sorted(edges_y):
            if not rim_only or x in rim_x or y in rim_y:
                lines.append((x - ARM, y, x + ARM, y))
                lines.append((x, y - ARM, x, y + ARM))
    page.lines(lines, 0.25)
    page.grey(0)


def draw_calibration_page(
    page: Drawing, template: Template, *, host: str, url: str, title: str, offset_mm: tuple[float, float]
) -> None:
    page.shift(*offset_mm)
    if not template.round:
        draw_corners(page, template, rim_only=True)
    wide, top = template.page
    left = 31.0 if wide >= 200 else 14.0
    step, width = left + 11, wide - left - 39
    y = page.paragraph(left, top - 40, wording.CALIBRATION, size=15, bold=True, width=width + 11)
    y = page.paragraph(left, y - 1, " · ".join(filter(None, (title, host.lower()))), size=10, width=width + 11)
    about = wording.SIZE.format(
        name=template.name,
        width=number(template.width),
        height=number(template.height),
        count=template.per_sheet,
        module=number(template.module, places=3),
    )
    page.paragraph(left, y, about, size=10, width=width + 11)
    y = top - 84
    _step(page, left, y, 1)
    _ruler(page, step, y - 3, RULER_MM)
    page.paragraph(step, y - 15, wording.RULER, size=10, bold=True, width=width)
    y = top - 122
    _step(page, left, y, 2)
    side = _trial_symbol(page, step - QUIET_ZONE * TRIAL_MODULE, y + 7, url)
    page.paragraph(step + side, y, wording.TEST_QR, size=11, width=width - side)
    y = top - 165
    _step(page, left, y, 3)
    y = page.paragraph(step, y, wording.CORNERS, size=11, width=width)
    x_off, y_off = (number(value, signed=True) for value in offset_mm)
    page.paragraph(step, y - 1, wording.OFFSET.format(x=x_off, y=y_off), size=11, width=width)


def draw_ruler_label(page: Drawing, template: Template, *, title: str) -> None:
    """The first label of a roll: as long a ruler as fits, and the rim of the label."""
    w, h, inset = template.width, template.height, 1.0
    mm = int((w - 8) // 10) * 10
    page.grey(0)
    if template.round:
        page.raw("0.4 w\n")
        page.circle(w / 2, h / 2, w / 2 - inset, filled=False)
    else:
        rim = [(inset, inset, w - inset, inset), (w - inset, inset, w - inset, h - inset)]
        page.lines([*rim, (w - inset, h - inset, inset, h - inset), (inset, h - inset, inset, inset)], 0.4)
    _ruler(page, (w - mm) / 2, h / 2 - 0.5, mm)
    for text, y, bold in ((title, h / 2 + 5.6, True), (wording.ROLL_RULER.format(mm=mm), h / 2 - 7.2, False)):
        box = TextBox(x=0, top=0, width=mm + 2, height=3, size=7, smallest=5, bold=bold)
        size, lines = fit(text, box)
        for line in lines:
            page.text(w / 2, y, line, size=size, bold=bold, centred=True)


def _step(page: Drawing, left: float, y: float, number: int) -> None:
    page.grey(0)
    page.circle(left + 3, y + 1.4, 3.4, filled=True)
    page.grey(1)
    page.text(left + 3, y, str(number), size=11, bold=True, centred=True)
    page.grey(0)


def number(value: float, *, signed: bool = False, places: int = 1) -> str:
    """Vietnamese decimal comma."""
    told = f"{value:{'+' if signed else ''}.{places}f}".replace(".", ",")
    return told if signed else told.rstrip("0").removesuffix(",")


def _ruler(page: Drawing, x: float, y: float, length: int) -> None:
    lines = [(x, y, x + length, y)]
    for mm in range(length + 1):
        lines.append((x + mm, y, x + mm, y + (5.0 if mm % 10 == 0 else 3.5 if mm % 5 == 0 else 2.0)))
    page.lines(lines, 0.5)
    for mm in range(0, length + 1, 10):
        page.text(x + mm, y - 4, str(mm) if mm < length else f"{mm} mm", size=8 if length == 50 else 6, centred=True)


def _trial_symbol(page: Drawing, x: float, top: float, url: str) -> float:
    """The trial code as squares; returns its side in mm with the quiet zone."""
    made = exact(url)
    page.symbol(made, x + QUIET_ZONE * TRIAL_MODULE, top - (QUIET_ZONE + made.size) * TRIAL_MODULE, TRIAL_MODULE)
    return (made.size + 2 * QUIET_ZONE) * TRIAL_MODULE
