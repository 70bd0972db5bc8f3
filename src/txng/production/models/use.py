"""Vật tư đã dùng cho lô: what an entry of the diary used, with the waiting time as it stood on that day."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from txng.access.models import PLACE, PlacedModel
from txng.production.models.diary import DiaryEntry
from txng.production.models.lots import Lot
from txng.production.models.materials import Material, MaterialLot
from txng.registry.models import Establishment


class MaterialUse(PlacedModel):
    """One material of one entry. Corrected with its entry; what the catalogue said that day is copied, so that a
    later change of the catalogue changes nothing that was done (domain.md 8.2 a)."""

    append_only = True

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(DiaryEntry, on_delete=models.PROTECT, related_name="uses")
    place = models.PositiveSmallIntegerField()  # first, second … of its entry
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="uses")
    # The lot of material somebody named; without one the stock says which was taken.
    material_lot = models.ForeignKey(MaterialLot, on_delete=models.PROTECT, null=True, blank=True, related_name="uses")
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)  # in the material's unit
    unit = models.CharField(max_length=20)
    dose = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)  # as typed
    dose_unit = models.CharField(max_length=40, blank=True)
    area_m2 = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)  # the pest, the disease, what it was for
    # The catalogue of that day.
    name = models.CharField(max_length=200)
    active_ingredient = models.CharField(max_length=200, blank=True)
    registration_number = models.CharField(max_length=60, blank=True)
    phi_days = models.PositiveSmallIntegerField(null=True, blank=True)
    withdrawal_days = models.PositiveSmallIntegerField(null=True, blank=True)
    harvest_allowed_from = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("material used")
        ordering = ["entry", "place"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "place"], name="one_place_a_use_and_entry"),
            models.CheckConstraint(condition=Q(quantity=None) | Q(quantity__gt=0), name="a_use_takes_something"),
        ]
        triggers = [
            pgtrigger.Protect(name="a_use_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="a_use_is_never_changed", exclude=PLACE),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def wait_days(self) -> int | None:
        """The longer of the two: a label that names both speaks of both."""
        return max((days for days in (self.phi_days, self.withdrawal_days) if days is not None), default=None)


class ConflictExplanation(PlacedModel):
    """Why the owner or the manager puts goods on sale in spite of a conflict (names.md 7.14)."""

    append_only = True

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="conflict_explanations")
    key = models.CharField(max_length=60)  # which conflict: its kind and the rows it is about (safety/conflicts.py)
    sentence = models.TextField()  # as it was read by who explained it
    reason = models.CharField(max_length=500)
    explained_at = models.DateTimeField()
    explained_by = models.CharField(max_length=200)
    explained_by_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("reason stated for a conflict")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["lot", "key"], name="a_conflict_is_explained_once")]
        triggers = [
            pgtrigger.Protect(name="an_explanation_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="an_explanation_is_never_changed", exclude=PLACE),
        ]

    def __str__(self) -> str:
        return self.sentence
