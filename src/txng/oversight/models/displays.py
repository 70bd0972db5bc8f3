from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PlacedModel
from txng.catalogue.models import Product
from txng.production.models import Lot
from txng.registry.models import Establishment


class DisplayState(models.TextChoices):
    SHOWN = "shown", pgettext_lazy("trace display", "Shown")
    EXPLANATION_REQUESTED = "explanation_requested", _("Waiting for an explanation")
    SUSPENDED = "suspended", _("Not shown for the time being")
    CANCELLED = "cancelled", _("Display cancelled")


# Back to shown from a request too: who has explained it satisfactorily was never hidden (TT31/2026 Điều 11).
DISPLAY_TRANSITIONS = [
    ("explanation_requested", "suspended"),
    ("explanation_requested", "shown"),
    ("suspended", "shown"),
    ("suspended", "cancelled"),
]


class TraceDisplay(PlacedModel):
    """Whether the public reads of a product or lot: one row for each time an agency asked (TT31/2026 Điều 11).

    What nobody asked about is shown and has no row. `agency`, the day and, of what was taken down, the ground stand on
    the page buyers see; the reason is for the two sides.
    """

    State = DisplayState

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="displays")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="displays")  # else all
    state = models.CharField(max_length=22, choices=DisplayState.choices)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    agency = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    reason = models.TextField()
    ground = models.CharField(max_length=300)
    due_at = models.DateTimeField(null=True)  # the explanation, 24 hours after it was asked for
    explanation = models.TextField(blank=True)
    explained_at = models.DateTimeField(null=True)
    explained_by = models.CharField(max_length=200, blank=True)
    suspended_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    conclusion = models.TextField(blank=True)

    class Meta:
        verbose_name = _("display of information")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "lot"],
                condition=~models.Q(state="shown"),
                nulls_distinct=False,
                name="one_question_about_a_display",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["suspended", "cancelled"]) | models.Q(suspended_at__isnull=False),
                name="a_hidden_display_says_since_when",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="display_steps", field="state", transitions=DISPLAY_TRANSITIONS),
            pgtrigger.Protect(name="display_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.product} – {self.lot}" if self.lot else str(self.product)

    @property
    def is_hidden(self) -> bool:
        return self.state in (DisplayState.SUSPENDED, DisplayState.CANCELLED)
