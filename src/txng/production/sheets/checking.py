"""The preview of a file: every row looked at, none entered."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import override

from txng.kernel import jobs
from txng.kernel.clock import local_date
from txng.production.models import SheetRow, SheetRun
from txng.production.sheets import sheet_of
from txng.production.sheets.acting import who
from txng.production.sheets.base import Desk
from txng.production.sheets.columns import shown
from txng.production.sheets.looking import Look, State, look, rehearse, texts_of
from txng.production.sheets.problems import RECORD

AT_ONCE = 100


def desk_of(run: SheetRun, at: datetime) -> Desk:
    return Desk(sheet=sheet_of(run.sheet), actor=who(run), day=local_date(at))


class Checker:
    """What all rows of one file share; a worker that takes it up half-way knows the rows before."""

    def __init__(self, run: SheetRun, at: datetime) -> None:
        self.run, self.at, self.desk = run, at, desk_of(run, at)
        sheet, desk = self.desk.sheet, self.desk
        self.twins: dict[tuple[str, ...], dict[str, str]] = {}
        if sheet.key:
            every = sheet.every(desk.actor)
            fields = {one.name for one in every.model._meta.get_fields()}
            for record in every.filter(archived_at=None) if "archived_at" in fields else every:
                cells = sheet.cells(record, desk)
                self.twins[sheet.key_of(cells)] = cells
        self.records: set[str] = set()
        self.keys: dict[tuple[str, ...], int] = {}
        for row in run.rows.exclude(state=State.READ).order_by("number"):
            self._remember(row, texts_of(run, row, desk))

    def _remember(self, row: SheetRow, texts: dict[str, str]) -> None:
        if row.record:
            self.records.add(row.record)
        else:
            self.keys.setdefault(self.desk.sheet.key_of(texts), row.number)

    def check(self, rows: list[SheetRow]) -> None:
        numbers = [int(row.record) for row in rows if row.record.isascii() and row.record.isdigit()]
        wanted = [number for number in numbers if number < 2**62]
        found = {str(pk): one for pk, one in self.desk.sheet.found(self.desk.actor, wanted).items()}
        for row in rows:
            texts = texts_of(self.run, row, self.desk)
            seen = look(self.run, row, self.desk, found.get(row.record))
            if seen.state == State.ADD:
                texts = self._as_kept(seen)
            seen = self._judged(row, texts, seen)
            row.state, row.problems = seen.state, seen.problems
            row.before, row.after = seen.before, seen.after
            row.record_id = seen.record.pk if seen.record is not None else None
            self._remember(row, texts)
        SheetRow.objects.bulk_update(rows, ["state", "problems", "before", "after", "record_id"])

    def _as_kept(self, seen: Look) -> dict[str, str]:
        """As the row would read once it is entered: 5/9/26 is 05/09/2026, a telephone has its first 0."""
        values = self.desk.sheet.kept(self.desk.actor, seen.values)
        with override("vi"):
            return {one.code: shown(one, values.get(one.code), self.desk) for one in self.desk.columns}

    def _judged(self, row: SheetRow, texts: dict[str, str], seen: Look) -> Look:
        sheet = self.desk.sheet
        if row.record and row.record in self.records:
            seen.problems.append((RECORD, "twice_record", ""))
            seen.state = State.WRONG
        elif not row.record and seen.state == State.ADD and sheet.key:
            key = sheet.key_of(texts)
            twin = self.twins.get(key)
            if twin is not None and all(_same(texts[code], twin[code]) for code in twin):
                return Look(State.SAME)  # the file of an earlier import once more
            if key in self.keys and all(texts[code] for code in sheet.told_by):
                seen.problems.append((sheet.key[0], "twice", str(self.keys[key])))
                seen.state = State.WRONG
        if seen.state in (State.ADD, State.CHANGE):
            rehearse(self.run, row, self.desk, seen, self.at)
        return seen


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def check_rows(run: SheetRun, at: datetime) -> bool:
    """All rows, with the job told how far it is. False when a person stopped it."""
    checker = Checker(run, at)
    done = run.rows.exclude(state=State.READ).count()
    while rows := list(run.rows.filter(state=State.READ).order_by("number")[:AT_ONCE]):
        checker.check(rows)
        done += len(rows)
        if not jobs.note(run.job_id, done):
            return False
    return True


def counted(run: SheetRun) -> dict[str, int]:
    wanted = {"added": State.ADD, "changed": State.CHANGE, "same": State.SAME, "wrong": State.WRONG}
    return run.rows.aggregate(**{name: Count("pk", filter=Q(state=state)) for name, state in wanted.items()})
