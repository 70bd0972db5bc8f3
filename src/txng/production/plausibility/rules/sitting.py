"""A month written in one sitting.

Whoever copies a paper book (by the page for it, or saying so) or writes for a household: it is what the printed log
book is for, and such entries do not count. One act written for several households counts once. A false mark is found
by asking for the book, which the page for officers suggests.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from txng.production.plausibility.facts import Facts, Found, Line
from txng.production.plausibility.thresholds import Sitting, Thresholds
from txng.ui.formats import vn_date, vn_time


def find(facts: Facts, data: Thresholds) -> list[Found]:
    unmarked = [line for line in facts.lines if not _says_so(line, data.sitting)]
    found = []
    for lines in _sittings(unmarked, data.sitting):
        days = [line.done_on for line in lines]
        spread = (max(days) - min(days)).days
        if len({line.act or line.id for line in lines}) < data.sitting.entries or spread < data.sitting.spread_days:
            continue
        begun, ended = lines[0].recorded_at, lines[-1].recorded_at
        sentence = _(
            "%(n)d entries for work from %(first)s to %(last)s were written in one sitting, "
            "on %(day)s from %(from)s to %(until)s."
        ) % {
            "n": len(lines),
            "first": vn_date(min(days)),
            "last": vn_date(max(days)),
            "day": vn_date(begun),
            "from": vn_time(begun),
            "until": vn_time(ended),
        }
        found.append(Found(code="sitting", sentence=sentence, lines=tuple(lines)))
    return found


def _says_so(line: Line, data: Sitting) -> bool:
    return line.from_paper or bool(line.on_behalf_of) or any(mark in line.note.lower() for mark in data.marks)


def _sittings(lines: list[Line], data: Sitting) -> list[list[Line]]:
    """Entries of one person that follow each other without a long pause."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.recorded_by, line.recorded_at)):
        last = found[-1][-1] if found else None
        pause = timedelta(minutes=data.pause_minutes)
        if last and last.recorded_by == line.recorded_by and line.recorded_at - last.recorded_at <= pause:
            found[-1].append(line)
        else:
            found.append([line])
    return found
