"""Who stands one step before and one step after, and what came and went."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.access.models import PlacedModel
from txng.production.models.lots import Lot
from txng.registry.models import Establishment


class Partner(PlacedModel):
    """Khách hàng, nhà cung cấp."""

    class Kind(models.TextChoices):
        SUPPLIER = "supplier", _("Supplier")
        CUSTOMER = "customer", _("Customer")
        BOTH = "both", _("Supplier and customer")

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="partners")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=300)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    tax_code = models.CharField(max_length=13, blank=True)
    # Who they are on this platform, where goods were handed over by scanning.
    stands_for = models.ForeignKey(Establishment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    gln = models.CharField(max_length=13, blank=True)  # theirs, where they have one
    code = models.CharField(max_length=40, blank=True)  # by which one’s own books know them
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("partner")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Receipt(PlacedModel):
    """One step back: what came in for a lot, from whom (lô hàng nhận, TT17 art. 5)."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="receipts")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT)
    what = models.CharField(max_length=200)
    supplier_lot = models.CharField(max_length=40, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    quantity_unit = models.CharField(max_length=20)
    received_on = models.DateField()
    place = models.CharField(max_length=300, blank=True)  # where it was handed over (TT17 art. 6)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("receipt")
        ordering = ["received_on", "id"]


class Shipment(PlacedModel):
    """One step forward: where goods of a lot went (lô hàng giao, TT17 art. 5)."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="shipments")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    quantity_unit = models.CharField(max_length=20)
    shipped_on = models.DateField()
    place = models.CharField(max_length=300, blank=True)  # where it was handed over (TT17 art. 6)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("shipment")
        ordering = ["shipped_on", "id"]
