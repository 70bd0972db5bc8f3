"""What a merger of communes will move, counted before, and what it moved, told after (names.md 2, places)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from txng.accounts.models import Account, Membership
from txng.catalogue.models import Product
from txng.kernel.clock import local_date
from txng.kernel.files.links import file_url
from txng.ledger.models import Entry
from txng.oversight.models import Complaint
from txng.places.events import PlaceEvent
from txng.places.models import AdministrativeUnit, Level, Succession
from txng.production.models import Lot
from txng.registry.models import Agency, Dossier, Establishment, ManagingAssignment
from txng.stamps.models import CodeBatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    label: str
    number: int
    becomes: str  # what happens to them


def units_with(codes: Sequence[str], province_code: str) -> list[AdministrativeUnit]:
    """Communes in force of the province, in the order asked for; those nobody has heard of are left out."""
    found = {
        unit.code: unit
        for unit in AdministrativeUnit.objects.filter(
            code__in=codes, level=Level.COMMUNE, province_code=province_code, valid_to=None
        ).select_related("parent")
    }
    return [found[code] for code in dict.fromkeys(codes) if code in found]


def heir_of(into: AdministrativeUnit) -> Agency | None:
    return Agency.objects.filter(kind=Agency.Kind.COMMUNE, unit=into, valid_to=None).first()


def counts(ended: Sequence[AdministrativeUnit], into: AdministrativeUnit) -> list[Count]:
    """What stands inside the units that end, and what their agencies manage elsewhere."""
    inside = Q(pk__in=[])
    for unit in ended:
        inside |= Q(unit_path__startswith=unit.unit_path)
    agencies = Agency.objects.filter(unit__in=ended, kind=Agency.Kind.COMMUNE, valid_to=None)
    ids = list(agencies.values_list("pk", flat=True))
    managed = inside | Q(managing_agency_id__in=ids)
    # The account of an agency stands in its unit too, and ends with it: it is counted on its own line.
    seats = Membership.objects.filter(account__agency__in=ids, ended_at=None)
    follow = _("follow to %(unit)s") % {"unit": into.name}
    return [
        Count(label=_("Agencies"), number=len(ids), becomes=_("end on that day")),
        Count(
            label=_("Accounts of these agencies"),
            number=Account.objects.filter(agency__in=ids, state="active").count(),
            becomes=_("are revoked; %(n)s persons lose their seat") % {"n": seats.count()},
        ),
        Count(label=_("Establishments"), number=Establishment.objects.filter(managed).count(), becomes=follow),
        Count(
            label=_("Registration dossiers"),
            number=Dossier.objects.filter(
                inside | Q(managing_agency__in=ids) | Q(filed_with__in=ids), number__isnull=False
            ).count(),
            becomes=follow,
        ),
        Count(label=_("Products"), number=Product.objects.filter(managed).count(), becomes=follow),
        Count(label=_("Lots"), number=Lot.objects.filter(managed).count(), becomes=follow),
        Count(label=_("Code batches"), number=CodeBatch.objects.filter(managed).count(), becomes=follow),
        Count(label=_("Complaints"), number=Complaint.objects.filter(managed).count(), becomes=follow),
    ]


def recorded() -> QuerySet[Entry]:
    """The mergers recorded in this system, the last one first; what happened on 01/07/2025 came with the code list."""
    return Entry.objects.filter(kind=str(PlaceEvent.UNITS_MERGED)).order_by("-id")


def told(entry: Entry) -> dict[str, Any]:
    """One merger: which units, into which, by which paper, and how many establishments changed their agency."""
    before, after = entry.before or {}, entry.after or {}
    ended = [unit["id"] for unit in before["units"]]
    paper = Succession.objects.filter(new=after["unit"], old__in=ended, paper__isnull=False).select_related("paper")
    first = paper.first()
    handed = ManagingAssignment.objects.filter(
        agency__unit=after["unit"], valid_from=local_date(entry.at), reason=entry.ground
    )
    return {
        "entry": entry,
        "units": [unit["name"] for unit in before["units"]],
        "into": entry.subject_label,
        "on": date.fromisoformat(after["on"]),
        "paper": first.paper if first else None,
        "paper_url": file_url(first.paper) if first and first.paper else "",
        "handed": handed.count(),
        "heir": Agency.objects.filter(kind=Agency.Kind.COMMUNE, unit=after["unit"], valid_to=None).first(),
    }
