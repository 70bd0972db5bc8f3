"""Today's work as tiles: what the process says is due, then what is done most often (ux.md D11)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from txng.production.models import DiaryEntry, Lot
from txng.production.process.due import Due, due
from txng.production.queries import counting_entries
from txng.production.work import MEASURED_ANEW, WORK, Work, work_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One tap. `last` is the newest such entry of this lot; `due` what the process asks for, if it does."""

    work: Work
    last: DiaryEntry | None = None
    due: Due | None = None

    @property
    def label(self) -> Any:
        return self.due.title if self.due and self.due.title else self.work.label

    @property
    def what(self) -> str:
        return (self.due.what if self.due else "") or (self.last.what if self.last else "")

    @property
    def quantity(self) -> Decimal | None:
        if self.due and self.due.quantity is not None:
            return self.due.quantity
        if self.last is None or self.work.activity in MEASURED_ANEW:
            return None
        return self.last.quantity

    @property
    def quantity_unit(self) -> str:
        if self.due and self.due.quantity is not None and self.due.quantity_unit:
            return self.due.quantity_unit
        return (self.last.quantity_unit if self.last else "") or self.work.unit


def tiles_of(lot: Lot, on: date, entries: list[DiaryEntry] | None = None) -> list[Tile]:
    """One for each activity of the goods, so that a page is never longer than the work there is."""
    entries = counting_entries(lot) if entries is None else entries
    often = Counter(entry.activity for entry in entries)
    last = {entry.activity: entry for entry in entries}
    asked: dict[str, Due] = {}
    for one in sorted(due(lot, on), key=lambda one: one.day):
        asked.setdefault(one.activity, one)
    works = work_for(lot.product)
    works += [WORK[activity] for activity in asked if activity not in {work.activity.value for work in works}]
    usual = {work.activity.value: number for number, work in enumerate(works)}
    tiles = [Tile(work=work, last=last.get(work.activity.value), due=asked.get(work.activity.value)) for work in works]

    def rank(tile: Tile) -> tuple[Any, ...]:
        name = tile.work.activity.value
        return (0, tile.due.day, usual[name]) if tile.due else (2 if name == "other" else 1, -often[name], usual[name])

    first = [tile for tile in tiles if tile.due]
    rest = [tile for tile in tiles if not tile.due]
    return sorted(first, key=rank) + sorted(rest, key=rank)


def tile_for(lot: Lot, activity: str, on: date) -> Tile:
    return next((t for t in tiles_of(lot, on) if t.work.activity == activity), Tile(work=WORK[activity]))
