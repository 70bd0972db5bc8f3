from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.kernel.codes import new_token
from txng.kernel.models import StoredFile
from txng.registry.models.dossiers import Dossier


class KeptPaperKind(models.TextChoices):
    """The papers this system makes and keeps, in the order in which they lie in the file."""

    FORM = "form", _("Registration form as filled in")
    RECEIPT = "receipt", _("Receipt of the dossier")
    SUPPLEMENT = "supplement", _("Notice of supplements")
    RESULT = "result", _("Notice of the result")
    HAND_OVER = "hand_over", _("Record of the hand-over")


class KeptPaper(models.Model):
    """A paper as it was printed, byte by byte, with how long it is kept (CB 6.4, CT-REG 6.5, domain.md 12).

    What is said of it here never changes; the day until which it is kept may only move away. The database guards
    both, and lets no row go before that day.
    """

    Kind = KeptPaperKind

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="kept_papers")
    kind = models.CharField(max_length=12, choices=KeptPaperKind.choices)
    round = models.PositiveSmallIntegerField(default=0)  # of the request for supplements; 0 for the others
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=40, blank=True)
    organisation = models.CharField(max_length=300)  # whom it is about, as it was called that day
    agency = models.CharField(max_length=300)
    # The address in its QR. Kept as it is: whoever reads the row has the paper already.
    code = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField()
    dated = models.DateTimeField()  # the hour the paper itself speaks of
    kept_at = models.DateTimeField()
    retention = models.CharField(max_length=20)  # class of the profile, with the words of the day it was kept
    retention_name = models.CharField(max_length=200)
    retention_article = models.CharField(max_length=200)
    retention_years = models.PositiveSmallIntegerField()
    kept_until = models.DateField()

    class Meta:
        verbose_name = _("kept paper")
        ordering = ["dated", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind", "round"],
                condition=~models.Q(kind=KeptPaperKind.HAND_OVER),
                name="a_paper_once_a_dossier",
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(name="a_kept_paper_stays", exclude=["kept_until"]),
            pgtrigger.Protect(
                name="a_term_never_shrinks",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition('NEW."kept_until" < OLD."kept_until"'),
            ),
            pgtrigger.Protect(
                name="not_before_its_day",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition('OLD."kept_until" >= CURRENT_DATE'),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()
