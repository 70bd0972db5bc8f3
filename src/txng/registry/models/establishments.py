from __future__ import annotations

from datetime import datetime, time
from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.access.models import PlacedModel
from txng.access.scopes import NOWHERE
from txng.kernel.clock import VIETNAM
from txng.kernel.text import fold


class EstablishmentKind(models.TextChoices):
    """CB Điều 3.5: doanh nghiệp, hợp tác xã, hộ gia đình và các tổ chức."""

    ENTERPRISE = "enterprise", _("Enterprise")
    COOPERATIVE = "cooperative", _("Cooperative")
    COOPERATIVE_GROUP = "cooperative_group", _("Cooperative group")
    HOUSEHOLD = "household", _("Household")
    BUSINESS_HOUSEHOLD = "business_household", _("Business household")
    FARM = "farm", _("Farm")
    OTHER = "other", _("Other organisation")


class Establishment(PlacedModel):
    """Cơ sở sản xuất, kinh doanh. Never deleted: a page that was printed on a stamp stays (domain.md 18.9)."""

    Kind = EstablishmentKind

    # What a proposal may carry and, approved, becomes the public profile. The commune is not among them: where an
    # establishment stands decides who manages it, so moving it is an agency's step with a reason.
    PUBLISHED_FIELDS = (
        "name",
        "kind",
        "representative",
        "other_representatives",
        "phone",
        "email",
        "website",
        "address",
        "business_kind",
        "lines",
        "capacity",
        "introduction",
        "gln",
        "papers",
    )

    name = models.CharField(max_length=300)
    plain_name = models.CharField(max_length=300, db_index=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=EstablishmentKind.choices)
    tax_code = models.CharField(max_length=13, blank=True, db_index=True)
    representative = models.CharField(max_length=160)
    other_representatives = models.TextField(blank=True)  # a line each: name, then what they are
    phone = models.CharField(max_length=20)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300)  # below the commune: ấp, thôn, số nhà
    unit = models.ForeignKey("places.AdministrativeUnit", on_delete=models.PROTECT)
    business_kind = models.CharField(max_length=300, blank=True)
    lines = models.TextField(blank=True)  # lines of business, one a line
    capacity = models.CharField(max_length=300, blank=True)
    introduction = models.TextField(blank=True)
    gln = models.CharField(max_length=13, blank=True)
    joined_on = models.DateField()
    paused_on = models.DateField(null=True, blank=True)  # the account is locked or gone; pages stay and say so
    practice = models.BooleanField(default=False, editable=False)  # “Tập thử”: never public
    practice_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="practices"
    )  # whose people practise here
    practice_ended_at = models.DateTimeField(null=True, editable=False)  # begun anew: kept, and nobody gets in

    class Meta:
        verbose_name = _("establishment")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["unit_path", "sector"], name="establishment_place"),
            # Names almost the same (registry/duplicates.py).
            GinIndex(fields=["plain_name"], opclasses=["gin_trgm_ops"], name="establishment_like"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["practice_of"],
                condition=models.Q(practice_ended_at=None),
                name="one_practice_an_establishment",
            ),
            # Every row of an establishment copies its place. As long as practice stands in no place and under no
            # agency, no agency's reach covers it (access.scopes), whatever a query forgets.
            models.CheckConstraint(
                condition=models.Q(
                    practice=True,
                    practice_of__isnull=False,
                    unit_path__startswith=NOWHERE,
                    managing_agency_id=None,
                    gln="",
                    tax_code="",
                )
                | models.Q(practice=False, practice_of=None, practice_ended_at=None)
                & ~models.Q(unit_path__startswith=NOWHERE),
                name="practice_stands_nowhere",
            ),
        ]
        triggers = [
            # Else a practice could be published, or what is public become a practice, by one update.
            pgtrigger.ReadOnly(name="practice_stays_practice", fields=["practice", "practice_of"])
        ]

    def __str__(self) -> str:
        return self.name

    # An establishment stands in its own reach; queries annotate the same name (registry/queries.py).
    @property
    def establishment_id(self) -> int | None:
        return self.pk

    @establishment_id.setter
    def establishment_id(self, value: int | None) -> None:
        """Django sets annotations on rows; the value is the primary key, which the row has already."""

    @property
    def joined_at(self) -> datetime:
        return datetime.combine(self.joined_on, time(), tzinfo=VIETNAM)

    def publish(self, fields: dict[str, Any]) -> None:
        """Take over approved values, and nothing but what a proposal may carry (architecture 3.11)."""
        if foreign := set(fields) - set(self.PUBLISHED_FIELDS):
            raise ValueError(f"not for publication: {', '.join(sorted(foreign))}")
        for field, value in fields.items():
            if field != "papers":
                setattr(self, field, value)
        self.plain_name = fold(self.name)

    @property
    def full_address(self) -> str:
        return in_a_line(self.address, self.unit.name, self.unit.province_name)


def in_a_line(address: str, *units: str) -> str:
    """“Ấp Trường Bình, xã Trường Thành, TP. …”: names of units as they stand within a sentence (ux.md 3.4)."""
    written = [f"TP. {name[10:]}" if name.startswith("Thành phố ") else name[:1].lower() + name[1:] for name in units]
    return ", ".join(part for part in (address, *written) if part)
