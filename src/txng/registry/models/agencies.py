from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.registry.sectors import Sector


class Agency(models.Model):
    """A body of the state that takes part: the operator, its units, departments, communes. No district (names.md 1)."""

    class Kind(models.TextChoices):
        OPERATOR = "operator", _("Operator")
        UNIT = "unit", _("Unit of the operator")
        DEPARTMENT = "department", _("Department")
        COMMUNE = "commune", _("Commune or ward")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey("places.AdministrativeUnit", on_delete=models.PROTECT)
    unit_path = models.CharField(max_length=40)  # "92." for the province's own bodies, "92.31117." for a commune
    sectors = ArrayField(models.CharField(max_length=20, choices=Sector.choices), default=list, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("agency")
        ordering = ["kind", "name"]
        constraints = [
            # The regulation knows one operator (Điều 11); a merger ends the old row before the new one begins.
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(kind="operator", valid_to=None),
                name="one_operator_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(kind="commune", valid_to=None),
                name="one_commune_agency_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ManagingAssignment(models.Model):
    """Which agency manages an establishment from when, and why (cơ quan chủ quản, CB 6.2, CT-REG 6.2)."""

    establishment = models.ForeignKey("registry.Establishment", on_delete=models.PROTECT)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    reason = models.TextField()

    class Meta:
        verbose_name = _("managing assignment")
        ordering = ["establishment_id", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment"],
                condition=models.Q(valid_to=None),
                name="one_managing_agency_at_a_time",
            )
        ]
