"""Danh mục được phép sử dụng: the official lists as they stood from a day on, and the lines of each."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.production.models.materials import MaterialKind


class PermittedList(models.Model):
    """One list of one text. The next circular is one more list; the one of a day is the latest in force on it."""

    append_only = True

    kind = models.CharField(max_length=16, choices=MaterialKind.choices)  # of which materials it speaks
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)  # the text that decides it
    valid_from = models.DateField()
    sample = models.BooleanField(default=False)  # not the whole list: shipped to show the form
    digest = models.CharField(max_length=64)  # of its contents: the same file loaded again is the same list
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("list of permitted materials")
        ordering = ["kind", "-valid_from", "-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "digest"], name="a_permitted_list_is_loaded_once")]
        triggers = [
            pgtrigger.Protect(name="a_permitted_list_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="a_permitted_list_is_never_changed"),
        ]

    def __str__(self) -> str:
        return self.name


class PermittedMaterial(models.Model):
    """One line: a trade name, what is in it, for what it may be used and how long one waits."""

    append_only = True

    of_list = models.ForeignKey(PermittedList, on_delete=models.PROTECT, related_name="materials")
    name = models.CharField(max_length=200)
    plain_name = models.TextField(editable=False)  # name, ingredient, number and use folded, to be searched
    active_ingredient = models.CharField(max_length=200)
    registration_number = models.CharField(max_length=60, blank=True)
    maker = models.CharField(max_length=200, blank=True)
    used_on = models.CharField(max_length=300, blank=True)  # crops and pests, species
    dose_low = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    dose_high = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    dose_unit = models.CharField(max_length=40, blank=True)
    phi_days = models.PositiveSmallIntegerField(null=True, blank=True)
    withdrawal_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("permitted material")
        ordering = ["name", "id"]
        triggers = [
            pgtrigger.Protect(name="a_permitted_material_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="a_permitted_material_is_never_changed"),
        ]

    def __str__(self) -> str:
        return self.name
