"""What production does when something happens above it (project/subscriptions.py)."""

from __future__ import annotations

from txng.ledger.models import Entry
from txng.production.models import DiaryEntry, Lot, Partner, Receipt, Shipment, Site
from txng.registry.mergers import stand_with_establishments


def note_on_sale(entry: Entry) -> None:
    """The first activated stamp puts a lot on sale; later ones, and a second telling of the first, change nothing."""
    lot_id = (entry.after or {}).get("lot_id")
    if lot_id is not None:
        Lot.objects.filter(pk=lot_id, on_sale_since=None).update(on_sale_since=entry.at)


def follow_merger(entry: Entry) -> None:
    """Units end: a site that stood in one stands in the unit it became, whoever's it is."""
    for unit in (entry.before or {})["units"]:
        Site.objects.filter(unit=unit["id"]).update(unit=(entry.after or {})["unit"])
    follow_establishment(entry)


def follow_establishment(entry: Entry) -> None:
    stand_with_establishments(Site, Lot, DiaryEntry, Partner, Receipt, Shipment)
