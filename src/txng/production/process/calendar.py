"""From a plan and a diary to days: what was to be done when, and whether it was.

An entry does a planned work when it is of the same activity, holds (nobody corrected it), and was done between
`SLACK` days before the first and after the last day planned; for work that is repeated, half of the time between two
turns. Each entry does one work: of those open then, the one whose words it shares, else the nearest. What nobody did is
late until the next turn begins or `GIVEN_UP` days have passed; then it is missed, and asks for nothing any more. Late
work may still be caught up: an entry that fits no open day does the last one that was late on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from txng.kernel.text import fold
from txng.production.models import DiaryEntry
from txng.production.models.process import PlannedWork

SLACK = 3
GIVEN_UP = 30
MOST_TURNS = 1000  # no season has more days than that


class Standing(StrEnum):
    DONE = "done"
    LATE = "late"
    TODAY = "today"
    COMING = "coming"
    MISSED = "missed"


@dataclass(slots=True, kw_only=True)
class Turn:
    """One time of a planned work: on these days, by whom it was done."""

    task: PlannedWork
    first: date
    last: date
    late_until: date  # the last day on which it is still asked for
    entry: DiaryEntry | None = None

    @property
    def slack(self) -> timedelta:
        return timedelta(days=SLACK if self.task.every is None else min(SLACK, (self.task.every - 1) // 2))

    def holds(self, day: date) -> bool:
        return self.first - self.slack <= day <= self.last + self.slack

    def away_from(self, day: date) -> int:
        return max((self.first - day).days, (day - self.last).days, 0)

    def standing(self, on: date) -> Standing:
        if self.entry is not None:
            return Standing.DONE
        if on < self.first:
            return Standing.COMING
        if on <= self.last:
            return Standing.TODAY
        return Standing.LATE if on <= self.late_until else Standing.MISSED


def days_of(task: PlannedWork) -> Iterator[tuple[int, int]]:
    """The first and the last day of each turn, counted from the first day of the plan."""
    yield task.first_day, task.last_day
    if task.every is None or task.until is None:
        return
    for number in range(1, MOST_TURNS):
        first = task.first_day + number * task.every
        if first > task.until:
            return
        yield first, task.last_day + number * task.every


def turns_of(tasks: Iterable[PlannedWork], starts_on: date) -> list[Turn]:
    """Every turn, by day. Shifting the first day shifts them all by as much, and nothing else about them."""
    found: list[Turn] = []
    for task in tasks:
        turns = [
            Turn(
                task=task,
                first=starts_on + timedelta(days=first),
                last=starts_on + timedelta(days=last),
                late_until=starts_on + timedelta(days=last + GIVEN_UP),
            )
            for first, last in days_of(task)
        ]
        for turn, following in pairwise(turns):
            turn.late_until = min(turn.late_until, following.first - timedelta(days=1))
        found += turns
    return sorted(found, key=lambda turn: (turn.first, turn.last, turn.task.position, turn.task.pk or 0))


def calendar(tasks: Iterable[PlannedWork], starts_on: date, entries: Sequence[DiaryEntry]) -> list[Turn]:
    """The turns of a plan with the entries that did them; `entries` are those of one lot that hold."""
    turns = turns_of(tasks, starts_on)
    by_activity: dict[str, list[Turn]] = {}
    for turn in turns:
        by_activity.setdefault(turn.task.activity, []).append(turn)
    for entry in sorted(entries, key=lambda entry: (entry.done_on, entry.pk)):
        if (done := _done_by(entry, by_activity.get(entry.activity, []))) is not None:
            done.entry = entry
    return turns


def _done_by(entry: DiaryEntry, turns: list[Turn]) -> Turn | None:
    free = [turn for turn in turns if turn.entry is None]
    words = _words(f"{entry.what} {entry.note}")
    open_then = [turn for turn in free if turn.holds(entry.done_on)]
    if open_then:
        return min(
            open_then,
            key=lambda turn: (
                -len(words & _words(f"{turn.task.what} {turn.task.title}")),
                turn.away_from(entry.done_on),
                turn.first,
            ),
        )
    late_then = [turn for turn in free if turn.last < entry.done_on <= turn.late_until]
    return max(late_then, key=lambda turn: turn.last, default=None)


def _words(text: str) -> frozenset[str]:
    """Words that tell something apart: not “va”, “lan”, numbers of one digit."""
    return frozenset(word.strip(".,:;()") for word in fold(text).split() if len(word.strip(".,:;()")) > 3)
