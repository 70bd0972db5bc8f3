"""Where exactly a site lies, and the codes an area or a packing house was given."""

from __future__ import annotations

import uuid
from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PLACE, PlacedModel
from txng.production.models.sites import Site
from txng.registry.models import Establishment


class BoundarySource(models.TextChoices):
    WALKED = "walked", pgettext_lazy("boundary", "Walked with a phone")
    TAPPED = "tapped", pgettext_lazy("boundary", "Tapped on the map")
    TYPED = "typed", pgettext_lazy("boundary", "Typed")
    FILE = "file", pgettext_lazy("boundary", "From a file")


def _box(*corners: str) -> Func:
    """PostgreSQL's own `box`, which its own GiST can index: no extension is needed."""
    points = [Func(F(x), F(y), function="point") for x, y in (corners[:2], corners[2:])]
    return Func(*points, function="box")


class Boundary(PlacedModel):
    """One version of a site's boundary. Another takes its place, none is changed: a code or a certificate may rest on
    what was drawn that year."""

    Source = BoundarySource

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="boundaries")
    geometry: Any = models.JSONField()  # GeoJSON: Polygon, MultiPolygon or Point, WGS 84
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    area_m2 = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # none of a point
    source = models.CharField(max_length=8, choices=BoundarySource.choices)
    accuracy_m = models.DecimalField(max_digits=6, decimal_places=1, null=True)  # of the phone, when walked
    # The doubts somebody confirmed, as they were told: {"code", "sentence"}.
    confirmed: Any = models.JSONField(default=list)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=200)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("boundary")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["site"], condition=Q(replaced_at=None), name="one_boundary_a_site"),
            models.CheckConstraint(
                condition=Q(west__lte=F("east"), south__lte=F("north")), name="a_boundary_lies_in_its_box"
            ),
        ]
        indexes = [
            GistIndex(_box("west", "south", "east", "north"), name="boundary_box", condition=Q(replaced_at=None)),
        ]
        triggers = [
            pgtrigger.Protect(name="a_boundary_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="a_boundary_is_never_changed", exclude=[*PLACE, "replaced_at"]),
            pgtrigger.Protect(
                name="a_boundary_is_replaced_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__replaced_at__isnull=False)
                & pgtrigger.Q(new__replaced_at__df=pgtrigger.F("old__replaced_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.site.name


class AreaCodeScheme(models.TextChoices):
    DOMESTIC = "domestic", pgettext_lazy("area code", "Domestic")
    MARKET = "market", pgettext_lazy("area code", "For an export market")


class AreaCodeStatus(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("area code", "In force")
    SUSPENDED = "suspended", pgettext_lazy("area code", "Suspended")
    REVOKED = "revoked", pgettext_lazy("area code", "Revoked")


class AreaCode(PlacedModel):
    """Mã số vùng trồng, mã cơ sở đóng gói. The old shape named a district, which no longer exists: any shape is taken,
    with who gave it (domain.md 8.1; Luật Trồng trọt 2018 Điều 64)."""

    Scheme = AreaCodeScheme
    Status = AreaCodeStatus

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="area_codes")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="area_codes")
    code = models.CharField(max_length=60)
    scheme = models.CharField(max_length=8, choices=AreaCodeScheme.choices)
    market = models.CharField(max_length=80, blank=True)
    crop = models.CharField(max_length=120)
    granted_on = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=200)
    status = models.CharField(max_length=9, choices=AreaCodeStatus.choices, default=AreaCodeStatus.ACTIVE)
    status_reason = models.CharField(max_length=300, blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("area code")
        ordering = ["code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "code", "market"], name="one_area_code_a_market"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("granted_on")), name="an_area_code_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(scheme="domestic", market="") | (Q(scheme="market") & ~Q(market="")),
                name="an_export_code_names_its_market",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="an_area_code_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.FSM(
                name="area_code_states",
                field="status",
                # A revoked code stays revoked: one given anew is another row.
                transitions=[
                    ("active", "suspended"), ("suspended", "active"), ("active", "revoked"), ("suspended", "revoked"),
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code
