"""SVG for print houses that set their own sheets: one file a sheet of the template, every size in millimetres.

Letters are curves and symbols are squares, so nothing depends on the fonts of the machine that opens it. A label is a
group named by its number.
"""

from __future__ import annotations

from collections.abc import Iterable

from txng.stamps.labels.carriers import Carrier, hint, place_symbol
from txng.stamps.labels.drawing import runs
from txng.stamps.labels.outline import path
from txng.stamps.labels.pdf import num
from txng.stamps.labels.qr import Symbol
from txng.stamps.labels.templates import MM, Template
from txng.stamps.labels.text import LabelText, Line, own_lines, shared_lines


def sheet(
    template: Template, labels: list[tuple[LabelText, Symbol]], *, host: str, carrier: Carrier = Carrier.QR
) -> str:
    """One sheet; `labels` are at most as many as stand on it."""
    width, height = template.page
    shared: dict[str, str] = {}
    groups = []
    for place, (label, symbol) in enumerate(labels):
        x, y = template.origin(place)
        text = _text(template, shared_lines(template, label, host, hint(carrier)))
        name = shared.setdefault(text, f"chung{len(shared) + 1}")
        groups.append(
            f'<g id="tem-{label.number or place + 1}" '
            f'transform="translate({num(x * MM)} {num((height - y - template.height) * MM)})">'
            f'<use xlink:href="#{name}"/><path class="ma" d="{_symbol(template, symbol, carrier)}"/>'
            f'<path d="{_text(template, own_lines(template, label))}"/></g>'
        )
    defs = "".join(f'<path id="{name}" d="{drawn}"/>' for drawn, name in shared.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{num(width)}mm" height="{num(height)}mm" '
        f'viewBox="0 0 {num(width * MM)} {num(height * MM)}">\n<defs>{defs}</defs>\n' + "\n".join(groups) + "\n</svg>\n"
    )


def _text(template: Template, lines: Iterable[Line]) -> str:
    height = template.height * MM
    return "".join(path(line.text, line.font, line.size, line.x, height - line.y, line.scale) for line in lines)


def _symbol(template: Template, symbol: Symbol, carrier: Carrier) -> str:
    place = place_symbol(template, symbol.size, carrier)
    module, top = place.side / symbol.size, template.height * MM - place.y - place.side
    m = num(module)
    return "".join(
        f"M{num(place.x + column * module)} {num(top + line * module)}"
        f"h{num(length * module)}v{m}h-{num(length * module)}z"
        for line, column, length in runs(symbol)
    )
