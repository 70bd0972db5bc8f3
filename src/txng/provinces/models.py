"""What the operator settled after the profile was written, each with the document that says so (CT-REG 11.2).

Nothing here is ever changed: a wrong record is followed by another, and which held on a day can be told for ever.
"""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q

from txng.kernel.models import StoredFile


class Decided(models.Model):
    """The document behind a record, and who made the record."""

    append_only = True  # read by prepare_database: the application role may only SELECT and INSERT

    client_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    document_number = models.CharField(max_length=120)
    document_date = models.DateField()
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        abstract = True


class Override(Decided):
    """One value of the configuration from a day on, until the next one or to a last day (`provinces.changeable`)."""

    key = models.CharField(max_length=60)
    value = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the last day, included

    class Meta:
        verbose_name = "override"
        ordering = ["valid_from", "id"]
        indexes = [models.Index(fields=["key", "valid_from"], name="override_of_a_key")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="an_override_ends_after_it_begins"
            )
        ]
        triggers = [pgtrigger.Protect(name="override_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class Holiday(Decided):
    """Days on which offices are closed, or work, whatever the national calendar says; the last record of a day holds.

    A day off is taken back, and a national one given up, by recording that it is worked.
    """

    class Kind(models.TextChoices):
        FREE = "free"
        WORKED = "worked"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    first = models.DateField()
    last = models.DateField()
    name = models.CharField(max_length=200)

    class Meta:
        verbose_name = "holiday"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="a_holiday_ends_after_it_begins"),
        ]
        triggers = [pgtrigger.Protect(name="holiday_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name
