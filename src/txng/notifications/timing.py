"""When a letter may leave: not while a decision may still be taken back, not at night unless it cannot wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from txng.kernel.clock import VIETNAM
from txng.notifications.table import AFTER_UNDO, URGENT, Rule

UNDO = timedelta(minutes=10)  # names.md 5
QUIET = (21, 6)  # ux.md 4.7
DIGEST = (7, 30)  # ux.md 4.7
MAX_TRIES = 20  # with the waits below a little more than two days
LEASE = timedelta(minutes=5)  # a try that has no answer by then was cut short; longer than any try takes


def shown_from(rule: Rule, at: datetime) -> datetime:
    return at + UNDO if rule.urgency == AFTER_UNDO else at


def letter_due(rule: Rule, at: datetime, quiet: tuple[int, int] = QUIET) -> datetime:
    due = shown_from(rule, at)
    return due if rule.urgency == URGENT else after_quiet(due, quiet)


def after_quiet(at: datetime, quiet: tuple[int, int]) -> datetime:
    """The same instant, or the end of the quiet hours it falls into, on Vietnamese clocks."""
    begins, ends = quiet
    here = at.astimezone(VIETNAM)
    inside = begins <= here.hour < ends if begins < ends else (here.hour >= begins or here.hour < ends)
    if begins == ends or not inside:
        return at
    end = here.replace(hour=ends, minute=0, second=0, microsecond=0)
    return end if end > here else end + timedelta(days=1)


def next_try(at: datetime, tries: int) -> datetime:
    """1, 2, 4 … minutes, at most four hours: a server that is away for a night is asked soon after it is back."""
    return at + timedelta(minutes=min(2 ** max(tries - 1, 0), 240))


def summary_due(at: datetime) -> bool:
    here = at.astimezone(VIETNAM)
    return (here.hour, here.minute) >= DIGEST
