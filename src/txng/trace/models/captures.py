from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from txng.access.models import PlacedModel
from txng.accounts.models import ApiClient
from txng.registry.models import Agency, Establishment
from txng.trace.ids import uuid7

# What a job may still write while it runs.
OUTCOME = (
    "attempts",
    "running",
    "success",
    "finished_at",
    "errors",
    "error_count",
    "event_count",
    "stored_count",
    "duplicate_count",
)
# Columns that stay as they came.
SENT = (
    *("id", "kind", "client_id", "establishment_id", "agency_id", "by", "by_organisation", "by_kind", "by_user_id"),
    *("asked_at", "behaviour", "source", "media_type", "body", "size", "sha256"),
)


class Capture(PlacedModel):
    """What one call brought, byte for byte, and what became of it: a capture job, or one event sent alone."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("Document")
        EVENT = "event", _("Single event")

    class Behaviour(models.TextChoices):
        ROLLBACK = "rollback", _("All or nothing")
        PROCEED = "proceed", _("What can be stored")

    class Source(models.TextChoices):
        """How forgiving the sender is read (gs1.epcis.faults)."""

        STRICT = "strict", _("Strict")
        STANDARD = "standard", _("Standard")
        LIBERAL = "liberal", _("Liberal")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.DOCUMENT)
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    # Who stood behind the key on that day, as the ledger names them.
    by = models.CharField(max_length=200)
    by_organisation = models.CharField(max_length=300, blank=True)
    by_kind = models.CharField(max_length=20)
    by_user_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    behaviour = models.CharField(max_length=8, choices=Behaviour.choices, default=Behaviour.ROLLBACK)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.STANDARD)
    media_type = models.CharField(max_length=100)
    body = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    attempts = models.PositiveSmallIntegerField(default=0)  # workers that took it up; one that kills them is given up
    running = models.BooleanField(default=True)
    success = models.BooleanField(default=True)
    finished_at = models.DateTimeField(null=True)
    errors = models.JSONField(default=list)  # the first hundred: {layer, pointer, code, message}
    error_count = models.PositiveIntegerField(default=0)
    event_count = models.PositiveIntegerField(default=0)  # in the document
    stored_count = models.PositiveIntegerField(default=0)  # new by it
    duplicate_count = models.PositiveIntegerField(default=0)  # known before, and acknowledged the same

    class Meta:
        verbose_name = _("capture")
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["client", "asked_at", "id"], name="capture_client"),
            models.Index(fields=["establishment", "asked_at"], name="capture_establishment"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(running=True, finished_at=None) | Q(running=False, finished_at__isnull=False),
                name="a_capture_ends_once_it_no_longer_runs",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="capture_is_never_deleted", operation=pgtrigger.Delete),
            # Whoever as much as names one of them in an UPDATE is refused. Comparing old and new would read the whole
            # body, megabytes, with every step of its job.
            pgtrigger.Protect(name="capture_keeps_what_was_sent", operation=pgtrigger.UpdateOf(*SENT)),
            pgtrigger.Protect(
                name="capture_ends_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NOT OLD.running AND ("
                    + " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in OUTCOME)
                    + ")"
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
