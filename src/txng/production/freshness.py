"""How fresh and how complete a lot is: the one answer its owner reads and its public badge will show.

Fresh is how many whole days have passed since the last thing that was done to the lot and written down (by the day it
was done, a correction counting in place of what it corrects); of a lot without an entry, since it was opened. Complete
is how many of the items the rule sets in force ask of this lot are there (completeness.py). docs/so-tay/thong-ke.md
says the same for who reads no code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from txng.production.completeness import checklist_of
from txng.production.models import DiaryEntry, Lot

SILENT_DAYS = 3  # nothing written for so long: the owner is asked (ux.md W6)
STALE_DAYS = 7  # and after so long the people of the lot are reminded (ux.md 4.7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    last_on: date | None  # None: nothing was ever written
    days: int

    @property
    def look(self) -> str:
        """Of a badge (ux.md 4.5)."""
        if self.days < SILENT_DAYS:
            return "ok"
        return "warn" if self.days < STALE_DAYS else "danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    freshness: Freshness
    done: int
    total: int

    @property
    def percent(self) -> int:
        """Rounded down: 100 stands for nothing missing."""
        return self.done * 100 // self.total if self.total else 100


def freshness_of(lot: Lot, on: date) -> Freshness:
    last = getattr(lot, "last_done_on", ...)  # lots that come through queries.with_diary_figures have it
    if last is ...:
        counting = DiaryEntry.objects.filter(lot=lot, corrections=None).order_by("-done_on")
        last = counting.values_list("done_on", flat=True).first()
    return Freshness(last_on=last, days=max(0, (on - (last or lot.opened_on)).days))


def badge_of(lot: Lot, on: date) -> Badge:
    checklist = checklist_of(lot, on=on)
    return Badge(freshness=freshness_of(lot, on), done=checklist.done, total=checklist.total)
