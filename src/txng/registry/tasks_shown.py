"""The task list of a dossier: what is done, what is next, what was asked for again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from txng import provinces
from txng.registry import steps
from txng.registry.models import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    code: str
    title: str
    href: str
    state: str  # done, doing, todo, problem, blocked
    label: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskList:
    tasks: list[TaskLine]
    done: int
    total: int
    complete: bool
    next: TaskLine | None


def tasks_of(dossier: Dossier, token: str) -> TaskList:
    profile = provinces.current()
    there = steps.papers_there(dossier)
    lacking = steps.missing(dossier, profile, there)
    asked = _asked(dossier)
    lines = []
    done = total = 0
    for step in steps.steps_of(profile):
        begun = steps.begun(dossier, step, there)
        state, label, hint = "todo", "", ""
        if step.code in asked:
            state = "done" if asked[step.code] else "problem"
            label = _("Corrected") if asked[step.code] else _("Needs correction")
        elif step.optional and not begun:
            label = _("If there are any")
        elif step.code not in lacking:
            state = "done"
        elif begun:
            state, hint = "doing", lacking[step.code][0]
        total += not step.optional
        done += state == "done" and not step.optional
        lines.append(
            TaskLine(
                code=step.code,
                title=step.title,
                href=step.address(token),
                state=state,
                label=label,
                hint=hint,
            )
        )
    complete = not lacking
    check = TaskLine(
        code="check",
        title=_("Check and send in again") if dossier.number else _("Check and file"),
        href=reverse("registration-check", args=[token]),
        state="todo" if complete else "blocked",
    )
    lines.append(check)
    waiting = [line for line in lines if line.state in ("problem", "doing", "todo") and not _may_wait(line)]
    return TaskList(tasks=lines, done=done, total=total, complete=complete, next=next(iter(waiting), None))


def _may_wait(line: TaskLine) -> bool:
    """An optional page is never what somebody is sent to next once the rest is done; it stands in the list."""
    return line.label == _("If there are any")


def _asked(dossier: Dossier) -> dict[str, bool]:
    """Steps an open request for supplement points at, and whether each has been worked on since."""
    asked = dossier.returns.filter(answered_at=None).last() if dossier.state == Dossier.State.RETURNED else None
    steps_asked: dict[str, bool] = {}
    for item in asked.items if asked else []:
        steps_asked[item["step"]] = steps_asked.get(item["step"], True) and bool(item.get("touched"))
    return steps_asked


def asked_of(dossier: Dossier, token: str) -> dict[str, Any]:
    """The open request for supplement with each reason's page, for the notice above the list."""
    asked = dossier.returns.filter(answered_at=None).last()
    if asked is None:
        return {"asked": None, "asked_items": []}
    known = {step.code: step for step in steps.steps_of(provinces.current())}
    items = [
        {
            **item,
            "title": known[item["step"]].title if item["step"] in known else "",
            "href": known[item["step"]].address(token) if item["step"] in known else "",
        }
        for item in asked.items
    ]
    return {"asked": asked, "asked_items": items}
