"""The most a hectare gives: dated data with its source (data/yield_bands.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from txng.kernel.text import fold
from txng.provinces.reading import build

DATA = Path(__file__).parent / "data" / "yield_bands.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    crop: str
    group: str
    words: tuple[str, ...]  # folded; none: the line of the whole group
    kg_per_ha: int
    since: date
    until: date | None = None  # exclusive
    source: str

    def in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    bands: tuple[Band, ...]


@cache
def bands() -> tuple[Band, ...]:
    return build(_File, tomllib.loads(DATA.read_text("utf-8")), file=DATA.name).bands


def band_of(name: str, group: str, on: date) -> Band | None:
    """The line of a crop by its name within its group, else the line of the group; None where nobody knows."""
    folded = fold(name)
    lines = [band for band in bands() if band.group == group and band.in_force(on)]
    named = (band for band in lines if any(re.search(rf"\b{re.escape(word)}\b", folded) for word in band.words))
    return next(named, next((band for band in lines if not band.words), None))
