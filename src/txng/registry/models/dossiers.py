from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.kernel.codes import new_token
from txng.kernel.models import StoredFile
from txng.kernel.text import fold
from txng.registry.models.agencies import Agency
from txng.registry.models.establishments import Establishment, EstablishmentKind
from txng.registry.sectors import Sector
from txng.review.undoing import Steps, Undoable


class DossierState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("dossier", "Draft")
    SUBMITTED = "submitted", _("Submitted")
    RECEIVED = "received", pgettext_lazy("dossier", "Received")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Needs supplement")
    APPROVED = "approved", pgettext_lazy("dossier", "Approved")
    FORWARDED = "forwarded", _("Forwarded to the operator")
    ACCOUNT_ISSUED = "account_issued", _("Account issued")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


DOSSIER_TRANSITIONS = [
    ("draft", "submitted"),
    ("draft", "withdrawn"),
    ("submitted", "received"),
    ("submitted", "withdrawn"),
    ("received", "in_review"),
    ("received", "withdrawn"),
    ("in_review", "returned"),
    ("in_review", "approved"),
    ("in_review", "rejected"),
    ("in_review", "withdrawn"),
    ("returned", "in_review"),
    ("returned", "withdrawn"),
    ("approved", "forwarded"),
    ("approved", "account_issued"),
    ("forwarded", "account_issued"),
]

# An answer taken back within ten minutes (names.md 5): the review goes on as if it had not been given.
DOSSIER_WAYS_BACK = [(answer, "in_review") for answer in ("approved", "forwarded", "rejected", "returned")]


class Dossier(Undoable):
    """Hồ sơ đăng ký tham gia (Điều 5), from the first saved step to the issued account.

    The address of a draft carries a secret token whose digest alone is stored; `number` is for talking about it.
    The columns follow the Phiếu đăng ký of the annex (domain.md 15.1).
    """

    State = DossierState

    number = models.CharField(max_length=20, unique=True, null=True)  # given when filed, never before
    token_digest = models.CharField(max_length=64, unique=True)
    lookup_code = models.CharField(max_length=10, unique=True, null=True)
    # The address in the QR of the agency's own papers: it shows where the dossier stands and opens nothing of it.
    record_code = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    state = models.CharField(max_length=16, choices=DossierState.choices, default=DossierState.DRAFT)

    managing_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="dossiers_managed")
    filed_with = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="dossiers_filed")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, null=True)
    unit = models.ForeignKey("places.AdministrativeUnit", on_delete=models.PROTECT, null=True)
    unit_path = models.CharField(max_length=40, default="")
    sector = models.CharField(max_length=20, choices=Sector.choices, default="", blank=True)

    # Phiếu đăng ký tham gia, 1–4
    name = models.CharField(max_length=300, blank=True)
    plain_name = models.CharField(max_length=300, default="", editable=False)
    kind = models.CharField(max_length=20, choices=EstablishmentKind.choices, blank=True)
    tax_code = models.CharField(max_length=13, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    representative = models.CharField(max_length=160, blank=True)
    # I
    business_kind = models.CharField(max_length=300, blank=True)
    capacity = models.CharField(max_length=300, blank=True)
    products: Any = models.JSONField(default=list)  # [{"name": …, "note": …}]
    # II
    purposes = ArrayField(models.CharField(max_length=300), default=list)
    other_purpose = models.CharField(max_length=300, blank=True)
    # Phiếu cung cấp thông tin, where the profile asks for it (domain.md 15.2)
    information: Any = models.JSONField(default=dict)
    # III
    committed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=160, blank=True)

    started_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)  # the applicant's last saved step, shown on the task list
    submitted_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    due_before = models.DateField(null=True, editable=False)  # the day the decision stopped, for taking it back
    agency_told_at = models.DateTimeField(null=True)  # filed with the operator: when the managing agency was told
    # The round of supplements in which the supervisor let new reasons be named (ux.md D14); 0 for none.
    new_reasons_round = models.PositiveSmallIntegerField(default=0)
    # What the applicant says of a paper, by its code: {"business-paper": {"number": …, "issued_on": …, "valid_to": …}}
    paper_facts: Any = models.JSONField(default=dict)
    answer = models.TextField(blank=True)
    appraisal = models.TextField(blank=True)  # what the reviewer found, a recorded fact and not a state

    class Meta:
        verbose_name = _("dossier")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="dossier_queue"),
            GinIndex(fields=["plain_name"], opclasses=["gin_trgm_ops"], name="dossier_like"),
        ]
        triggers = [
            Steps(name="dossier_steps", field="state", transitions=DOSSIER_TRANSITIONS, ways_back=DOSSIER_WAYS_BACK),
            # Lưu giữ hồ sơ theo quy định (CB 6.4, CT-REG 6.5): what was filed stays; a draft is its writer's own.
            pgtrigger.Protect(
                name="a_filed_dossier_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition('OLD."number" IS NOT NULL'),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or '–'} {self.name}".strip()

    def save(self, **options: Any) -> None:
        self.plain_name = fold(self.name)[:300]
        super().save(**options)

    @property
    def is_editable(self) -> bool:
        """The applicant writes in it: before it is filed, and while a supplement is asked for."""
        return self.state in (DossierState.DRAFT, DossierState.RETURNED)

    @property
    def is_open(self) -> bool:
        """The agency has it and has not answered."""
        return self.state in (DossierState.SUBMITTED, DossierState.RECEIVED, DossierState.IN_REVIEW)

    @property
    def filed_with_operator(self) -> bool:
        return self.filed_with is not None and self.filed_with.kind == Agency.Kind.OPERATOR


class DossierPaper(models.Model):
    """One file of a dossier under the kind of paper the profile asks for (Điều 5)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="papers")
    paper = models.CharField(max_length=40)  # code of the profile, e.g. "giay-dang-ky-kinh-doanh"
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("paper of a dossier")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["dossier", "paper", "file"], name="a_file_once_a_paper")]
        triggers = [
            # The applicant takes papers out while the dossier is theirs to write in, and never of a decided one.
            pgtrigger.Trigger(
                name="a_filed_paper_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                declare=[("state_now", "text")],
                func=pgtrigger.Func(
                    """
                    SELECT state INTO state_now FROM registry_dossier WHERE id = OLD.dossier_id;
                    IF state_now NOT IN ('draft', 'returned') THEN
                        RAISE EXCEPTION 'pgtrigger: a paper of a filed dossier stays';
                    END IF;
                    RETURN OLD;
                    """
                ),
            )
        ]


class DossierReturn(models.Model):
    """One request for supplement: every reason at once, each with the step it belongs to (ux.md D14)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="returns")
    round = models.PositiveSmallIntegerField()
    items: Any = models.JSONField()  # [{"step": "business-paper", "reason": "…", "touched": true}]
    facts: Any = models.JSONField(default=dict)  # what the dossier said when it was sent back, by line
    note = models.TextField(blank=True)
    returned_at = models.DateTimeField()
    returned_by = models.CharField(max_length=200)
    answered_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)  # what the applicant says about it when sending it in again

    class Meta:
        verbose_name = _("request for supplement")
        ordering = ["round"]
        constraints = [models.UniqueConstraint(fields=["dossier", "round"], name="one_return_a_round")]


class DossierTransfer(models.Model):
    """Chuyển cơ quan khác: a recorded fact beside the state (names.md 2); the applicant reads it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="transfers")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    transferred_at = models.DateTimeField()
    transferred_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("transfer of a dossier")
        ordering = ["id"]
        triggers = [pgtrigger.Protect(name="a_transfer_stays", operation=pgtrigger.Update | pgtrigger.Delete)]
