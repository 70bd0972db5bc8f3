from __future__ import annotations

import pgtrigger
from django.db import models


class Entry(models.Model):
    """One thing that happened: who (as text, so that it stays legible), to what, where, before, after and why."""

    append_only = True  # read by prepare_database: the application role may only SELECT and INSERT

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor_label = models.CharField(max_length=200)
    actor_organisation = models.CharField(max_length=300, blank=True)
    actor_kind = models.CharField(max_length=20)
    actor_user_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=300)
    establishment_id = models.BigIntegerField(null=True)
    unit_path = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=20, blank=True)
    managing_agency_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    ground = models.CharField(max_length=300, blank=True)  # decision number, article
    request_id = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = "ledger entry"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="entry_subject"),
            models.Index(fields=["establishment_id", "id"], name="entry_establishment"),
            models.Index(fields=["kind", "at"], name="entry_kind"),
        ]
        triggers = [
            pgtrigger.Protect(name="entry_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="entries_are_never_truncated",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'The ledger is never truncated';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_label}"
