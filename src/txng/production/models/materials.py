"""Danh mục vật tư: what is used on plots, animals and goods, and the lots in which it was bought (CT-REG art. 7.4)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PlacedModel
from txng.kernel.models import StoredFile
from txng.production.models.partners import Partner
from txng.registry.models import Establishment


class MaterialKind(models.TextChoices):
    SEED = "seed", _("Seed, seedlings, young stock")
    FERTILISER = "fertiliser", _("Fertiliser")
    PESTICIDE = "pesticide", pgettext_lazy("material", "Pesticide")
    FEED = "feed", _("Feed")
    VETERINARY = "veterinary", _("Veterinary medicine, vaccine")
    WATER_TREATMENT = "water_treatment", _("Water treatment, disinfectant")
    RAW = "raw", _("Raw material, ingredient")
    ADDITIVE = "additive", _("Additive")
    PACKAGING = "packaging", _("Packaging")
    OTHER = "other", _("Other material")


class Material(PlacedModel):
    """One line of the catalogue. A photo of the label is enough to begin with; its words may follow (ux.md 4.7)."""

    Kind = MaterialKind

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="materials")
    kind = models.CharField(max_length=16, choices=MaterialKind.choices)
    name = models.CharField(max_length=200)
    plain_name = models.TextField(editable=False)  # name, ingredient and maker folded, to be searched
    active_ingredient = models.CharField(max_length=200, blank=True)
    registration_number = models.CharField(max_length=60, blank=True)
    maker = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=20)  # a base unit (stock/measures.py): what its stock is counted in
    dose_low = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    dose_high = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    dose_unit = models.CharField(max_length=40, blank=True)  # as on the label: “ml/bình 16 lít”
    phi_days = models.PositiveSmallIntegerField(null=True, blank=True)  # thời gian cách ly
    withdrawal_days = models.PositiveSmallIntegerField(null=True, blank=True)  # ngừng thuốc
    photo = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("material")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class MaterialLot(PlacedModel):
    """What was bought in one lot of its maker or supplier; without a number the purchase itself is the lot."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="lots")
    supplier_lot = models.CharField(max_length=40, blank=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    expires_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lot of material")
        ordering = ["expires_on", "id"]

    def __str__(self) -> str:
        return f"{self.material.name} {self.supplier_lot}".rstrip()
