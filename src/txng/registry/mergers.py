"""What a merger of communes does to what this area keeps, and the rule by which the areas above follow (3.7).

Every row of an establishment stands where the establishment does. So this area moves the establishments, and the
others let their rows stand with them again.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from txng.access.models import PlacedModel
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.ledger.models import Entry
from txng.registry.models import (
    Agency,
    Document,
    Dossier,
    Establishment,
    EstablishmentChange,
    Import,
    ManagingAssignment,
)


def follow(entry: Entry) -> None:
    """Units end: their communes' agencies end with them, and what those managed goes to the one that takes them in."""
    before: dict[str, Any] = entry.before or {}
    after: dict[str, Any] = entry.after or {}
    unit_ids = [unit["id"] for unit in before["units"]]
    ended = list(Agency.objects.select_for_update(no_key=True).filter(unit__in=unit_ids, valid_to=None).order_by("id"))
    heir = Agency.objects.filter(kind=Agency.Kind.COMMUNE, unit=after["unit"], valid_to=None).first()
    if ended and heir is None:
        sentence = _("First enter the agency of %(unit)s: it takes over what the others manage.")
        raise RuleBroken(sentence % {"unit": entry.subject_label}, code="no_agency_to_take_over")
    for unit in before["units"]:
        for placed in (Establishment, Dossier, Import):
            inside = placed.objects.filter(unit_path__startswith=unit["unit_path"])
            inside.update(unit_path=Concat(Value(after["unit_path"]), Substr("unit_path", len(unit["unit_path"]) + 1)))
        for model in (Establishment, Dossier):
            model.objects.filter(unit=unit["id"]).update(unit=after["unit"])
    if heir is not None:
        _hand_over([agency.pk for agency in ended], heir, entry)
    stand_with_establishments(Document, EstablishmentChange)
    for agency in ended:
        agency.valid_to = date.fromisoformat(after["on"])
        agency.save(update_fields=["valid_to"])


def _hand_over(ended: list[int], heir: Agency, entry: Entry) -> None:
    day = local_date(entry.at)
    assignments = ManagingAssignment.objects.filter(agency__in=ended, valid_to=None)
    moved = list(assignments.values_list("establishment_id", flat=True))
    assignments.update(valid_to=day)
    ManagingAssignment.objects.bulk_create(
        ManagingAssignment(establishment_id=pk, agency=heir, valid_from=day, reason=entry.ground) for pk in moved
    )
    Establishment.objects.filter(managing_agency_id__in=ended).update(managing_agency_id=heir.pk)
    Import.objects.filter(agency__in=ended).update(agency=heir)
    Import.objects.filter(managing_agency_id__in=ended).update(managing_agency_id=heir.pk)
    Dossier.objects.filter(managing_agency__in=ended).update(managing_agency=heir)
    Dossier.objects.filter(filed_with__in=ended).update(filed_with=heir)


def stand_with_establishments(*models: type[PlacedModel]) -> None:
    """Let the rows of these models stand where their establishments stand by now."""
    place = Establishment.objects.filter(pk=OuterRef("establishment_id"))
    path, agency = Subquery(place.values("unit_path")[:1]), Subquery(place.values("managing_agency_id")[:1])
    for model in models:
        rows = model._default_manager.filter(Q(("establishment__isnull", False))).alias(_path=path, _agency=agency)
        elsewhere = ~Q(unit_path=F("_path")) | ~Q(managing_agency_id=F("_agency"))
        rows.filter(elsewhere).update(unit_path=path, managing_agency_id=agency)
