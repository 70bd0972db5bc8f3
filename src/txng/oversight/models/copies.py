from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.access.models import PlacedModel
from txng.catalogue.models import Product
from txng.production.models import Lot
from txng.registry.models import Establishment
from txng.stamps.models import CodeBatch


class AlarmState(models.TextChoices):
    OPEN = "open", _("To be looked at")
    DISMISSED = "dismissed", _("Not a copy")
    CONFIRMED = "confirmed", _("Probably copied")


# Dismissed and seen too often again: the same code is looked at once more.
ALARM_TRANSITIONS = [("open", "dismissed"), ("open", "confirmed"), ("dismissed", "open"), ("confirmed", "dismissed")]


class CopyAlarm(PlacedModel):
    """A code that was seen in more places than one package can be (security.md 5.3): for officers to look at.

    One row a code whatever its scans do. It says where to look, never what the goods are.
    """

    State = AlarmState

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    batch = models.ForeignKey(CodeBatch, on_delete=models.PROTECT, related_name="copy_alarms")
    tweak = models.BigIntegerField()
    key_version = models.PositiveSmallIntegerField()
    counter = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=AlarmState.choices, default=AlarmState.OPEN)
    opened_at = models.DateTimeField()  # the last time
    last_at = models.DateTimeField()  # the last sighting that is counted here
    sessions = models.PositiveIntegerField()
    places = models.PositiveIntegerField()
    since = models.DateField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("code to be looked at")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["tweak", "key_version", "counter"], name="one_alarm_a_code"),
            models.CheckConstraint(
                condition=models.Q(state="open") | ~models.Q(decision_reason=""), name="a_judged_alarm_says_why"
            ),
        ]
        indexes = [models.Index(fields=["batch", "opened_at"], name="alarms_of_a_batch")]
        triggers = [pgtrigger.FSM(name="alarm_steps", field="state", transitions=ALARM_TRANSITIONS)]

    def __str__(self) -> str:
        return f"{self.batch.number}, {self.number}"

    @property
    def number(self) -> int:
        """Of the stamp on its roll, as people count them."""
        return self.counter - self.batch.first + 1
