from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from txng.access import Actor
from txng.production.models import DiaryEntry, Lot
from txng.production.plausibility.facts import Facts, Found
from txng.production.plausibility.gathering import gather
from txng.production.plausibility.rules import RULES
from txng.production.plausibility.thresholds import Thresholds, thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something that deserves a second look. `sentence` is the whole reason."""

    code: str
    sentence: str
    entries: tuple[DiaryEntry, ...]
    extra: str = ""


def found_in(facts: Facts, data: Thresholds | None = None) -> list[Found]:
    """What the rules say of these facts."""
    data = data or thresholds()
    return [found for find in RULES.values() for found in find(facts, data)]


def flags_of(lot: Lot, reader: Actor | None = None) -> list[Flag]:
    """Other establishments are named to a `reader` in office only, and only those within their reach."""
    return flags_of_lots([lot], reader)[lot.pk]


def flags_of_lots(lots: Sequence[Lot], reader: Actor | None = None) -> dict[int, list[Flag]]:
    """By as many queries for a hundred lots as for one."""
    flags: dict[int, list[Flag]] = {}
    for lot_id, (facts, entries) in gather(lots, reader).items():
        flags[lot_id] = [
            Flag(
                code=found.code,
                sentence=found.sentence,
                entries=tuple(entries[line.id] for line in found.lines),
                extra=found.extra,
            )
            for found in found_in(facts)
        ]
    return flags
