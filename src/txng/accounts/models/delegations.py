from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.kernel.models import StoredFile
from txng.registry.models import Agency


class Delegation(models.Model):
    """Phân cấp: the operator lets an agency issue accounts of what it manages, from a day to a day, by a document
    (CB 6.2, 12.1)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="delegations")
    document = models.CharField(max_length=300)  # number and date
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("delegation")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="a_delegation_ends_after_it_begins",
            )
        ]
