"""Đã xem: an officer has looked at what a diary makes one ask. The flags themselves are never stored."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.access.models import PLACE, PlacedModel
from txng.production.models.lots import Lot
from txng.registry.models import Establishment


class FlagLook(PlacedModel):
    """One look at one lot, with what was found out. What is written in the diary later asks for another look."""

    append_only = True

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="looks")
    agency_id = models.BigIntegerField()  # whose officer looked: each agency keeps its own list
    agency = models.CharField(max_length=200)
    entries_until = models.DateTimeField()  # the newest entry that was there to be read
    note = models.CharField(max_length=500, blank=True)
    looked_at = models.DateTimeField()
    looked_by = models.CharField(max_length=200)
    looked_by_id = models.BigIntegerField(null=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        verbose_name = _("look at a diary")
        ordering = ["-looked_at", "-id"]
        triggers = [
            pgtrigger.Protect(name="a_look_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="a_look_is_never_changed", exclude=PLACE),
        ]

    def __str__(self) -> str:
        return f"{self.looked_by} {self.looked_at:%d/%m/%Y}"
