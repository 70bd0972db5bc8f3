"""“Việc của tôi”: one list of work for an officer, whatever area it comes from (ux.md D12).

Each area answers `tray(actor) -> list[Task]`; project/trays.py lists the areas; this module only sorts and groups.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One row: what it is, about whom, where to decide it, and by when."""

    kind: str  # shown, e.g. “Hồ sơ đăng ký”
    title: str
    organisation: str
    address: str
    state: str  # identifier of the badge
    state_label: str
    due_on: date | None = None
    since: date | None = None
    box: str = ""  # the value of its checkbox, where the list offers something for many


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    tasks: list[Task]
    tone: str = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """A decision of this very person that can still be taken back: “… Hoàn tác (còn 9 phút)”."""

    title: str
    state: str
    state_label: str
    page: str
    address: str  # of the verb, by POST
    minutes: int


def by_deadline(tasks: Iterable[Task], today: date) -> list[Group]:
    """Quá hạn / Đến hạn hôm nay / Sắp đến hạn (three days) / Chưa đến hạn, empty groups left out."""
    late: list[Task] = []
    now: list[Task] = []
    soon: list[Task] = []
    later: list[Task] = []
    for task in sorted(tasks, key=lambda t: (t.due_on or date.max, t.title)):
        days = (task.due_on - today).days if task.due_on else 99
        (late if days < 0 else now if days == 0 else soon if days <= 3 else later).append(task)
    labelled = (
        (_("Overdue"), late, "danger"),
        (_("Due today"), now, "warn"),
        (_("Due soon"), soon, "neutral"),
        (_("Not due yet"), later, "neutral"),
    )
    # Colour is spent on deadlines only (ux.md 5.1).
    return [Group(str(label), found, tone) for label, found, tone in labelled if found]
