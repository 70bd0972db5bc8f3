from __future__ import annotations

import uuid
from datetime import date

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PlacedModel
from txng.accounts.models import User
from txng.catalogue.models import Product
from txng.kernel.codes import new_token
from txng.kernel.models import StoredFile
from txng.oversight.models.copies import AlarmState, CopyAlarm
from txng.oversight.models.displays import DisplayState, TraceDisplay
from txng.production.models import Lot
from txng.registry.models import Agency, Establishment

__all__ = [
    "EXPIRED",
    "AlarmState",
    "CertificateCause",
    "CertificateState",
    "Complaint",
    "ComplaintPhoto",
    "ComplaintState",
    "CopyAlarm",
    "DisplayState",
    "ParticipationCertificate",
    "Recall",
    "RecallState",
    "TraceDisplay",
]


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
    # A difficulty in writing (CB, CT-REG last article) comes from an organisation, and its answer goes back there.
    title = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)

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


class CertificateState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("certificate", "Proposed")
    ISSUED = "issued", pgettext_lazy("certificate", "In force")
    SUSPENDED = "suspended", pgettext_lazy("certificate", "Suspended")
    REVOKED = "revoked", pgettext_lazy("certificate", "Revoked")


CERTIFICATE_TRANSITIONS = [
    ("proposed", "issued"),
    ("issued", "suspended"),
    ("suspended", "issued"),
    ("issued", "revoked"),
    ("suspended", "revoked"),
]
EXPIRED = "expired", pgettext_lazy("certificate", "Expired")  # computed, never stored (names.md 2)


class CertificateCause(models.TextChoices):
    """Why it does not hold, as far as the public is told; the reason itself is for the two sides."""

    CONDITIONS = "conditions", _("The conditions are no longer met")
    VIOLATION = "violation", _("A violation is being dealt with")
    ACCOUNT = "account", _("The account of the establishment is locked or ended")
    REQUEST = "request", _("At the establishment's own request")
    MISTAKE = "mistake", _("It was issued by mistake")


class ParticipationCertificate(PlacedModel):
    """Giấy xác nhận tham gia (CB 11.8, CT-REG 11.7), from the proposal to its end.

    What was printed and signed is kept as it was that day (`facts`): an establishment that moves later has a
    certificate with its old address. The paper is signed after the row is issued, by a job, so that a signing service
    that is down holds up nobody; whether it holds is told by the row, never by the paper alone.
    """

    State = CertificateState
    Cause = CertificateCause

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="certificates")
    state = models.CharField(max_length=10, choices=CertificateState.choices, default=CertificateState.PROPOSED)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    # The address in its QR. Kept as it is, unlike other tokens: what it opens is public, and the paper repeats it.
    public_code = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=200)
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_for = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    declined_at = models.DateTimeField(null=True)
    declined_by = models.CharField(max_length=200, blank=True)
    decline_reason = models.TextField(blank=True)
    number = models.CharField(max_length=20, unique=True, null=True)  # 000123/2026/GXN
    issued_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)  # the last day
    facts = models.JSONField(default=dict)
    # The last suspension or revocation; earlier ones are in the ledger.
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.CharField(max_length=200, blank=True)
    cause = models.CharField(max_length=10, choices=CertificateCause.choices, blank=True)
    reason = models.TextField(blank=True)
    ground = models.CharField(max_length=300, blank=True)
    # The signed paper, and how often the signing was tried.
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signer = models.CharField(max_length=300, blank=True)
    signer_serial = models.CharField(max_length=80, blank=True)
    signed_for_show = models.BooleanField(default=False)  # by the demo key, which proves nothing to anybody
    sign_tries = models.PositiveIntegerField(default=0)
    sign_tried_at = models.DateTimeField(null=True)
    sign_error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("participation certificate")
        ordering = ["-id"]
        indexes = [models.Index(fields=["establishment", "id"], name="certificate_establishment")]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment"],
                condition=models.Q(state="proposed", declined_at=None),
                name="one_open_proposal_an_establishment",
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed", number=None)
                | models.Q(number__isnull=False, valid_from__isnull=False, valid_to__isnull=False, declined_at=None)
                & ~models.Q(state="proposed"),
                name="certificate_has_its_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["suspended", "revoked"]) | ~models.Q(cause=""),
                name="stopped_certificate_says_why",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="certificate_steps", field="state", transitions=CERTIFICATE_TRANSITIONS),
            pgtrigger.Protect(name="certificate_is_never_deleted", operation=pgtrigger.Delete),
            # Somebody holds the paper: what stands on it cannot become something else behind their back.
            pgtrigger.Trigger(
                name="certificate_says_what_it_said",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF NEW.public_code <> OLD.public_code OR NEW.establishment_id <> OLD.establishment_id
                        OR (OLD.number IS NOT NULL AND
                            ROW(NEW.number, NEW.facts, NEW.valid_from, NEW.valid_to, NEW.issued_at)
                            IS DISTINCT FROM ROW(OLD.number, OLD.facts, OLD.valid_from, OLD.valid_to, OLD.issued_at))
                        OR (OLD.paper_id IS NOT NULL AND NEW.paper_id IS DISTINCT FROM OLD.paper_id)
                    THEN
                        RAISE EXCEPTION 'what a certificate says is never changed';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.establishment.name

    @property
    def is_open(self) -> bool:
        """A proposal somebody still has to answer."""
        return self.state == CertificateState.PROPOSED and self.declined_at is None

    def standing(self, on: date) -> str:
        """The state with what the calendar adds to it."""
        ran_out = self.valid_to is not None and self.valid_to < on and self.state != CertificateState.REVOKED
        return EXPIRED[0] if ran_out else self.state

    def standing_label(self, on: date) -> str:
        if self.state == CertificateState.PROPOSED and self.declined_at is not None:
            return str(pgettext_lazy("certificate", "Not issued"))
        return str(EXPIRED[1]) if self.standing(on) == EXPIRED[0] else self.get_state_display()


from txng.oversight.inspection import InspectedCode, InspectionDraft, InspectionPack  # noqa: E402, F401 - found by Django here
