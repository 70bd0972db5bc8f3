"""What was grown or made together."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PlacedModel
from txng.catalogue.models import Product
from txng.production.models.sites import Site
from txng.registry.models import Establishment


class LotState(models.TextChoices):
    OPEN = "open", _("In production")
    HARVESTED = "harvested", _("Harvested")
    PACKED = "packed", _("Packed")
    ON_SALE = "on_sale", _("On sale")
    CLOSED = "closed", _("Sold out")
    CANCELLED = "cancelled", pgettext_lazy("lot", "Cancelled")


class Lot(PlacedModel):
    """Lô sản xuất: what was grown or made together. Dates are drawn from the diary, its state from the dates."""

    State = LotState

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="lots")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="lots")
    number = models.CharField(max_length=20)  # L26A0917: 0-9A-Z-, fits AI (10)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="lots")
    opened_on = models.DateField()
    harvested_on = models.DateField(null=True, blank=True)
    packed_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    quantity_unit = models.CharField(max_length=20, blank=True)
    on_sale_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lot")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["product", "number"], name="one_lot_a_number_and_product")]
        # For the next number of a day: by number, and by how numbers begin.
        indexes = [
            models.Index(
                fields=["establishment", "number"], name="number_of_lot", opclasses=["int8_ops", "varchar_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> LotState:
        """Never stored: it follows from what was recorded (names.md 2)."""
        if self.cancelled_at:
            return LotState.CANCELLED
        if self.closed_at:
            return LotState.CLOSED
        if self.on_sale_since:
            return LotState.ON_SALE
        if self.packed_on:
            return LotState.PACKED
        if self.harvested_on:
            return LotState.HARVESTED
        return LotState.OPEN
