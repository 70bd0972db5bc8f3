from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.trace.models.captured import CapturedEvent
from txng.trace.models.fields import Numeric


class Edge(models.Model):
    """One step of goods, drawn from one event alone (trace/graph/edges.py). Derived: may be drawn again at any time.

    An edge of an event that is declared wrong stays here and counts no more: who reads asks for the declaration, so
    that the order in which the two arrived changes nothing.
    """

    class Kind(models.IntegerChoices):
        INPUT = 1, _("Went into")  # thing → working
        OUTPUT = 2, _("Came out of")  # working → thing
        PACKED = 3, _("Packed into")  # child → container
        UNPACKED = 4, _("Taken out of")  # child → container too: both ends of one stay
        EMPTIED = 5, _("Emptied")  # container → itself: whatever was in it
        ATTACHED = 6, _("Attached to")
        DETACHED = 7, _("Detached from")
        CLEARED = 8, _("Cleared")
        COMMISSIONED = 9, _("Coded")  # lot → item
        SHIPPED = 10, _("Shipped to")  # thing → receiver
        RECEIVED = 11, _("Received from")  # sender → thing
        SENT = 12, pgettext_lazy("edge", "Sent under")  # thing → delivery paper
        TAKEN_IN = 13, _("Taken in under")  # delivery paper → thing
        SEEN = 14, _("Seen inside")  # child → container

    pk = models.CompositePrimaryKey("event_id", "position")
    # No constraint in the database: both rows are written by one COPY in one transaction and the event never goes.
    event = models.ForeignKey(
        CapturedEvent, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="edges"
    )
    position = models.IntegerField()
    source = models.TextField()  # EventIdentifier.key, or a hub: what begins with “#” is no identifier of anybody
    target = models.TextField()
    kind = models.SmallIntegerField(choices=Kind.choices)
    event_time = models.DateTimeField()
    quantity = Numeric(null=True)
    uom = models.CharField(max_length=3, default="")

    class Meta:
        verbose_name = _("edge")
        ordering = ["event_time", "event_id", "position"]
        indexes = [
            models.Index(fields=["source", "event_time"], name="edge_forward"),
            models.Index(fields=["target", "event_time"], name="edge_back"),
        ]
        triggers = [
            # Drawn anew is another row: a changed one would say what no event says.
            pgtrigger.Protect(name="edge_is_never_changed", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
