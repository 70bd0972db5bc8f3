"""How far a grant reaches, said twice: for an object in hand and for SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.db.models import Q

# Where a practice establishment (“Tập thử”, names.md 1) stands, and with it every row of it: in no place of the
# country. No reach but its own goes there, so that a query of an agency cannot forget to leave it out.
NOWHERE = "~tap-thu."


def is_practice(thing: Placed) -> bool:
    return thing.unit_path.startswith(NOWHERE)


class Placed(Protocol):
    """What every protected row carries, as plain columns (architecture 3.7).

    Read-only to the scope, so that a model field of any Python type that compares right will do.
    """

    @property
    def establishment_id(self) -> int | None: ...
    @property
    def unit_path(self) -> str: ...
    @property
    def sector(self) -> str: ...
    @property
    def managing_agency_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A reach: an establishment, or a territory crossed with sectors, or what one agency manages.

    `covers` and `as_q` are one rule said twice. They stand side by side so nobody changes one alone;
    tests/access/test_scope.py compares them on random rows. What is only practised is reached by nobody but its own.
    """

    establishment_id: int | None = None
    unit_path: str = ""  # "" the whole province; "92.31117." one commune
    sectors: frozenset[str] = frozenset()  # empty: every sector
    managing_agency_id: int | None = None  # None: whoever manages it

    def covers(self, thing: Placed) -> bool:
        return (
            (self.establishment_id is None or thing.establishment_id == self.establishment_id)
            and thing.unit_path.startswith(self.unit_path)
            and (self.establishment_id is not None or not is_practice(thing))
            and (not self.sectors or thing.sector in self.sectors)
            and (self.managing_agency_id is None or thing.managing_agency_id == self.managing_agency_id)
        )

    def as_q(self) -> Q:
        q = Q(unit_path__startswith=self.unit_path)
        if self.establishment_id is not None:
            q &= Q(establishment_id=self.establishment_id)
        elif not self.unit_path:  # a place of the country is never there
            q &= ~Q(unit_path__startswith=NOWHERE)
        if self.sectors:
            q &= Q(sector__in=sorted(self.sectors))
        if self.managing_agency_id is not None:
            q &= Q(managing_agency_id=self.managing_agency_id)
        return q
