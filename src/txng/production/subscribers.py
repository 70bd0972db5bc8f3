"""What production does when something happens above it (project/subscriptions.py)."""

from __future__ import annotations

from txng.ledger.models import Entry
from txng.production.models import (
    AreaCode,
    Boundary,
    ConflictExplanation,
    DiaryEntry,
    FlagLook,
    Handover,
    Lot,
    LotPlan,
    Material,
    MaterialLot,
    MaterialUse,
    Partner,
    ProcessTemplate,
    Receipt,
    SheetRun,
    Shipment,
    Site,
    StockMove,
    Worker,
)
from txng.registry.mergers import stand_with_establishments
from txng.registry.models import Agency


def note_on_sale(entry: Entry) -> None:
    """The first activated stamp puts a lot on sale; later ones, and a second telling of the first, change nothing."""
    lot_id = (entry.after or {}).get("lot_id")
    if lot_id is not None:
        Lot.objects.filter(pk=lot_id, on_sale_since=None).update(on_sale_since=entry.at)


def follow_merger(entry: Entry) -> None:
    """Units end: a site that stood in one stands in the unit it became, whoever's it is."""
    for unit in (entry.before or {})["units"]:
        Site.objects.filter(unit=unit["id"]).update(unit=(entry.after or {})["unit"])
    _hand_over_processes(entry)
    follow_establishment(entry)


def _hand_over_processes(entry: Entry) -> None:
    """What an agency that ends had published goes on under the one that takes its place; the name it was published
    under stays."""
    before, after = entry.before or {}, entry.after or {}
    heir = Agency.objects.filter(kind=Agency.Kind.COMMUNE, unit=after["unit"], valid_to=None).first()
    if heir is None:
        return
    ended = [unit["id"] for unit in before["units"]]
    theirs = ProcessTemplate.objects.filter(agency__unit__in=ended, agency__kind=Agency.Kind.COMMUNE)
    theirs.update(agency=heir, unit_path=heir.unit_path, managing_agency_id=heir.pk)


def follow_establishment(entry: Entry) -> None:
    stand_with_establishments(
        Site,
        Lot,
        DiaryEntry,
        Partner,
        Receipt,
        Shipment,
        Material,
        MaterialLot,
        MaterialUse,
        ConflictExplanation,
        StockMove,
        ProcessTemplate,
        LotPlan,
        Handover,
        Worker,
        SheetRun,
        Boundary,
        AreaCode,
        FlagLook,
    )
