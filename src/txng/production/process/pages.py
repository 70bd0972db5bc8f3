"""A plan and a process as pages show them: by day, with what was done and how much is needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from txng.production.models import DiaryEntry, Lot, LotPlan, LotTask, ProcessTemplate
from txng.production.models.process import PlannedWork
from txng.production.process.amounts import needed, usual
from txng.production.process.calendar import Standing, Turn, calendar
from txng.production.process.due import entries_of, plans_of
from txng.production.process.library import newer_than

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    task: PlannedWork
    first: date
    last: date
    standing: Standing
    dose: str
    quantity: Decimal | None
    quantity_unit: str
    entry: DiaryEntry | None

    @property
    def state(self) -> str:
        """The badge's: late work wants the eye, coming work does not."""
        return {"done": "done", "late": "problem", "today": "open", "coming": "planned", "missed": "closed"}[
            self.standing
        ]

    @property
    def word(self) -> str:
        words = {
            Standing.DONE: pgettext("task", "Done"),
            Standing.LATE: pgettext("task", "Late"),
            Standing.TODAY: pgettext("task", "To do now"),
            Standing.COMING: pgettext("task", "Coming"),
            Standing.MISSED: pgettext("task", "Not written down"),
        }
        return words[self.standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    plan: LotPlan
    lines: list[PlanLine]
    newer: ProcessTemplate | None
    today: date

    @property
    def now(self) -> list[PlanLine]:
        """What is asked for: late work first."""
        asked = [line for line in self.lines if line.standing in (Standing.LATE, Standing.TODAY)]
        return sorted(asked, key=lambda line: line.standing != Standing.LATE)

    @property
    def soon(self) -> list[PlanLine]:
        coming = [line for line in self.lines if line.standing == Standing.COMING]
        return [line for line in coming if line.first <= self.today + AHEAD]

    @property
    def tasks(self) -> list[LotTask]:
        return list(self.plan.tasks.all())

    @property
    def done(self) -> int:
        return sum(line.standing == Standing.DONE for line in self.lines)

    @property
    def until_now(self) -> int:
        """Turns whose days have begun."""
        return sum(line.standing != Standing.COMING for line in self.lines)

    @property
    def day_number(self) -> int:
        return (self.today - self.plan.starts_on).days


def plan_page(lot: Lot, on: date) -> PlanPage | None:
    """None for a lot without a plan."""
    plan = plans_of([lot.pk]).get(lot.pk)
    if plan is None:
        return None
    turns = calendar(plan.tasks.all(), plan.starts_on, entries_of([lot.pk]).get(lot.pk, []))
    return PlanPage(
        plan=plan,
        lines=[_line(turn, plan, on) for turn in turns],
        newer=newer_than(plan.template, on) if plan.template else None,
        today=on,
    )


def _line(turn: Turn, plan: LotPlan, on: date) -> PlanLine:
    quantity = needed(turn.task, plan)
    return PlanLine(
        task=turn.task,
        first=turn.first,
        last=turn.last,
        standing=turn.standing(on),
        dose=usual(turn.task),
        quantity=quantity,
        quantity_unit=turn.task.amount_unit if quantity is not None else "",
        entry=turn.entry,
    )


def days_in_words(task: PlannedWork) -> str:
    """“Ngày 7–10”, “Ngày 1, lặp lại mỗi 7 ngày đến ngày 84”."""
    if task.first_day == task.last_day:
        text = _("Day %(first)s") % {"first": task.first_day}
    else:
        text = _("Days %(first)s to %(last)s") % {"first": task.first_day, "last": task.last_day}
    if task.every == 1:
        return _("%(days)s, every day until day %(until)s") % {"days": text, "until": task.until}
    if task.every:
        return _("%(days)s, every %(every)s days until day %(until)s") % {
            "days": text,
            "every": task.every,
            "until": task.until,
        }
    return text


def task_rows(tasks: Iterable[PlannedWork]) -> list[dict[str, Any]]:
    return [{"task": task, "days": days_in_words(task), "dose": usual(task)} for task in tasks]
