"""The columns of a protected row. Abstract: this area has no tables."""

from __future__ import annotations

from typing import Any

from django.db import models

PLACE = ["unit_path", "sector", "managing_agency_id"]


class PlacedModel(models.Model):
    """Where a row stands, in plain columns, so that every question about reach has the same shape (architecture 3.7).

    They are copies, not relations: `places` and `registry` move them when communes merge or the managing agency
    changes, the ledger keeps the ones of its day. The fourth, `establishment_id`, is each model's own foreign key.
    """

    unit_path = models.CharField(max_length=40, default="", editable=False)
    sector = models.CharField(max_length=20, default="", editable=False)
    managing_agency_id = models.BigIntegerField(null=True, blank=True, editable=False, db_index=True)

    class Meta:
        abstract = True

    def stand_with(self, other: Any) -> None:
        """Take the place of `other`: a lot stands where its establishment does."""
        self.unit_path = other.unit_path
        self.sector = other.sector
        self.managing_agency_id = other.managing_agency_id
