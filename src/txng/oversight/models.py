from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PlacedModel
from txng.catalogue.models import Product
from txng.kernel.models import StoredFile
from txng.production.models import Lot
from txng.registry.models import Establishment


class ComplaintState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("complaint", "New")
    ASSIGNED = "assigned", _("Assigned")
    VERIFYING = "verifying", pgettext_lazy("complaint", "In progress")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", pgettext_lazy("complaint", "Closed")
    FORWARDED = "forwarded", _("Forwarded to another agency")
    REJECTED = "rejected", _("Not accepted")


COMPLAINT_TRANSITIONS = [
    ("received", "assigned"),
    ("received", "verifying"),
    ("received", "forwarded"),
    ("received", "rejected"),
    ("assigned", "verifying"),
    ("assigned", "forwarded"),
    ("verifying", "answered"),
    ("verifying", "forwarded"),
    ("answered", "closed"),
]


class Complaint(PlacedModel):
    """Phản ánh: what somebody saw, with the code they scanned. The look-up code is theirs alone (names.md 5)."""

    class Kind(models.TextChoices):
        PRODUCT = "product", _("About goods")
        VIOLATION = "violation", _("About a violation")
        DIFFICULTY = "difficulty", _("A difficulty in using the system")

    State = ComplaintState

    number = models.CharField(max_length=20, unique=True)  # PA-2026-000123
    lookup_code = models.CharField(max_length=10, unique=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PRODUCT)
    state = models.CharField(max_length=10, choices=ComplaintState.choices, default=ComplaintState.RECEIVED)
    scanned = models.CharField(max_length=300, blank=True)  # the code as it was scanned or typed
    verdict = models.CharField(max_length=20, blank=True)
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    bought_at = models.CharField(max_length=300, blank=True)
    contact_name = models.CharField(max_length=160, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    filed_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        verbose_name = _("complaint")
        ordering = ["-id"]
        triggers = [pgtrigger.FSM(name="complaint_steps", field="state", transitions=COMPLAINT_TRANSITIONS)]

    def __str__(self) -> str:
        return self.number


class ComplaintPhoto(models.Model):
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("photo of a complaint")
        ordering = ["id"]


class RecallState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("recall", "Proposed")
    OPEN = "open", pgettext_lazy("recall", "Being recalled")
    DISPOSING = "disposing", _("Recalled goods being dealt with")
    CLOSED = "closed", pgettext_lazy("recall", "Finished")
    LIFTED = "lifted", _("Lifted")


RECALL_TRANSITIONS = [
    ("proposed", "open"),
    ("open", "disposing"),
    ("disposing", "closed"),
    ("open", "lifted"),
    ("disposing", "lifted"),
]


class Recall(PlacedModel):
    """Thu hồi sản phẩm: a lot that must not be eaten, used or sold, with the decision behind it."""

    class Kind(models.TextChoices):
        VOLUNTARY = "voluntary", _("Voluntary")
        MANDATORY = "mandatory", _("Mandatory")
        ENFORCED = "enforced", _("Enforced")

    State = RecallState

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="recalls")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.MANDATORY)
    state = models.CharField(max_length=10, choices=RecallState.choices, default=RecallState.OPEN)
    reason = models.TextField()
    decision_number = models.CharField(max_length=100)
    decided_on = models.DateField()
    return_to = models.CharField(max_length=300)  # nơi nhận lại
    return_phone = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=200, blank=True)
    lift_reason = models.TextField(blank=True)
    lift_decision = models.CharField(max_length=100, blank=True)
    is_drill = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("recall")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["lot"], condition=models.Q(state__in=["open", "disposing"]), name="one_recall_a_lot"
            )
        ]
        triggers = [pgtrigger.FSM(name="recall_steps", field="state", transitions=RECALL_TRANSITIONS)]

    def __str__(self) -> str:
        return self.decision_number
