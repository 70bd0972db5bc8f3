"""Nhập từ Excel of an establishment's own lists: one run a file, its rows, and what became of each."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PlacedModel
from txng.kernel.models import Job
from txng.registry.models import Establishment
from txng.registry.models.imports import IMPORT_STEPS, UNDO_HOURS, ImportState


class SheetRun(PlacedModel):
    State = ImportState

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20, unique=True)
    sheet = models.CharField(max_length=20)  # the slug of txng.production.sheets
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.WAITING)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)  # a second press of “Tải lên” reads nothing again
    file_name = models.CharField(max_length=160)
    columns: Any = models.JSONField()  # codes, in the order of the file
    by = models.CharField(max_length=200)
    by_user_id = models.BigIntegerField()  # their seat is looked up anew for every row that is entered
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+")
    total = models.PositiveIntegerField()
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    entered = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        ordering = ["-id"]
        triggers = [pgtrigger.FSM(name="sheet_run_steps", field="state", transitions=IMPORT_STEPS)]

    def __str__(self) -> str:
        return f"{self.number} {self.file_name}"

    @property
    def good(self) -> int:
        return self.added + self.changed

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def badge(self) -> str:
        return f"import.{self.state}"

    @property
    def undo_until(self) -> datetime | None:
        return self.finished_at + timedelta(hours=UNDO_HOURS) if self.finished_at else None


class SheetRowState(models.TextChoices):
    READ = "read", pgettext_lazy("import row", "Read")
    ADD = "add", pgettext_lazy("import row", "New")
    CHANGE = "change", pgettext_lazy("import row", "Changed")
    SAME = "same", pgettext_lazy("import row", "Unchanged")
    WRONG = "wrong", pgettext_lazy("import row", "Has errors")
    ADDED = "added", pgettext_lazy("import row", "Entered")
    CHANGED = "changed", pgettext_lazy("import row", "Updated")
    REFUSED = "refused", pgettext_lazy("import row", "Refused")  # right when it was looked at, not any more
    UNDONE = "undone", pgettext_lazy("import row", "Undone")
    KEPT = "kept", pgettext_lazy("import row", "Kept")  # something hangs on it, so the undoing left it alone


class SheetRow(models.Model):
    """One line of the file: its cells, whose record it is, what differs, what is wrong, what became of it."""

    State = SheetRowState

    run = models.ForeignKey(SheetRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as Excel counts
    state = models.CharField(max_length=8, choices=SheetRowState.choices, default=SheetRowState.READ)
    cells: Any = models.JSONField()  # {"text": […], "formulas": […]}
    record = models.CharField(max_length=40, blank=True)  # what stood in the hidden column
    record_id = models.BigIntegerField(null=True)  # which record it is, once that is certain
    before: Any = models.JSONField(default=dict)  # column: what stood there
    after: Any = models.JSONField(default=dict)  # column: what stands there by this row
    problems: Any = models.JSONField(default=list)  # [[column, code, detail], …], see sheets.problems
    because = models.CharField(max_length=300, blank=True)  # why it was refused, or kept

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="a_row_of_a_sheet_once")]
