from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PLACE, PlacedModel
from txng.catalogue.models import Product
from txng.kernel.models import StoredFile
from txng.registry.models import Establishment


class SiteKind(models.TextChoices):
    AREA = "area", _("Growing area")
    ZONE = "zone", _("Zone")
    PLOT = "plot", _("Plot")
    POND = "pond", _("Pond")
    PEN = "pen", _("Pen")
    APIARY = "apiary", _("Apiary")
    WORKSHOP = "workshop", _("Workshop")
    SECTION = "section", _("Section of a workshop")
    PACKING_HOUSE = "packing_house", _("Packing house")
    WAREHOUSE = "warehouse", _("Warehouse")
    SHOP = "shop", _("Shop")


class Site(PlacedModel):
    """Thửa đất, khu/vùng sản xuất, ao, chuồng, xưởng, kho: one tree. `site_code` is clearly not a GLN (names.md 1)."""

    Kind = SiteKind

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="sites")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=16, choices=SiteKind.choices)
    name = models.CharField(max_length=200)
    site_code = models.CharField(max_length=8, unique=True)
    gln = models.CharField(max_length=13, blank=True)
    unit = models.ForeignKey("places.AdministrativeUnit", on_delete=models.PROTECT)
    address = models.CharField(max_length=300, blank=True)
    area_m2 = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("site")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


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


class Activity(models.TextChoices):
    """Việc trong nhật ký: the tasks of ux.md 5.2, each a critical tracking event with its day (NĐ37 art. 23.5.e)."""

    SOW = "sow", _("Sowing, planting")
    FERTILISE = "fertilise", _("Fertilising")
    WATER = "water", _("Watering")
    SPRAY = "spray", _("Pest control")
    WEED = "weed", _("Weeding")
    PRUNE = "prune", _("Pruning, bagging")
    FEED = "feed", _("Feeding")
    VACCINATE = "vaccinate", _("Vaccination, treatment")
    CHANGE_WATER = "change_water", _("Changing water")
    CLEAN = "clean", _("Cleaning")
    HARVEST = "harvest", _("Harvest")
    PREPARE = "prepare", _("Preliminary processing")
    PROCESS = "process", _("Processing")
    PACK = "pack", _("Packing")
    TRANSPORT = "transport", _("Transport")
    INSPECT = "inspect", _("Inspection, sampling")
    OTHER = "other", pgettext_lazy("activity", "Other work")


class DiaryEntry(PlacedModel):
    """One line of the diary, never changed: a correction is another entry that names it (ux.md D10)."""

    append_only = True
    Activity = Activity

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="diary")
    activity = models.CharField(max_length=16, choices=Activity.choices)
    done_on = models.DateField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True)
    what = models.CharField(max_length=200, blank=True)  # the material or the work in short
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    quantity_unit = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    photo = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)
    recorded_by_id = models.BigIntegerField(null=True)
    on_behalf_of = models.CharField(max_length=200, blank=True)  # “Ghi hộ”
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)  # made by the phone: a resend does nothing
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")

    class Meta:
        verbose_name = _("diary entry")
        ordering = ["done_on", "id"]
        triggers = [
            pgtrigger.Protect(name="diary_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="diary_is_never_changed", exclude=PLACE),
        ]

    def __str__(self) -> str:
        return f"{self.Activity(self.activity).label} {self.done_on:%d/%m/%Y}"


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
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("shipment")
        ordering = ["shipped_on", "id"]
