from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.trace.models.captured import CapturedEvent
from txng.trace.models.fields import Numeric


class Edge(models.Model):
    """One step between two things, drawn from one event. Derived: dropped and drawn again from events alone."""

    class Kind(models.IntegerChoices):
        TRANSFORMATION = 1, _("Transformation")
        AGGREGATION = 2, _("Packed into")
        DISAGGREGATION = 3, _("Taken out of")
        ASSOCIATION = 4, _("Attached to")
        DISSOCIATION = 5, _("Detached from")
        SAME = 6, _("The same goods")

    source = models.TextField()  # EventIdentifier.key
    target = models.TextField()
    event = models.ForeignKey(CapturedEvent, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    kind = models.SmallIntegerField(choices=Kind.choices)
    event_time = models.DateTimeField()
    quantity_in = Numeric(null=True)
    uom_in = models.CharField(max_length=3, default="")
    quantity_out = Numeric(null=True)
    uom_out = models.CharField(max_length=3, default="")

    class Meta:
        verbose_name = _("edge")
        ordering = ["event_time", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "source", "target", "kind"], name="an_edge_is_drawn_once")
        ]
        indexes = [
            models.Index(fields=["source", "event_time"], name="edge_forward"),
            models.Index(fields=["target", "event_time"], name="edge_back"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
