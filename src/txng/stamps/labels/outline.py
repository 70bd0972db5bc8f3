"""Letters as curves: an SVG with them shows every Vietnamese mark whatever fonts the print house has."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from struct import unpack_from

from txng.stamps.labels.fonts import font
from txng.stamps.labels.pdf import num

_ON, _X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = 1, 2, 4, 8, 16, 32
_WORDS, _OFFSETS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 1, 2, 8, 32, 64, 128

Point = tuple[float, float, bool]


def path(text: str, name: str, size: float, x: float, y: float, scale: float = 1.0) -> str:
    """The line of text as SVG path data; `y` runs downwards."""
    face = font(name).face
    unit = size / 1000.0
    parts = []
    for letter in text:
        code = ord(letter)
        for contour in _contours(name, face.charToGlyph.get(code, 0)):
            parts.append(_drawn([(x + px * unit * scale, y - py * unit, on) for px, py, on in contour]))
        x += face.charWidths.get(code, face.defaultWidth) * unit * scale
    return "".join(parts)


def _drawn(points: list[Point]) -> str:
    """Between two off-curve points lies one on the curve, in the middle of both."""
    whole: list[Point] = []
    for here, after in zip(points, [*points[1:], points[0]], strict=True):
        whole.append(here)
        if not here[2] and not after[2]:
            whole.append(((here[0] + after[0]) / 2, (here[1] + after[1]) / 2, True))
    start = next(at for at, point in enumerate(whole) if point[2])
    whole = whole[start:] + whole[: start + 1]
    drawn, at = [f"M{num(whole[0][0])} {num(whole[0][1])}"], 1
    while at < len(whole):
        here = whole[at]
        if here[2]:
            drawn.append(f"L{num(here[0])} {num(here[1])}")
            at += 1
        else:
            end = whole[at + 1]
            drawn.append(f"Q{num(here[0])} {num(here[1])} {num(end[0])} {num(end[1])}")
            at += 2
    return "".join(drawn) + "Z"


@functools.lru_cache(maxsize=1024)
def _contours(name: str, glyph: int) -> tuple[tuple[Point, ...], ...]:
    """In thousandths of the type size, as the fonts here are measured."""
    face = font(name).face
    start, end = face.glyphPos[glyph], face.glyphPos[glyph + 1]
    if start == end:
        return ()
    data = face.get_table("glyf")[start:end]
    count = unpack_from(">h", data)[0]
    found = _composite(name, data) if count < 0 else _simple(data, count)
    return tuple(tuple(contour) for contour in found)


def _simple(data: bytes, count: int) -> Iterator[list[Point]]:
    ends = unpack_from(f">{count}H", data, 10)
    at = 10 + 2 * count
    at += 2 + unpack_from(">H", data, at)[0]
    flags: list[int] = []
    while len(flags) <= ends[-1]:
        flag = data[at]
        at += 1
        again = 1
        if flag & _REPEAT:
            again += data[at]
            at += 1
        flags += [flag] * again
    axes = []
    for short, same in ((_X_SHORT, _X_SAME), (_Y_SHORT, _Y_SAME)):
        value, values = 0, []
        for flag in flags:
            if flag & short:
                value += data[at] if flag & same else -data[at]
                at += 1
            elif not flag & same:
                value += unpack_from(">h", data, at)[0]
                at += 2
            values.append(value)
        axes.append(values)
    points = [(float(x), float(y), bool(flag & _ON)) for x, y, flag in zip(*axes, flags, strict=True)]
    first = 0
    for last in ends:
        yield points[first : last + 1]
        first = last + 1


def _composite(name: str, data: bytes) -> Iterator[list[Point]]:
    """A letter put together from others: the marks of Vietnamese."""
    at, more = 10, True
    while more:
        flags, glyph = unpack_from(">HH", data, at)
        at += 4
        dx, dy = unpack_from(">hh" if flags & _WORDS else ">bb", data, at)
        at += 4 if flags & _WORDS else 2
        if not flags & _OFFSETS:
            raise ValueError("a part of a letter placed by points")
        a, b, c, d = 1.0, 0.0, 0.0, 1.0
        if flags & _SCALE:
            a = d = unpack_from(">h", data, at)[0] / 16384
            at += 2
        elif flags & _TWO_SCALES:
            a, d = (value / 16384 for value in unpack_from(">hh", data, at))
            at += 4
        elif flags & _MATRIX:
            a, b, c, d = (value / 16384 for value in unpack_from(">4h", data, at))
            at += 8
        for contour in _contours(name, glyph):
            yield [(a * x + c * y + dx, b * x + d * y + dy, on) for x, y, on in contour]
        more = bool(flags & _MORE)
