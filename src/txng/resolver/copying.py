"""The copy rule (names.md 5): what sightings of one code are too many for one package. Pure: days and provinces in.

A sighting is a session, never a raw scan: whoever looks ten times in a shop is one. What happened before the stamp was
put to use is no sighting, so the goods' own way to the shop moves nothing here. A scan whose province is not known
counts as a sighting and never as another place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from txng.provinces.copy_rules import CopyRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """Enough to ask people to look closer; never a judgement of the goods."""

    sessions: int
    places: int
    since: date  # the first sighting that counted
    days: int  # from that one to the last, both included

    @property
    def said_places(self) -> int:
        """At least the one place where the reader stands, known or not."""
        return max(1, self.places)


def suspicion(
    days: Sequence[date], provinces: Sequence[str], *, keeps: str, rule: CopyRule, today: date
) -> Suspicion | None:
    """`days` and `provinces` side by side, one of each a session, the newest last."""
    begin = today - timedelta(days=rule.window(keeps) - 1)
    seen = [(day, province) for day, province in zip(days, provinces, strict=True) if day >= begin]
    places = len({province for _, province in seen if province})
    if not (len(seen) >= rule.sessions and places >= rule.places) and len(seen) <= rule.sessions_anywhere:
        return None
    since = min(day for day, _ in seen)
    last = max(day for day, _ in seen)
    return Suspicion(sessions=len(seen), places=places, since=since, days=(last - since).days + 1)
