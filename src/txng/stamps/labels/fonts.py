"""Be Vietnam Pro for paper: measured, wrapped, embedded (licence and origin beside the files in ui/fonts)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from txng.kernel.text import clean
from txng.stamps.labels.templates import MM, TextBox

# Compressed pages wrapped in printable characters again cost a third of the time and a quarter of the file.
rl_config.useA85 = 0

FOLDER = Path(__file__).resolve().parents[2] / "ui" / "fonts"
REGULAR, BOLD = "BeVietnamPro-Regular", "BeVietnamPro-SemiBold"
LINE = 1.16  # stacked marks (Ẫ, Ộ) and the tail of the line above do not meet
ASCENT, DESCENT = 0.75, 0.22
ELLIPSIS = "…"
_SPACE = re.compile(r"\s+")
_GLUE = "\ue000"  # stands for the non-breaking space while others are tidied


@functools.cache
def font(name: str) -> TTFont:
    made = TTFont(name, str(FOLDER / f"{name}.ttf"), shapable=False)
    pdfmetrics.registerFont(made)
    return made


def name_of(box: TextBox) -> str:
    return BOLD if box.bold else REGULAR


def width_of(text: str, name: str, size: float) -> float:
    width: float = font(name).stringWidth(text, size)
    return width


def printable(text: str, name: str) -> str:
    """One line of what the font has. A sign it lacks (an emoji in a product name) is left out, not boxed."""
    glyphs = font(name).face.charToGlyph
    glued = clean(_SPACE.sub(" ", text.replace("\u00a0", _GLUE)))
    return clean("".join(c for c in glued if ord(c) in glyphs or c == _GLUE)).replace(_GLUE, "\u00a0")


def fit(text: str, box: TextBox, *, breaks: str = " ") -> tuple[float, list[str]]:
    """Size and lines of `text` in its box: as large as it fits, then smaller, then cut with an ellipsis.

    `breaks` says where a line may end: at spaces, or after the dots of a host name.
    """
    name, available = name_of(box), box.width * MM
    text = printable(text, name)
    size = box.size
    while True:
        lines = _wrap(text, name, size, available, breaks)
        room = min(box.lines, max(1, int((box.height * MM + 0.01) / (size * LINE))))
        if len(lines) <= room:
            return size, lines
        if size <= box.smallest:
            return size, [*lines[: room - 1], _cut(lines[room - 1 :], name, size, available, breaks)]
        size = max(box.smallest, size - 0.25)


def _wrap(text: str, name: str, size: float, available: float, breaks: str) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, breaks):
        if width_of((line + piece).rstrip(), name, size) <= available:
            line += piece
            continue
        if line:
            lines.append(line.rstrip())
        line = piece
        while width_of(line.rstrip(), name, size) > available:  # one word wider than the label
            keep = _prefix(line, name, size, available)
            lines.append(keep)
            line = line[len(keep) :]
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str, breaks: str) -> Iterator[str]:
    yield from re.findall(rf"[^{re.escape(breaks)}]*[{re.escape(breaks)}]+|[^{re.escape(breaks)}]+$", text)


def _prefix(text: str, name: str, size: float, available: float) -> str:
    length = max(1, len(text) - 1)
    while length > 1 and width_of(text[:length], name, size) > available:
        length -= 1
    return text[:length]


def _cut(rest: list[str], name: str, size: float, available: float, breaks: str) -> str:
    """The last line with an ellipsis, ending after a whole word unless that would empty most of the line."""
    text = (" " if breaks == " " else "").join(rest)
    cut = text
    while cut and width_of(cut.rstrip() + ELLIPSIS, name, size) > available:
        cut = cut[:-1]
    if text[len(cut) : len(cut) + 1] not in ("", " ") and (word := cut.rfind(" ")) > len(cut) / 2:
        cut = cut[:word]
    return cut.rstrip(" -–,.") + ELLIPSIS
