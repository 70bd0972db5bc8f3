from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.access.models import PLACE, PlacedModel
from txng.registry.models import Agency, Establishment
from txng.trace.models.captures import Capture
from txng.trace.models.fields import Exact, Numeric

# Longer identifiers fit no index page of PostgreSQL; the capture refuses them by name.
LONGEST = 1_000  # bytes


class CapturedEvent(PlacedModel):
    """Sự kiện theo dõi trọng yếu: one event in its normal form. Written once; a wrong one is declared wrong by
    another that bears the same ID (standards.md 1.6), so the ID alone is no key.

    Rows come in by COPY (trace/storing.py), never by `save()`.
    """

    append_only = True

    id = models.BigAutoField(primary_key=True)
    event_id = models.TextField()
    declared_at = models.DateTimeField(null=True)  # of an error declaration
    hash = models.BinaryField()  # 32 bytes of the CBV event hash; no key and no proof (standards.md 0.7)
    hash_ver = models.SmallIntegerField()  # numbers.HASH_VERSIONS
    type = models.SmallIntegerField()  # numbers.TYPES
    action = models.SmallIntegerField(null=True)  # numbers.ACTIONS
    event_time = models.DateTimeField()
    zone_minutes = models.SmallIntegerField()  # eventTimeZoneOffset as it was sent, +07:00 = 420
    record_time = models.DateTimeField()
    biz_step = models.TextField(default="")  # bare CBV word, or a URI
    disposition = models.TextField(default="")
    read_point = models.TextField(default="")  # identity form: canonical Digital Link
    biz_location = models.TextField(default="")
    body = models.JSONField(decoder=Exact)
    # How identifiers were spelled that the normal form spells otherwise, for who wants them untranslated.
    sent = models.JSONField(null=True)
    # Null: recorded by this system itself, in the transaction of what happened. Neither this nor the two below is a
    # constraint in the database: asked of every event they cost a quarter of its storing, and what they point to never
    # goes (no capture can be deleted; it, or the row an own event tells of, holds the establishment or agency).
    capture = models.ForeignKey(
        Capture, on_delete=models.PROTECT, null=True, db_constraint=False, related_name="events"
    )
    position = models.IntegerField(default=0)  # in the document
    # Found by the indexes below.
    establishment = models.ForeignKey(
        Establishment, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    managing_agency_id = models.BigIntegerField(null=True, blank=True, editable=False)  # as placed, without an index

    class Meta:
        verbose_name = _("EPCIS event")
        ordering = ["-event_time", "-id"]
        constraints = [
            # Two deliveries of one event at the same moment: the second finds the first here, whoever was faster.
            models.UniqueConstraint(
                fields=["event_id", "declared_at"], name="an_event_is_stored_once", nulls_distinct=False
            ),
        ]
        indexes = [
            models.Index(fields=["event_time", "id"], name="event_time"),
            models.Index(fields=["record_time", "id"], name="event_record_time"),
            models.Index(fields=["establishment", "event_time", "id"], name="event_establishment"),
            models.Index(fields=["agency"], name="event_agency", condition=models.Q(agency__isnull=False)),
            # Few, and asked for with every walk of the graph (trace/graph/walking.py).
            models.Index(fields=["event_id"], name="event_declared", condition=models.Q(declared_at__isnull=False)),
        ]
        triggers = [
            pgtrigger.Protect(name="event_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="event_is_never_changed", exclude=PLACE),
        ]

    def __str__(self) -> str:
        return self.event_id


class EventIdentifier(models.Model):
    """Every thing an event speaks of, in the form by which two things are the same (gs1.epcis `Thing.id`)."""

    append_only = True

    pk = models.CompositePrimaryKey("event_id", "position")
    # No constraint in the database: both rows are written by one COPY in one transaction and neither ever goes.
    event = models.ForeignKey(
        CapturedEvent, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="identifiers"
    )
    position = models.IntegerField()
    role = models.SmallIntegerField()  # numbers.ROLES
    key = models.TextField()
    quantity = Numeric(null=True)
    uom = models.CharField(max_length=3, default="")  # UN/ECE Rec. 20; none is a count
    event_time = models.DateTimeField()

    class Meta:
        verbose_name = _("identifier of an event")
        ordering = ["event_id", "position"]
        indexes = [models.Index(fields=["key", "event_time", "event_id"], name="identifier_key")]
        triggers = [
            pgtrigger.Protect(name="identifier_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.key


class Namespace(models.Model):
    """The prefix under which this repository speaks of somebody's extensions: its first sender's, where it is free."""

    uri = models.CharField(max_length=400, unique=True)
    prefix = models.CharField(max_length=40, unique=True)

    class Meta:
        verbose_name = _("namespace of extensions")
        ordering = ["prefix"]

    def __str__(self) -> str:
        return f"{self.prefix}={self.uri}"
