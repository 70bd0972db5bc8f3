"""What a row would do: nothing, add, change, or why it cannot. The verb itself is asked, and what it did is undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from txng.kernel.errors import Refusal
from txng.production.models import SheetRow, SheetRun
from txng.production.models.sheets import SheetRowState
from txng.production.sheets.base import Desk
from txng.production.sheets.columns import Unreadable, read, typed
from txng.production.sheets.problems import RECORD, VERB

State = SheetRow.State
Problem = tuple[str, str, str]


@dataclass
class Look:
    """One row against what is on record."""

    state: SheetRowState
    record: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def client_id_of(run: SheetRun, row: SheetRow) -> UUID:
    """The same every time a row is tried: a worker that comes to it twice makes one thing."""
    return uuid5(run.client_id, str(row.number))


def why_of(run: SheetRun) -> str:
    return _("By the import from Excel %(number)s.") % {"number": run.number}


def texts_of(run: SheetRun, row: SheetRow, desk: Desk) -> dict[str, str]:
    """Under today's columns, should they have changed since."""
    there = dict(zip(run.columns, row.cells["text"], strict=False))
    return {column.code: typed(column, there.get(column.code, "")) for column in desk.columns}


def record_of(desk: Desk, number: str) -> Any:
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    return desk.sheet.found(desk.actor, [int(number)]).get(int(number))


def look(run: SheetRun, row: SheetRow, desk: Desk, record: Any) -> Look:
    """Without asking the verb yet."""
    texts = texts_of(run, row, desk)
    if row.record and record is None:
        return Look(State.WRONG, problems=[(RECORD, "not_found", row.record)])
    held = desk.sheet.values(record, desk) if record is not None else {}
    shown = desk.sheet.cells(record, desk) if record is not None else {}
    seen = Look(State.ADD if record is None else State.CHANGE, record=record, values=dict(held))
    computed = {run.columns[place] for place in row.cells["formulas"] if place < len(run.columns)}
    for column in desk.columns:
        text = texts[column.code]
        if record is not None and text == typed(column, shown[column.code]) and column.code not in computed:
            continue
        try:
            if column.code in computed or (text[:1] == "=" and len(text) > 1):
                raise Unreadable("formula", text)
            value = read(column, text, desk)
        except Unreadable as error:
            seen.problems.append((column.code, error.code, error.detail[:80]))
            continue
        if record is not None and value == held[column.code]:
            continue
        if record is not None and column.fixed:
            seen.problems.append((column.code, "fixed", text[:80]))
            continue
        seen.values[column.code] = value
        seen.before[column.code], seen.after[column.code] = shown.get(column.code, ""), text
    if seen.problems:
        seen.state = State.WRONG
    elif record is not None and not seen.after:
        seen.state = State.SAME
    return seen


def apply(run: SheetRun, row: SheetRow, desk: Desk, seen: Look, at: datetime) -> int:
    """Through the verb; the number of the record."""
    desk.actor.require_verb(desk.sheet.edit)
    client_id, sheet = client_id_of(run, row), desk.sheet
    with override("vi"):
        if seen.record is None:
            return sheet.add(desk.actor, seen.values, at, client_id)
        return sheet.change(desk.actor, seen.record, seen.values, at, why_of(run), client_id)


def rehearse(run: SheetRun, row: SheetRow, desk: Desk, seen: Look, at: datetime) -> None:
    """Do it and take it back at once: only the verb knows all that it asks. Nothing of it is left, no entry, no job."""
    with transaction.atomic():
        try:
            apply(run, row, desk, seen, at)
        except Refusal as refusal:
            column = desk.sheet.fields_of.get(refusal.code, desk.columns[0].code)
            seen.problems.append((column, VERB, str(refusal)[:300]))
            seen.state = State.WRONG
        transaction.set_rollback(True)
