from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from txng.accounts.models.users import User


class EmergencyAccess(models.Model):
    """Break-glass: for 60 minutes one person of the operator may act for any agency. Two persons open it, every lead
    of the operator is told, and all that is done in it says so in the ledger (names.md 5)."""

    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("emergency access")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("asked_by")), name="two_persons_break_the_glass"
            )
        ]
