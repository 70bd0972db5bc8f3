"""Lines, squares and text as PDF operators, measured in mm from the lower left corner of the page."""

from __future__ import annotations

from collections.abc import Iterable

from txng.stamps.labels.embedding import Fonts
from txng.stamps.labels.fonts import BOLD, REGULAR, fit, width_of
from txng.stamps.labels.pdf import num
from txng.stamps.labels.qr import Symbol
from txng.stamps.labels.templates import MM, TextBox

_ROUND = 0.5523  # of a radius: where the handles of a quarter circle stand


class Drawing:
    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self.parts: list[str] = []

    def bytes(self) -> bytes:
        return "".join(self.parts).encode("ascii")

    def raw(self, operators: str) -> None:
        self.parts.append(operators)

    def shift(self, x: float, y: float) -> None:
        if x or y:
            self.parts.append(f"1 0 0 1 {num(x * MM)} {num(y * MM)} cm\n")

    def grey(self, level: float) -> None:
        self.parts.append(f"{level:g} g {level:g} G\n")

    def lines(self, ends: Iterable[tuple[float, float, float, float]], width: float) -> None:
        drawn = "".join(f"{num(a * MM)} {num(b * MM)} m {num(c * MM)} {num(d * MM)} l\n" for a, b, c, d in ends)
        self.parts.append(f"{width:g} w\n{drawn}S\n")

    def circle(self, x: float, y: float, radius: float, *, filled: bool) -> None:
        r, k = radius, radius * _ROUND
        quarters = [
            (x + r, y + k, x + k, y + r, x, y + r),
            (x - k, y + r, x - r, y + k, x - r, y),
            (x - r, y - k, x - k, y - r, x, y - r),
            (x + k, y - r, x + r, y - k, x + r, y),
        ]
        self.parts.append(f"{num((x + r) * MM)} {num(y * MM)} m\n")
        self.parts += [" ".join(num(value * MM) for value in quarter) + " c\n" for quarter in quarters]
        self.parts.append("f\n" if filled else "s\n")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.parts.append(" ".join(num(value * MM) for value in (x, y, width, height)) + " re f\n")

    def text(self, x: float, y: float, text: str, *, size: float, bold: bool = False, centred: bool = False) -> None:
        name = BOLD if bold else REGULAR
        left = x * MM - (width_of(text, name, size) / 2 if centred else 0)
        self.parts.append(self.fonts.show(left, y * MM, text, name=name, size=size))

    def paragraph(self, x: float, y: float, text: str, *, size: float, width: float, bold: bool = False) -> float:
        """Draw from `y` mm downwards and return where the next may begin."""
        box = TextBox(x=x, top=0, width=width, height=100, size=size, smallest=size, lines=9, bold=bold)
        for line in fit(text, box)[1]:
            self.text(x, y, line, size=size, bold=bold)
            y -= size * 1.4 / MM
        return y

    def symbol(self, made: Symbol, x: float, y: float, module: float) -> None:
        """The symbol as squares, its dark part's lower left corner at (x, y)."""
        for line, column, length in runs(made):
            left, bottom = x + column * module, y + (made.size - 1 - line) * module
            self.parts.append(" ".join(num(v * MM) for v in (left, bottom, length * module, module)) + " re\n")
        self.parts.append("f\n")


def runs(made: Symbol) -> Iterable[tuple[int, int, int]]:
    """(row, first column, length) of the dark modules that stand together in a row."""
    wide = (made.size + 7) // 8
    for line in range(made.size):
        bits = int.from_bytes(made.bits[line * wide : (line + 1) * wide], "big") >> (wide * 8 - made.size)
        column = 0
        for dark, group in _groups(f"{bits:0{made.size}b}"):
            if dark:
                yield line, column, group
            column += group


def _groups(row: str) -> Iterable[tuple[bool, int]]:
    start = 0
    for at in range(1, len(row) + 1):
        if at == len(row) or row[at] != row[start]:
            yield row[start] == "1", at - start
            start = at
