"""What the rules look at. Plain values: a rule asks nobody anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry that counts."""

    id: int
    activity: str
    done_on: date
    recorded_at: datetime
    recorded_by: str = ""
    what: str = ""
    quantity: float | None = None
    unit: str = ""
    note: str = ""
    on_behalf_of: str = ""
    from_paper: bool = False
    act: str = ""  # what was written as one act, for several lots or households, has one name
    photo: str = ""  # id of the stored file
    likeness: int | None = None
    waiting_days: int | None = None  # until harvest, as the catalogue or the record of the material's use says


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A photo of another lot that looks like one of this lot's."""

    line_id: int
    lot: str
    done_on: date
    establishment_id: int
    establishment: str = ""
    lot_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    group: str
    nature: str
    lines: tuple[Line, ...]
    area_m2: float | None = None  # of all sites the lot was grown on; None where one of them has none
    ended: bool = False  # closed, or all sold
    sightings: tuple[Sighting, ...] = ()
    establishment_id: int = 0

    def done(self, *activities: str) -> list[Line]:
        """By the day."""
        return sorted((line for line in self.lines if line.activity in activities), key=lambda line: line.done_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one rule found: the reason, with its figures, in the language of the page."""

    code: str
    sentence: str
    lines: tuple[Line, ...]
    extra: str = ""  # for readers in office alone
