"""Labels on rolls: one a page of its own size, as a label printer takes them.

A roll begins and ends with a label that names it, so that a roll found loose in a store room says what it is and
whoever activates by roll reads the first and the last number from it. The first roll begins with the ruler and the
trial code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import BinaryIO

from txng.stamps.labels import wording
from txng.stamps.labels.calibration import draw_ruler_label
from txng.stamps.labels.carriers import Carrier, symbols
from txng.stamps.labels.document import LabelDocument, chunks
from txng.stamps.labels.drawing import Drawing
from txng.stamps.labels.fonts import LINE, fit
from txng.stamps.labels.templates import MM, Template, TextBox
from txng.stamps.labels.text import LabelText

ROLL = 2_000  # labels of a common roll


def write_roll(
    out: BinaryIO,
    *,
    template: Template,
    labels: Iterable[LabelText],
    total: int,
    host: str,
    test_url: str,
    title: str = "",
    roll_size: int = ROLL,
    offset_mm: tuple[float, float] = (0.0, 0.0),
    progress: Callable[[int], None] | None = None,
    carrier: Carrier = Carrier.QR,
) -> int:
    """Write the PDF and return the number of labels; `total` is theirs, named on the first roll already."""
    document = LabelDocument(out, template, host=host, title=title, carrier=Carrier.QR)
    size = (template.width * MM, template.height * MM)
    ruler = document.drawing()
    ruler.shift(*offset_mm)
    draw_ruler_label(ruler, template, title=title)
    document.pages.add(ruler.bytes(), size)
    trial = LabelText(url=test_url, code="TEST", product=wording.TRIAL)
    [symbol] = symbols([trial])
    first = document.drawing()
    first.shift(*offset_mm)
    first.raw(document.label(trial, symbol))
    document.pages.add(first.bytes(), size)

    document.use(carrier)
    rolls = max(1, -(-total // roll_size))
    done = 0
    for number, roll in enumerate(chunks(document.with_symbols(labels), roll_size), 1):
        about = wording.ROLL_ABOUT.format(title=title, first=done + 1, last=done + len(roll)).removesuffix(" · ")
        _name(document, template, wording.ROLL.format(roll=number, rolls=rolls), about, offset_mm)
        for label, symbol in roll:
            page = document.drawing()
            page.shift(*offset_mm)
            page.raw(document.label(label, symbol))
            document.pages.add(page.bytes(), size)
        done += len(roll)
        _name(document, template, wording.ROLL_END.format(roll=number, rolls=rolls), about, offset_mm)
        if progress:
            progress(done)
    document.close()
    return done


def _name(document: LabelDocument, template: Template, head: str, about: str, offset_mm: tuple[float, float]) -> None:
    """A label in white on black, so that nobody takes it for a stamp."""
    page = document.drawing()
    page.shift(*offset_mm)
    page.grey(0)
    inset = 1.0
    if template.round:
        page.circle(template.width / 2, template.height / 2, template.width / 2 - inset, filled=True)
    else:
        page.box(inset, inset, template.width - 2 * inset, template.height - 2 * inset)
    page.grey(1)
    width = template.width - (9.0 if template.round else 5.0)
    y = _line(page, template, head, template.height * 0.6, width, 14, lines=1)
    _line(page, template, about, y - 0.6, width, 8, lines=3)
    document.pages.add(page.bytes(), (template.width * MM, template.height * MM))


def _line(page: Drawing, template: Template, text: str, y: float, width: float, size: float, *, lines: int) -> float:
    box = TextBox(x=0, top=0, width=width, height=y - 2, size=size, smallest=5, lines=lines, bold=lines == 1)
    size, found = fit(text, box)
    for line in found:
        page.text(template.width / 2, y, line, size=size, bold=box.bold, centred=True)
        y -= size * LINE / MM
    return y
