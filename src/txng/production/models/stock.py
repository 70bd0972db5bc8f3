"""Kho: what came, went and changed place or form. How much there is follows from these rows alone."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PLACE, PlacedModel
from txng.production.models.diary import DiaryEntry
from txng.production.models.lots import Lot
from txng.production.models.materials import MaterialLot
from txng.production.models.partners import Partner, Receipt, Shipment
from txng.production.models.sites import Site
from txng.production.models.use import MaterialUse
from txng.registry.models import Establishment


class StockKind(models.TextChoices):
    RECEIVE = "receive", pgettext_lazy("stock", "Received")
    HARVEST = "harvest", pgettext_lazy("stock", "Harvested, made")
    USE = "use", pgettext_lazy("stock", "Used")
    TRANSFER = "transfer", pgettext_lazy("stock", "Moved to another place")
    COUNT = "count", pgettext_lazy("stock", "Counted")
    SPLIT = "split", pgettext_lazy("stock", "Lot split")
    MERGE = "merge", pgettext_lazy("stock", "Lots merged")
    PROCESS = "process", pgettext_lazy("stock", "Processed")
    PACK = "pack", pgettext_lazy("stock", "Packed")
    SHIP = "ship", pgettext_lazy("stock", "Delivered")
    LOSS = "loss", pgettext_lazy("stock", "Lost, spoilt")


class StockMove(PlacedModel):
    """One act on the stock, with its lines. Never changed: what was wrong is taken back by another (names.md 1)."""

    append_only = True
    Kind = StockKind

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=StockKind.choices)
    done_on = models.DateField()
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Why: of a count that differs, a loss, a balance beyond its tolerance, an act taken back.
    reason = models.CharField(max_length=300, blank=True)
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_back_by"
    )
    # What it stands for, where that is a record of its own: a correction of the one is booked with the other.
    entry = models.OneToOneField(DiaryEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="stock_move")
    shipment = models.OneToOneField(
        Shipment, on_delete=models.PROTECT, null=True, blank=True, related_name="stock_move"
    )
    use = models.OneToOneField(MaterialUse, on_delete=models.PROTECT, null=True, blank=True, related_name="stock_move")
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, null=True, blank=True, related_name="stock_move")
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)
    recorded_by_id = models.BigIntegerField(null=True)

    # Its lines while who booked it holds it (stock/booking.py), so that nobody asks for what they just wrote.
    booked: list[StockLine] | None = None

    class Meta:
        verbose_name = _("stock move")
        ordering = ["done_on", "id"]
        triggers = [
            pgtrigger.Protect(name="a_stock_move_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="a_stock_move_is_never_changed", exclude=PLACE),
        ]

    @property
    def was_taken_back(self) -> bool:
        return hasattr(self, "taken_back_by")

    def __str__(self) -> str:
        return f"{self.Kind(self.kind).label} {self.done_on:%d/%m/%Y}"


class StockLine(models.Model):
    """So much more (+) or less (–) of one thing at one place, in a base unit (stock/measures.py)."""

    append_only = True

    move = models.ForeignKey(StockMove, on_delete=models.PROTECT, related_name="lines")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="stock_lines")
    material_lot = models.ForeignKey(MaterialLot, on_delete=models.PROTECT, null=True, related_name="stock_lines")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit = models.CharField(max_length=20)
    done_on = models.DateField()  # the act's, or that of what it takes back
    counted = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)  # what a count found

    class Meta:
        verbose_name = _("line of a stock move")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lot__isnull=False, material_lot__isnull=True)
                | Q(lot__isnull=True, material_lot__isnull=False),
                name="a_stock_line_is_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(quantity=0), name="a_stock_line_moves_something"),
        ]
        indexes = [
            models.Index(fields=["lot", "site", "unit", "done_on"], name="stock_of_lot"),
            models.Index(fields=["material_lot", "site", "unit", "done_on"], name="stock_of_material_lot"),
        ]
        triggers = [
            pgtrigger.Protect(name="a_stock_line_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(name="a_stock_line_is_never_changed", operation=pgtrigger.Update),
        ]
