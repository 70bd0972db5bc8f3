"""Bars of a chart the server draws (names.md 7.8); whole numbers, since a decimal comma would break the SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, STEP, WIDTH = 100, 10, 8


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: int
    x: int
    y: int
    height: int
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Chart:
    bars: list[Bar]

    @property
    def width(self) -> int:
        return max(1, len(self.bars)) * STEP

    @property
    def total(self) -> int:
        return sum(bar.value for bar in self.bars)


def chart(values: Sequence[tuple[str, int]]) -> Chart:
    """The tallest fills the height; what is not nothing is drawn, however small."""
    top = max((value for _, value in values), default=0) or 1
    bars = []
    for place, (label, value) in enumerate(values):
        height = max(2, value * HEIGHT // top) if value else 0
        bars.append(Bar(label, value, place * STEP + 1, HEIGHT + 1 - height, height))
    return Chart(bars)
