"""What the worker does once a person has said so, and what it does when they take it back: a row, a verb, an entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from txng.kernel import jobs
from txng.kernel.errors import Refusal, RuleBroken
from txng.production.models import SheetRow, SheetRun
from txng.production.sheets.acting import who
from txng.production.sheets.base import Desk
from txng.production.sheets.checking import desk_of
from txng.production.sheets.columns import read, typed
from txng.production.sheets.looking import State, apply, client_id_of, look, record_of

NOTED = 20  # rows between two steps of the bar
TO_ENTER = (State.ADD, State.CHANGE)
ENTERED = (State.ADDED, State.CHANGED)


def enter_rows(run: SheetRun, at: datetime) -> bool:
    """Each row once, whatever happens in between. False when a person stopped it."""
    desk = desk_of(run, at)
    done = run.rows.filter(state__in=(*ENTERED, State.REFUSED)).count()
    for row in run.rows.filter(state__in=TO_ENTER).order_by("number").iterator(chunk_size=200):
        with transaction.atomic():
            if not jobs.hold(run.job_id):
                return False
            _renew(desk, run)
            _enter(run, row, desk, at)
        done += 1
        if done % NOTED == 0 and not jobs.note(run.job_id, done):
            return False
    return True


def _renew(desk: Desk, run: SheetRun) -> None:
    """A right taken away holds from the next row on."""
    desk.actor = who(run)


def _enter(run: SheetRun, row: SheetRow, desk: Desk, at: datetime) -> None:
    row.because = ""
    try:
        with transaction.atomic():
            record = record_of(desk, row.record) if row.record else None
            seen = look(run, row, desk, record)
            if seen.state == State.WRONG or (record is not None and seen.before != row.before):
                raise RuleBroken(
                    _("Somebody has changed this since the preview. Send the row again."), code="meanwhile"
                )
            row.record_id = apply(run, row, desk, seen, at)
            row.state = State.CHANGED if record is not None else State.ADDED
            if record is None:
                row.after = desk.sheet.cells(record_of(desk, str(row.record_id)), desk)
            else:
                cells = desk.sheet.cells(record_of(desk, str(row.record_id)), desk)
                row.after = {code: cells[code] for code in row.after}
    except Refusal as refusal:
        row.state, row.because = State.REFUSED, str(refusal)[:300] or _("You may not do this any more.")
    row.save(update_fields=["state", "because", "record_id", "after"])


def undo_rows(run: SheetRun, at: datetime) -> bool:
    """The last first, so that what hangs on an earlier row is gone before it. What somebody has touched since stays."""
    desk = desk_of(run, at)
    entered = run.rows.filter(state__in=ENTERED).order_by("-number").iterator(chunk_size=200)
    for done, row in enumerate(entered, start=1):
        with transaction.atomic():
            if not jobs.hold(run.job_id):
                return False
            _renew(desk, run)
            _take_back(run, row, desk, at)
        if done % NOTED == 0 and not jobs.note(run.job_id, done):
            return False
    return True


def _take_back(run: SheetRun, row: SheetRow, desk: Desk, at: datetime) -> None:
    was = row.state
    row.because = ""
    try:
        with transaction.atomic(), override("vi"):
            desk.actor.require_verb(desk.sheet.edit)
            record = record_of(desk, str(row.record_id))
            if record is None or getattr(record, "archived_at", None) is not None:
                raise RuleBroken(_("It is not there any more, or archived."), code="gone")
            cells = desk.sheet.cells(record, desk)
            if any(cells[code] != text for code, text in row.after.items()):
                raise RuleBroken(_("It has been changed since."), code="changed")
            if was == State.ADDED:
                desk.sheet.take_back(desk.actor, record, at, _undone(run))
            else:
                _put_back(run, row, desk, record, at)
            row.state = State.UNDONE
    except Refusal as refusal:
        row.state, row.because = State.KEPT, str(refusal)[:300]
    row.save(update_fields=["state", "because", "record_id"])


def _undone(run: SheetRun) -> str:
    return _("The import %(number)s was taken back.") % {"number": run.number}


def _put_back(run: SheetRun, row: SheetRow, desk: Desk, record: Any, at: datetime) -> None:
    values = desk.sheet.values(record, desk)
    for column in desk.columns:
        if column.code in row.before:
            values[column.code] = read(column, typed(column, row.before[column.code]), desk)
    number = client_id_of(run, SheetRow(number=row.number + 10_000_000))
    row.record_id = desk.sheet.put_back(desk.actor, record, values, at, _undone(run), number)
