from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.accounts.models.accounts import Membership


class Absence(models.Model):
    """Ủy quyền khi vắng: a colleague of the same agency does somebody's work from a day to a day (ux.md 1.7).

    Both reach the same things already; what passes over is the lead's word (supervising a further return), and that
    everybody in the agency, the ledger included, knows who answers on these days.
    """

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="stands_in")
    first = models.DateField()
    last = models.DateField()
    named_at = models.DateTimeField()
    named_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("absence")
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="an_absence_runs_forward"),
            models.CheckConstraint(
                condition=~models.Q(membership=models.F("stand_in")), name="nobody_stands_in_for_themselves"
            ),
        ]
