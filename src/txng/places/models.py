"""Administrative units with their dates, and which became which on 01/07/2025."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from txng.kernel.models import StoredFile


class Level(models.IntegerChoices):
    PROVINCE = 1, pgettext_lazy("unit", "Province level")
    DISTRICT = 2, pgettext_lazy("unit", "District level (until 30 June 2025)")
    COMMUNE = 3, pgettext_lazy("unit", "Commune level")


class Kind(models.TextChoices):
    PROVINCE = "province", pgettext_lazy("unit", "Province")
    COMMUNE = "commune", pgettext_lazy("unit", "Commune")
    WARD = "ward", pgettext_lazy("unit", "Ward")
    SPECIAL_ZONE = "special_zone", pgettext_lazy("unit", "Special zone")
    # Ended on 01/07/2025; kept because papers and labels still name them.
    TOWNSHIP = "township", pgettext_lazy("unit", "Township")
    RURAL_DISTRICT = "rural_district", pgettext_lazy("unit", "Rural district")
    URBAN_DISTRICT = "urban_district", pgettext_lazy("unit", "Urban district")
    TOWN = "town", pgettext_lazy("unit", "Town")
    PROVINCIAL_CITY = "provincial_city", pgettext_lazy("unit", "City of a province")
    AREA = "area", pgettext_lazy("unit", "Area without a commune")


class UnitQuerySet(models.QuerySet["AdministrativeUnit"]):
    def on(self, day: date) -> UnitQuerySet:
        """The units in force on that day: from `valid_from`, up to but not including `valid_to`."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class AdministrativeUnit(models.Model):
    """A unit with its official full name (“Xã Trường Thành”) and the days it was in force.

    The beginning of the units that ended on 01/07/2025 is not in the source. They carry the day of the first
    national code list, which overstates the age of some; what matters is on which side of 01/07/2025 a date
    lies.
    """

    code = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=Kind)
    level = models.PositiveSmallIntegerField(choices=Level)
    province_code = models.CharField(max_length=2)
    province_name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    unit_path = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    plain = models.CharField(max_length=120, editable=False)
    # With the names of the units above, each word after a space: “ tan” finds beginnings of words only.
    plain_place = models.CharField(max_length=360, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_code_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(unit_path__endswith="."), name="unit_path_ends_with_a_dot"),
        ]
        indexes = [
            models.Index(fields=["unit_path"], name="unit_path_prefix", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["province_code", "level"], name="unit_of_province"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_force(self) -> bool:
        return self.valid_to is None


class Extent(models.TextChoices):
    WHOLE = "whole", pgettext_lazy("unit", "Whole")
    PART = "part", pgettext_lazy("unit", "Part")


class Succession(models.Model):
    """What an old unit became. Several rows for one old unit: it was split, and a person must choose."""

    old = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT, related_name="origins")
    extent = models.CharField(max_length=5, choices=Extent)
    on = models.DateField()
    note = models.CharField(max_length=120, blank=True, default="")
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")  # the resolution

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="succession_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
