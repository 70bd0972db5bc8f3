from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PlacedModel
from txng.kernel.models import Job, StoredFile
from txng.registry.models.agencies import Agency
from txng.registry.models.dossiers import Dossier
from txng.registry.models.establishments import Establishment

UNDO_HOURS = 24  # names.md 5


class ImportState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("import", "Waiting")
    RUNNING = "running", pgettext_lazy("import", "Running")
    PREVIEWED = "previewed", pgettext_lazy("import", "Preview")
    DONE = "done", pgettext_lazy("import", "Done")
    FAILED = "failed", pgettext_lazy("import", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("import", "Cancelled")
    UNDONE = "undone", pgettext_lazy("import", "Undone")


# Read first (waiting, running, previewed), then entered (waiting, running, done).
IMPORT_STEPS = [
    ("waiting", "running"),
    ("waiting", "cancelled"),
    ("waiting", "failed"),
    ("running", "previewed"),
    ("running", "done"),
    ("running", "failed"),
    ("running", "cancelled"),
    ("running", "waiting"),
    ("previewed", "waiting"),
    ("previewed", "cancelled"),
    ("done", "undone"),
    ("failed", "undone"),
    ("cancelled", "undone"),
]


class Import(PlacedModel):
    """Nhập từ Excel: many dossiers from one file, by the agency's desk or a co-operative for its members."""

    State = ImportState

    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.WAITING)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)  # a second press of “Tải lên” reads nothing again
    file_name = models.CharField(max_length=160)
    columns: Any = models.JSONField()  # codes, in the order of the file
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=200)
    by_organisation = models.CharField(max_length=300)
    by_kind = models.CharField(max_length=20)
    by_user_id = models.BigIntegerField()
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+")
    submit = models.BooleanField(default=False)  # file the dossiers, not only keep them as drafts
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")  # goes to each dossier
    total = models.PositiveIntegerField()
    good = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    entered = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import")
        ordering = ["-id"]
        triggers = [pgtrigger.FSM(name="import_steps", field="state", transitions=IMPORT_STEPS)]

    def __str__(self) -> str:
        return f"{self.number} {self.file_name}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def badge(self) -> str:
        return f"import.{self.state}"

    @property
    def undo_until(self) -> datetime | None:
        return self.finished_at + timedelta(hours=UNDO_HOURS) if self.finished_at else None


class ImportRowState(models.TextChoices):
    READ = "read", pgettext_lazy("import row", "Read")
    GOOD = "good", pgettext_lazy("import row", "Right")
    WRONG = "wrong", pgettext_lazy("import row", "Has errors")
    ENTERED = "entered", pgettext_lazy("import row", "Entered")
    UNDONE = "undone", pgettext_lazy("import row", "Undone")
    KEPT = "kept", pgettext_lazy("import row", "Kept")  # something followed, so the undoing left it alone


class ImportRow(models.Model):
    """One line of the file: its cells as they were read, what they mean, what is wrong, what became of it."""

    State = ImportRowState

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as Excel counts
    state = models.CharField(max_length=8, choices=ImportRowState.choices, default=ImportRowState.READ)
    cells: Any = models.JSONField()
    values: Any = models.JSONField(default=dict)
    problems: Any = models.JSONField(default=list)  # [[column, code, detail], …], see imports.problems
    notes: Any = models.JSONField(default=list)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, null=True, related_name="import_row")
    because = models.CharField(max_length=300, blank=True)  # why it stayed a draft, or was kept

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="a_line_once_an_import")]
