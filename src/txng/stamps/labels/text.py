"""What stands on a label and where: lines of text in points from its lower left corner, the same for every format.

The order is that of ux.md 3.7: symbol, typed code, domain, hint, product, lot and date. What has no box on a small
label is not printed on it (T1: symbol, code and domain alone); what is too long for its box ends in an ellipsis,
after a whole word where one fits, and neither the date nor a code is ever cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from txng.kernel.text import CROCKFORD, group4
from txng.stamps.labels import wording
from txng.stamps.labels.fonts import ASCENT, BOLD, DESCENT, ELLIPSIS, LINE, fit, name_of, width_of
from txng.stamps.labels.templates import MM, Template, TextBox


@dataclass(frozen=True, slots=True)
class LabelText:
    """One stamp. `code` is the serial; on shared labels the lot's number or the product code.

    `pin` are the eight digits under the scratch layer of a scratch stamp; they stand only on templates with a field
    for them, and a label without them has none.
    """

    url: str
    code: str
    product: str = ""
    lot: str = ""
    expiry: date | None = None
    gtin: str = ""
    number: int = 0
    pin: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    x: float
    y: float
    text: str
    font: str
    size: float
    scale: float = 1.0


def placed(template: Template, box: TextBox | None, text: str, *, breaks: str = " ") -> list[Line]:
    """The text in its box of the template, wrapped, in the largest size that fits."""
    if box is None or not text:
        return []
    size, lines = fit(text, box, breaks=breaks)
    if not lines:
        return []
    step, name = size * LINE, name_of(box)
    block = step * (len(lines) - 1) + size * (ASCENT + DESCENT)
    above = box.height * MM - block
    shift = above if box.at_bottom else above / 2 if box.centred else 0.0
    y = (template.height - box.top) * MM - shift - size * ASCENT
    made = []
    for number, line in enumerate(lines):
        x = box.x * MM
        if box.centred:
            x += (box.width * MM - width_of(line, name, size)) / 2
        made.append(Line(x, y - number * step, line, name, size))
    return made


def shared_lines(template: Template, label: LabelText, host: str, hint: str = wording.HINT) -> list[Line]:
    """All that the labels of a lot have in common."""
    return [
        *placed(template, template.domain, host.lower(), breaks="."),
        *placed(template, template.hint, hint),
        *placed(template, template.product, label.product),
        *placed(template, template.lot, about(template, label)),
        *placed(template, template.pin_hint, wording.PIN if label.pin else ""),
    ]


def about(template: Template, label: LabelText) -> str:
    """Lot and date. When both are too much, the lot's end is cut and never the date."""
    box, lot = template.lot, label.lot
    when = wording.EXPIRY.format(expiry=f"{label.expiry:%d/%m/%Y}") if label.expiry else ""
    text = wording.BETWEEN.join(filter(None, (wording.LOT.format(lot=lot) if lot else "", when)))
    while box and when and lot and fit(text, box)[1][-1].endswith(ELLIPSIS):
        lot = lot[:-1]
        text = wording.BETWEEN.join((wording.LOT.format(lot=lot + ELLIPSIS), when))
    return text


def own_lines(template: Template, label: LabelText) -> Iterator[Line]:
    """What one label has for itself: its code, and its hidden number where it has one."""
    yield from code_lines(template, template.code, label.code)
    if label.pin and template.pin:
        yield from code_lines(template, template.pin, label.pin)


def code_lines(template: Template, box: TextBox, code: str) -> list[Line]:
    text = group4(code) if len(code) == 16 else code
    if not _SIGNS.issuperset(text):  # a lot's number on a shared label: rare, and it may be wrapped
        return placed(template, box, code)
    width = sum(map(_WIDTH.__getitem__, text)) * box.size
    # The widest serials are set narrower, never lower: 7 pt is the least a person reads aloud.
    scale = min(1.0, box.width * MM / width)
    x = (box.x + box.width / 2) * MM - width * scale / 2
    y = (template.height - box.top - box.height / 2) * MM - 0.35 * box.size
    return [Line(x, y, text, BOLD, box.size, scale)]


_SIGNS = frozenset(CROCKFORD + "-")
_WIDTH = {sign: width_of(sign, BOLD, 1) for sign in _SIGNS}
