"""The configuration as its pages show it: what holds, since when, by which document, and what is decided already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from txng import provinces
from txng.kernel.files.links import file_url
from txng.provinces import changeable
from txng.provinces.changeable import Setting
from txng.provinces.changes import Span, holidays, overrides, recorded_days, spans
from txng.provinces.models import Holiday, Override
from txng.provinces.workdays import work_calendar
from txng.ui.formats import vn_date, vn_number

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A setting with the value of today and the next one decided."""

    setting: Setting
    now: Span
    next: Span | None

    @property
    def shown(self) -> str:
        return amount(self.setting, self.now.value)

    @property
    def shown_next(self) -> str:
        return amount(self.setting, self.next.value) if self.next else ""


def amount(setting: Setting, value: int) -> str:
    """“3 ngày làm việc”"""
    words = {
        "working-days": ngettext("%(n)s working day", "%(n)s working days", value),
        "persons": ngettext("%(n)s person", "%(n)s persons", value),
        "minutes": ngettext("%(n)s minute", "%(n)s minutes", value),
        "hours": ngettext("%(n)s hour", "%(n)s hours", value),
        "months": ngettext("%(n)s month", "%(n)s months", value),
        "years": ngettext("%(n)s year", "%(n)s years", value),
        "codes": ngettext("%(n)s code", "%(n)s codes", value),
        "percent": _("%(n)s %%"),
    }
    return words[setting.unit] % {"n": vn_number(value)}


def unit_of(setting: Setting) -> str:
    return {
        "working-days": _("working days"),
        "persons": _("persons"),
        "minutes": _("minutes"),
        "hours": _("hours"),
        "months": _("months"),
        "years": _("years"),
        "codes": _("codes"),
        "percent": "%",
    }[setting.unit]


def group_name(code: str) -> str:
    return {
        "clocks": _("Time limits"),
        "seats": _("Users of an account"),
        "limits": _("Limits of the system"),
        "retention": _("Keeping of papers"),
    }[code]


def article_of(setting: Setting) -> str:
    """“Điều 6”, or that no article says anything: then the value is the software's until the operator sets it."""
    if not setting.article:
        return _("no article of the regulation")
    return _("Article %(article)s") % {"article": setting.article}


def duty_article() -> str:
    """By which article the operator keeps lists and configuration."""
    duties = provinces.current().duties_of("operator")
    return next((duty.article for duty in duties if duty.code == "configuration"), "")


def held(setting: Setting, today: date) -> Held:
    now, *later = spans(setting.key, today)
    return Held(setting=setting, now=now, next=later[0] if later else None)


def grouped(today: date) -> list[dict[str, Any]]:
    rows = [held(setting, today) for setting in changeable.settings()]
    return [
        {"name": group_name(code), "rows": list(inside)}
        for code, inside in groupby(rows, lambda row: row.setting.group)
    ]


def days_of(span: Span) -> str:
    """“từ 23/11/2026”, “từ 23/11/2026 đến hết 31/12/2026”, “đến hết 22/11/2026”"""
    if span.first is None:
        return _("until %(last)s") % {"last": vn_date(span.last)} if span.last else _("from the start")
    if span.last is None:
        return _("from %(first)s") % {"first": vn_date(span.first)}
    return _("from %(first)s until %(last)s") % {"first": vn_date(span.first), "last": vn_date(span.last)}


def timeline(setting: Setting, today: date, wanted: Override | None = None) -> list[dict[str, Any]]:
    """The steps of a setting from today on; `wanted` is one that is not recorded yet."""
    rows: list[Override] = [row for row in overrides() if row.key == setting.key]
    found = spans(setting.key, today, [*rows, wanted] if wanted is not None else rows)
    return [
        {
            "amount": amount(setting, span.value),
            "days": days_of(span),
            "state": "active" if place == 0 else "waiting",
            "label": _("In force") if place == 0 else _("Not in force yet"),
            "override": span.override,
            "is_new": wanted is not None and span.override is wanted,
            **document_of(span.override if span.override is not wanted else None),
        }
        for place, span in enumerate(found)
    ]


def history(setting: Setting) -> list[dict[str, Any]]:
    """Every record of a setting, the newest first: none is ever edited or taken away."""
    own = sorted((row for row in overrides() if row.key == setting.key), key=lambda row: -row.pk)
    return [{"row": row, "amount": amount(setting, row.value), **document_of(row)} for row in own]


def document_of(row: Override | Holiday | None) -> dict[str, str]:
    if row is None:
        return {"document": "", "paper_url": "", "paper": ""}
    words = _("%(number)s of %(date)s") % {"number": row.document_number, "date": vn_date(row.document_date)}
    return {"document": words, "paper_url": file_url(row.paper), "paper": row.paper.name}


def upcoming(today: date) -> list[dict[str, Any]]:
    """What is decided and not in force yet, the next first."""
    found = []
    for setting in changeable.settings():
        for span in spans(setting.key, today)[1:]:
            found.append({"setting": setting, "on": span.first, "amount": amount(setting, span.value)})
    return sorted(found, key=lambda row: row["on"])


# --- working days -----------------------------------------------------------------------------------------------


def years(today: date) -> list[int]:
    known = {*work_calendar().years, *(row.first.year for row in holidays())}
    return sorted(year for year in known if year >= today.year)


def special_days(year: int, today: date) -> list[dict[str, Any]]:
    """Each run of days of a year that are not what their weekday says, by the nation's calendar or by a record."""
    national = {
        day: ("free", holiday.shown) for holiday in work_calendar().holidays for day in holiday.days if day.year == year
    }
    national |= {row.day: ("worked", row.reason) for row in work_calendar().worked if row.day.year == year}
    recorded = {day: row for day, row in recorded_days().items() if day.year == year}
    named: list[tuple[date, str, str, Holiday | None]] = []
    for day in sorted({*national, *recorded}):
        row = recorded.get(day)
        kind, name = (row.kind, row.name) if row else national[day]
        named.append((day, kind, name, row))
    return [_run(list(run), today) for run in _runs(named)]


def _runs(days: Iterable[tuple[date, str, str, Holiday | None]]) -> list[list[tuple[date, str, str, Holiday | None]]]:
    runs: list[list[tuple[date, str, str, Holiday | None]]] = []
    for one in days:
        if runs and runs[-1][-1][0] + _DAY == one[0] and runs[-1][-1][1:] == one[1:]:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _run(run: list[tuple[date, str, str, Holiday | None]], today: date) -> dict[str, Any]:
    first, kind, name, row = run[0]
    last = run[-1][0]
    return {
        "first": first,
        "last": last if last != first else None,
        "kind": kind,
        "state": "active" if kind == "worked" else "planned",
        "label": _("Working day") if kind == "worked" else _("Day off"),
        "name": name,
        "row": row,
        "past": last < today,
        **document_of(row),
    }
