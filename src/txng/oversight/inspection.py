"""What officers scan in the field (names.md 1: kiểm tra): drafts, from which the minutes are written later.

A draft belongs to the agency whose officer made it, not to the establishments whose goods were looked at: it may name
goods of several, or none of ours.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import User
from txng.registry.models import Agency

CODES = 500  # a draft: a day at a market


class InspectionDraft(models.Model):
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    officer = models.CharField(max_length=200)  # their name on that day
    place = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    began_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    pack_at = models.DateTimeField(null=True)  # of the codes taken along, where some answers came from them

    class Meta:
        verbose_name = _("inspection draft")
        ordering = ["-saved_at", "-id"]
        indexes = [models.Index(fields=["agency", "saved_at"], name="inspection_of_agency")]

    def __str__(self) -> str:
        return self.place or self.officer


class InspectionPack(models.Model):
    """That the codes of some lots left the house as a filter, when and with whom. The filter itself is not kept."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    lots = models.JSONField(default=list)
    codes = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("codes taken along")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.agency)


class InspectedCode(models.Model):
    """One code as it was read, what the officer was told of it then, and what it was when the draft arrived."""

    draft = models.ForeignKey(InspectionDraft, on_delete=models.CASCADE, related_name="codes")
    position = models.PositiveSmallIntegerField()
    read = models.CharField(max_length=300)
    read_at = models.DateTimeField()
    told = models.CharField(max_length=20)  # a verdict, or `not_in_pack`
    from_pack = models.BooleanField(default=False)
    verdict = models.CharField(max_length=20)
    product = models.CharField(max_length=300, blank=True)
    lot = models.CharField(max_length=20, blank=True)
    maker = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("inspected code")
        ordering = ["draft_id", "position"]
        constraints = [models.UniqueConstraint(fields=["draft", "position"], name="one_code_a_line_of_a_draft")]

    @property
    def differs(self) -> bool:
        """Told otherwise in the field: `not_in_pack` was never an answer about the code."""
        return self.told not in (self.verdict, "not_in_pack")
