"""Where boxes and arrows of a drawing stand: side by side for a wide screen, one below the other for a phone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

WIDEST, LONGEST = 7, 40  # columns side by side; boxes one below the other
_WIDE = (176, 72, 46, 14)  # width, height, gap between columns, gap between boxes
_NARROW = (284, 62, 36, 16)
# Bold letters of a title, plain ones of the note, that fit the box in the widest font we ship.
_LETTERS = {True: (17, 23), False: (30, 38)}


@dataclass(slots=True, kw_only=True)
class Box:
    key: str
    level: int
    look: str  # start, thing, step, party, more
    title: str
    note: str = ""
    address: str = ""
    many: int = 1
    members: tuple[str, ...] = ()
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    lines: list[str] = field(default_factory=list)

    @property
    def whole(self) -> str:
        """For the tip and for screen readers."""
        return f"{self.title}. {self.note}" if self.note else self.title

    @property
    def texts(self) -> list[tuple[float, float, str, str]]:
        found = [(self.x + 10, self.y + 20 + 17 * n, "tx-chain-name", line) for n, line in enumerate(self.lines)]
        if self.note:
            found.append((self.x + 10, self.y + 20 + 17 * len(self.lines), "tx-chain-note", self.note))
        return found


@dataclass(slots=True, kw_only=True)
class Drawing:
    width: float
    height: float
    boxes: list[Box]
    lines: list[str]  # path data
    heads: list[str]  # points of arrow heads


@dataclass(slots=True)
class Net:
    boxes: dict[str, Box] = field(default_factory=dict)
    arrows: set[tuple[str, str]] = field(default_factory=set)


def _columns(net: Net) -> list[list[Box]]:
    columns: dict[int, list[Box]] = defaultdict(list)
    for box in net.boxes.values():
        columns[box.level].append(box)
    ordered = [columns[level] for level in sorted(columns)]
    place: dict[str, float] = {}
    before: dict[str, list[str]] = defaultdict(list)
    for one, other in net.arrows:
        before[other].append(one)
    for column in ordered:
        # Beside what leads to it, so that arrows cross as little as need be.
        leading = {box.key: [place[one] for one in before[box.key] if one in place] for box in column}
        middle = {key: sum(places) / len(places) if places else 99 for key, places in leading.items()}
        column.sort(key=lambda box, middle=middle: (middle[box.key], box.title))  # type: ignore[misc]
        for number, box in enumerate(column):
            place[box.key] = number - len(column) / 2
    return ordered


def wide(net: Net) -> Drawing | None:
    columns = _columns(net)
    if len(columns) > WIDEST:
        return None
    width, height, gap, space = _WIDE
    tallest = max(len(column) for column in columns)
    total = tallest * (height + space) - space
    boxes = {}
    for number, column in enumerate(columns):
        top = (total - len(column) * (height + space) + space) / 2
        for row, box in enumerate(column):
            boxes[box.key] = _placed(box, number * (width + gap) + 1, top + row * (height + space) + 1, wide=True)
    lines, heads = [], []
    for one, other in sorted(net.arrows):
        a, b = boxes[one], boxes[other]
        if b.x > a.x:
            x1, y1, x2, y2 = a.x + width, a.y + height / 2, b.x, b.y + height / 2
            bend = (x1 + x2) / 2
            lines.append(f"M{x1:g} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {x2 - 7:g} {y2:g}")
            heads.append(f"{x2 - 9:g},{y2 - 5:g} {x2 - 1:g},{y2:g} {x2 - 9:g},{y2 + 5:g}")
        else:  # within a column, or going round
            x1, y1, x2, y2 = a.x + width / 2, a.y + height, b.x + width / 2, b.y
            up = y2 < y1
            y1, y2 = (a.y, b.y + height) if up else (y1, y2)
            sign = -1 if up else 1
            lines.append(f"M{x1:g} {y1:g}L{x2:g} {y2 - 7 * sign:g}")
            heads.append(f"{x2 - 5:g},{y2 - 9 * sign:g} {x2:g},{y2 - sign:g} {x2 + 5:g},{y2 - 9 * sign:g}")
    right = len(columns) * (width + gap) - gap + 2
    return Drawing(width=right, height=total + 2, boxes=list(boxes.values()), lines=lines, heads=heads)


def narrow(net: Net) -> Drawing:
    width, height, left, space = _NARROW
    ordered = [box for column in _columns(net) for box in column][:LONGEST]
    boxes: dict[str, Box] = {}
    for number, box in enumerate(ordered):
        boxes[box.key] = _placed(box, left, number * (height + space) + 1, wide=False)
    row = {box.key: number for number, box in enumerate(ordered)}
    lines, heads = [], []
    lanes: list[list[tuple[int, int]]] = []
    for one, other in sorted(net.arrows, key=lambda ends: (abs(row.get(ends[0], 0) - row.get(ends[1], 0)), ends)):
        if one not in row or other not in row:
            continue
        a, b = boxes[one], boxes[other]
        if row[other] == row[one] + 1:
            x = left + 24
            lines.append(f"M{x} {a.y + height:g}V{b.y - 7:g}")
            heads.append(f"{x - 5},{b.y - 9:g} {x},{b.y - 1:g} {x + 5},{b.y - 9:g}")
            continue
        first, last = sorted((row[one], row[other]))
        lane = next(
            (n for n, taken in enumerate(lanes) if all(last <= low or high <= first for low, high in taken)), len(lanes)
        )
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append((first, last))
        x = left - 10 - 6 * min(lane, 3)
        # Leaves in the lower half of its box and arrives in the upper: what passes through is seen as two.
        y1, y2 = a.y + height * 0.7, b.y + height * 0.3
        lines.append(f"M{left} {y1:g}H{x}V{y2:g}H{left - 7}")
        heads.append(f"{left - 8},{y2 - 4:g} {left - 1},{y2:g} {left - 8},{y2 + 4:g}")
    return Drawing(
        width=left + width + 1,
        height=len(ordered) * (height + space) - space + 2,
        boxes=list(boxes.values()),
        lines=lines,
        heads=heads,
    )


def _placed(box: Box, x: float, y: float, *, wide: bool) -> Box:
    width, height = (_WIDE if wide else _NARROW)[:2]
    title, note = _LETTERS[wide]
    return Box(
        key=box.key, level=box.level, look=box.look, title=box.title, note=_short(box.note, note),
        address=box.address, many=box.many, x=x, y=y, width=width, height=height,
        lines=_wrapped(box.title, title, 2),
    )  # fmt: skip


def _wrapped(text: str, letters: int, lines: int) -> list[str]:
    found: list[str] = []
    for word in text.split():
        if found and len(found[-1]) + 1 + len(word) <= letters:
            found[-1] += f" {word}"
        else:
            found.append(word)
    if len(found) > lines:
        found = [*found[: lines - 1], " ".join(found[lines - 1 :])]
    return [_short(line, letters) for line in found] or ["–"]


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
