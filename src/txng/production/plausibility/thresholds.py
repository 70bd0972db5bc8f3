from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from txng.provinces.reading import build

DATA = Path(__file__).parent.parent / "data" / "plausibility.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Many days written one after the other."""

    since: date
    reason: str
    pause_minutes: int
    spread_days: int
    entries: int
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The same amount at the same distance, again and again."""

    since: date
    reason: str
    entries: int
    same_gap: float
    same_amount: float
    by_clock: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    nature: str
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    since: date
    reason: str
    harvested_once: tuple[str, ...]
    tended_afterwards: tuple[str, ...]
    after_end: tuple[After, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    group: str
    kg_per_ha: int
    since: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Photos:
    since: date
    reason: str
    bits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    since: date
    reason: str
    activities: tuple[str, ...]
    longest_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    since: date
    reason: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    sitting: Sitting
    rhythm: Rhythm
    order: Order
    photos: Photos
    waiting: Waiting
    late: Late
    yields: tuple[Most, ...]


@cache
def thresholds() -> Thresholds:
    return build(Thresholds, tomllib.loads(DATA.read_text("utf-8")), file=DATA.name)
