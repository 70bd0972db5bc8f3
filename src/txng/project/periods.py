"""The span of days statistics are about: a week, month, quarter or year of the calendar, or two days typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from txng.ui.formats import vn_date

WEEK, MONTH, QUARTER, YEAR, OWN = KINDS = ("tuan", "thang", "quy", "nam", "tuy-chon")
LONGEST = 366 * 5  # days one may ask for at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    kind: str
    first: date
    last: date  # the last day is part of it

    @property
    def label(self) -> str:
        match self.kind:
            case "thang":
                return _("Month %(month)s/%(year)s") % {"month": self.first.month, "year": self.first.year}
            case "quy":
                quarter = (self.first.month - 1) // 3 + 1
                return _("Quarter %(quarter)s/%(year)s") % {"quarter": quarter, "year": self.first.year}
            case "nam":
                return _("Year %(year)s") % {"year": self.first.year}
        return _("%(first)s to %(last)s") % {"first": vn_date(self.first), "last": vn_date(self.last)}

    @property
    def query(self) -> str:
        return f"ky={self.kind}&tu={self.first:%d/%m/%Y}&den={self.last:%d/%m/%Y}"

    @property
    def before(self) -> Period:
        return self._beside(self.first - timedelta(days=1))

    @property
    def after(self) -> Period:
        return self._beside(self.last + timedelta(days=1))

    def _beside(self, day: date) -> Period:
        if self.kind != OWN:
            return period_of(self.kind, day)
        length = self.last - self.first
        first = day - length if day < self.first else day
        return Period(kind=OWN, first=first, last=first + length)

    @property
    def months(self) -> list[date]:
        """The first day of each month it touches."""
        found, month = [], self.first.replace(day=1)
        while month <= self.last:
            found.append(month)
            month = _next_month(month)
        return found

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def period_of(kind: str, day: date) -> Period:
    """The week, month, quarter or year of the calendar in which that day lies."""
    match kind:
        case "tuan":
            first = day - timedelta(days=day.weekday())
            return Period(kind=kind, first=first, last=first + timedelta(days=6))
        case "quy":
            first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
            return Period(kind=kind, first=first, last=_next_month(first + timedelta(days=70)) - timedelta(days=1))
        case "nam":
            return Period(kind=kind, first=date(day.year, 1, 1), last=date(day.year, 12, 31))
    first = day.replace(day=1)
    return Period(kind=MONTH, first=first, last=_next_month(first) - timedelta(days=1))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
