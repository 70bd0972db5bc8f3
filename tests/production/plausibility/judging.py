"""The rules over the corpus, by the same functions that read a lot; only the table rows are left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from tests.production.plausibility.diaries import Diary, Photo, draw
from txng.catalogue import groups
from txng.kernel.files.remake import remake
from txng.production.plausibility.facts import Facts, Line, Sighting
from txng.production.plausibility.flags import found_in
from txng.production.plausibility.likeness import alike
from txng.production.plausibility.thresholds import Thresholds, thresholds


@cache
def likeness(photo: Photo) -> int | None:
    """As at intake."""
    return remake("image", draw(photo)).likeness


def facts_of(diary: Diary) -> Facts:
    """As somebody sees the diary when the season is over."""
    lines = tuple(
        Line(
            id=number,
            activity=entry.activity,
            done_on=entry.done_on,
            recorded_at=entry.recorded_at,
            recorded_by=entry.recorded_by,
            what=entry.what,
            quantity=entry.quantity,
            unit=entry.unit,
            note=entry.note,
            on_behalf_of=entry.on_behalf_of,
            likeness=likeness(entry.photo) if entry.photo else None,
        )
        for number, entry in enumerate(diary.entries)
    )
    group = groups.group(diary.group)
    assert group is not None
    bits = thresholds().photos.bits
    there_before = [known for photo in diary.elsewhere if (known := likeness(photo)) is not None]
    sightings = tuple(
        Sighting(line_id=line.id, lot="L26A0101", done_on=diary.opened_on, establishment_id=2)
        for line in lines
        for known in there_before
        if line.likeness is not None and alike(line.likeness, known, bits)
    )
    return Facts(
        group=diary.group,
        nature=group.nature,
        lines=lines,
        area_m2=diary.area_m2,
        ended=True,
        sightings=sightings,
        establishment_id=1,
    )


@dataclass(frozen=True)
class Score:
    caught: int
    doctored: int
    alarms: int  # honest diaries with a flag
    honest: int
    by_kind: dict[str, tuple[int, int]]
    false: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.caught / (self.caught + self.alarms) if self.caught else 0.0

    @property
    def recall(self) -> float:
        return self.caught / self.doctored


def judge(diaries: Iterable[Diary], data: Thresholds | None = None) -> Score:
    by_kind: dict[str, list[bool]] = {}
    false = []
    for diary in diaries:
        found = found_in(facts_of(diary), data)
        by_kind.setdefault(diary.kind, []).append(bool(found))
        if found and not diary.kind:
            false.append(f"{diary.key} {diary.goods}: {found[0].code}: {found[0].sentence}")
    honest = by_kind.pop("", [])
    kinds = {kind: (sum(flagged), len(flagged)) for kind, flagged in by_kind.items()}
    return Score(
        caught=sum(caught for caught, _ in kinds.values()),
        doctored=sum(n for _, n in kinds.values()),
        alarms=sum(honest),
        honest=len(honest),
        by_kind=kinds,
        false=tuple(false),
    )
