from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PlacedModel
from txng.kernel.models import StoredFile
from txng.registry.models.establishments import Establishment

EXPIRING_DAYS = 60  # names.md 2: “Sắp hết hạn” is ≤ 60 days
WARNINGS = (60, 30, 7)  # days before; once each (issue 4)
GONE = 0  # the mark after the last warning: it is over, and that has been told


class DocumentKind(models.TextChoices):
    # Of the establishment (CT-REG Điều 8.1)
    BUSINESS_REGISTRATION = "business_registration", _("Business registration")
    ELIGIBILITY = "eligibility", _("Certificate of eligibility for production or trade")
    QUALITY_SCHEME = "quality_scheme", _("Certificate of a quality scheme")
    GS1_PREFIX = "gs1_prefix", _("GS1 company prefix (GCP)")
    OTHER = "other", pgettext_lazy("paper", "Other paper")
    # Of a product (CT-REG Điều 8.2, CB Điều 6.3 bước 4)
    LABEL = "label", _("Product label")
    CERTIFICATE = "certificate", _("Certificate of the product")
    TEST_RESULT = "test_result", _("Test result")
    TRADEMARK = "trademark", _("Trademark certificate")
    QUALITY_DECLARATION = "quality_declaration", _("Quality declaration")


OF_ESTABLISHMENT = (
    DocumentKind.BUSINESS_REGISTRATION,
    DocumentKind.ELIGIBILITY,
    DocumentKind.QUALITY_SCHEME,
    DocumentKind.GS1_PREFIX,
    DocumentKind.OTHER,
)


class DocumentState(models.TextChoices):
    """Computed from the day, but for the last (names.md 2)."""

    VALID = "valid", _("Valid")
    EXPIRING = "expiring", _("Expires soon")
    EXPIRED = "expired", pgettext_lazy("paper", "Expired")
    REVOKED = "revoked", pgettext_lazy("paper", "Revoked")


def state_of(valid_to: date | None, on: date, *, revoked: bool = False) -> DocumentState:
    """A paper holds through its last day, Vietnamese time."""
    if revoked:
        return DocumentState.REVOKED
    if valid_to is None:
        return DocumentState.VALID
    left = (valid_to - on).days
    if left < 0:
        return DocumentState.EXPIRED
    return DocumentState.EXPIRING if left <= EXPIRING_DAYS else DocumentState.VALID


class Document(PlacedModel):
    """One paper with its validity (giấy tờ, names.md 1). What it says never changes: a new paper is a new row.

    It is kept as soon as somebody types it; it counts from the approval that shows it (`shown_since`) to the one that
    leaves it out or puts another in its place (`ended_at`).
    """

    Kind, State = DocumentKind, DocumentState

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=24, choices=DocumentKind.choices)
    name = models.CharField(max_length=200)  # what it is called: “VietGAP”, “Chứng nhận đăng ký hợp tác xã”
    number = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    shows_file = models.BooleanField(default=False)  # whoever scans may open the picture of it
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)
    shown_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    revoked_on = models.DateField(null=True)
    revoked_because = models.TextField(blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)  # a second press of “Lưu” keeps one paper
    warned_days = models.PositiveSmallIntegerField(null=True)  # the last of WARNINGS that was told, GONE at the end

    class Meta:
        verbose_name = _("paper")
        ordering = ["id"]
        indexes = [models.Index(fields=["valid_to"], name="papers_by_their_last_day")]
        triggers = [
            pgtrigger.ReadOnly(
                name="a_paper_says_what_it_says",
                fields=["establishment", "kind", "name", "number", "issuer", "valid_from", "valid_to", "file"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}".strip()

    @property
    def is_current(self) -> bool:
        return self.shown_since is not None and self.ended_at is None

    def state_on(self, day: date) -> DocumentState:
        return state_of(self.valid_to, day, revoked=self.revoked_on is not None)

    def entry(self, **own: Any) -> dict[str, Any]:
        """Itself within a proposal or a published version: a copy, since it never changes."""
        return {
            "document": self.pk,
            "kind": self.kind,
            "name": self.name,
            "number": self.number,
            "issuer": self.issuer,
            "valid_from": self.valid_from.isoformat() if self.valid_from else "",
            "valid_to": self.valid_to.isoformat() if self.valid_to else "",
            "file": str(self.file_id) if self.file_id else "",
            "shows_file": self.shows_file,
            **own,
        }
