"""Where things are grown, made and kept: one tree of sites."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.access.models import PlacedModel
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
    archived_at = models.DateTimeField(null=True, blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("site")
        ordering = ["name", "id"]
        triggers = [
            pgtrigger.Trigger(
                name="a_site_never_stands_in_itself",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
                declare=[("above", "BIGINT"), ("steps", "INT")],
                func="""
                    above := NEW.parent_id; steps := 0;
                    WHILE above IS NOT NULL LOOP
                        IF above = NEW.id OR steps > 20 THEN
                            RAISE EXCEPTION 'a site stands in itself';
                        END IF;
                        SELECT parent_id INTO above FROM production_site WHERE id = above;
                        steps := steps + 1;
                    END LOOP;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name
