"""What production records, as EPCIS events (names.md 4; NĐ37 art. 23.5: each critical tracking event with its day).

One function a kind, from the row to the event; `listeners` at the end are what project/subscriptions.py connects.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from txng.kernel.clock import local_date
from txng.kernel.compiled import Compiled
from txng.ledger.models import Entry
from txng.ledger.queries import history_of
from txng.production import stages
from txng.production.events import ProductionEvent
from txng.production.models import Activity, DiaryEntry, Handover, Lot, Receipt, Shipment, Site, StockMove
from txng.production.units import all_units
from txng.registry.models import Establishment
from txng.trace import addresses
from txng.trace.own_events import Amount, amounts, declare_wrong, event, name_party, of_day, own_id, record_own

# Work that moves, makes or changes goods. The rest of the diary is about plots and animals, not about goods.
STEPS = {
    Activity.HARVEST: ("ADD", "creating_class_instance", "in_progress", 10),
    Activity.PACK: ("OBSERVE", "packing", "in_progress", 20),
    Activity.INSPECT: ("OBSERVE", "inspecting", "in_progress", 25),
    Activity.TRANSPORT: ("OBSERVE", "transporting", "in_transit", 30),
}
_OPENED, _RECEIVED, _USED = 0, 1, 2  # seconds of the day: the order in which days are told
_LAST = 86_398


def lot_key(lot: Lot) -> str:
    return addresses.lot_class(gtin=lot.product.gtin, product_code=lot.product.product_code, lot=lot.number)


def site_key(site: Site) -> str:
    return addresses.place(gln=site.gln, site_code=site.site_code)


def _site(lot: Lot, entry: DiaryEntry | None = None) -> str:
    return site_key(entry.site if entry is not None and entry.site is not None else lot.site)


def owner_key(row: Lot | StockMove) -> str:
    return addresses.party(gln=row.establishment.gln, slug=row.establishment.slug)


def named_partner(row: Receipt | Shipment | StockMove) -> str:
    """Somebody's partner has no number of their own: the same partner of the same establishment, the same name.

    Goods that were handed over by scanning went to an establishment of the platform, which both sides name alike.
    """
    if (handover := handed_over(row)) is not None:
        other = handover.receiver if isinstance(row, Shipment) else handover.establishment
        return addresses.party(gln=other.gln, slug=other.slug)
    return addresses.named("partner", str(row.establishment_id), str(row.partner_id))


def handed_over(row: Receipt | Shipment | StockMove) -> Handover | None:
    return getattr(row, "handover", None)


def amount_of(key: str, quantity: Any, unit: str) -> Amount:
    """In a unit without a code of UN/ECE no amount is told: a number without its unit would be a count."""
    code = next((one.unece for one in all_units() if one.name == unit), "")
    return Amount(key, quantity, code) if quantity is not None and code else Amount(key)


# --- one kind after the other ----------------------------------------------------------------------------------------


def lot_opened(lot: Lot, again: str = "") -> list[dict[str, Any]]:
    return [
        event(
            "ObjectEvent",
            event_id=opened_id(lot, again),
            at=of_day(lot.opened_on, _OPENED),
            biz_step="commissioning",
            disposition="in_progress",
            place=_site(lot),
            only_a_day=True,
            action="ADD",
            quantityList=amounts(Amount(lot_key(lot))),
            ilmd={"cbvmda:lotNumber": lot.number},
        )
    ]


def opened_id(lot: Lot, again: str = "") -> str:
    """`again`: which correction of its beginning tells of it; "" before the first."""
    return own_id("lot", str(lot.client_id), f"opened-{again}" if again else "opened")


def lot_cancelled(lot: Lot) -> list[dict[str, Any]]:
    """Nothing came of it."""
    if lot.cancelled_at is None:
        return []
    return [
        event(
            "ObjectEvent",
            event_id=own_id("lot", str(lot.client_id), "cancelled"),
            at=lot.cancelled_at,
            biz_step="decommissioning",
            disposition="inactive",
            place=_site(lot),
            action="DELETE",
            quantityList=amounts(Amount(lot_key(lot))),
        )
    ]


def diary_id(entry: DiaryEntry) -> str:
    return own_id("diary", str(entry.client_id))


def key_data(entry: DiaryEntry) -> dict[str, Any]:
    """The stage and its key data under the codes of the sector's profile, as one extension of ours each."""
    stage = stages.stage_of(entry.lot.product, entry.activity)
    told = {f"txng:{code}": str(value) for code, value in sorted(entry.details.items())}
    return told | ({"txng:stage": stage.code} if stage is not None else {})


def diary_written(entry: DiaryEntry) -> list[dict[str, Any]]:
    step = STEPS.get(Activity(entry.activity))
    if step is None:
        return []
    action, biz_step, disposition, place = step
    return [
        event(
            "ObjectEvent",
            event_id=diary_id(entry),
            at=of_day(entry.done_on, place),
            biz_step=biz_step,
            disposition=disposition,
            place=_site(entry.lot, entry),
            only_a_day=True,
            action=action,
            quantityList=amounts(amount_of(lot_key(entry.lot), entry.quantity, entry.quantity_unit)),
            **key_data(entry),
        )
    ]


def goods_received(receipt: Receipt) -> list[dict[str, Any]]:
    """One step back: what came in, from whom; and that it went into the lot."""
    lot = receipt.lot
    goods = addresses.named(
        "goods", str(lot.establishment_id), str(receipt.partner_id), receipt.what, receipt.supplier_lot
    )
    handover = handed_over(receipt)
    if handover is not None:
        goods = lot_key(handover.lot)  # the sender's own lot: one thing for both, so that the chain goes on
    came = amount_of(goods, receipt.quantity, receipt.quantity_unit)
    made = amount_of(lot_key(lot), receipt.quantity, receipt.quantity_unit) if handover else Amount(lot_key(lot))
    supplier = named_partner(receipt)
    return [
        event(
            "ObjectEvent",
            event_id=own_id("receipt", str(receipt.client_id)),
            at=of_day(receipt.received_on, _RECEIVED),
            biz_step="receiving",
            disposition="in_progress",
            place=_site(lot),
            only_a_day=True,
            action="OBSERVE",
            quantityList=amounts(came),
            sourceList=[{"type": "owning_party", "source": supplier}],
            destinationList=[{"type": "owning_party", "destination": owner_key(lot)}],
            **{"txng:what": receipt.what, "txng:supplierLot": receipt.supplier_lot},
        ),
        event(
            "TransformationEvent",
            event_id=own_id("receipt", str(receipt.client_id), "used"),
            at=of_day(receipt.received_on, _USED),
            biz_step="commissioning",
            disposition="in_progress",
            place=_site(lot),
            only_a_day=True,
            inputQuantityList=amounts(came),
            outputQuantityList=amounts(made),
        ),
    ]


def goods_shipped(shipment: Shipment) -> list[dict[str, Any]]:
    """One step forward: how much went to whom. What is recorded on its day left when it was recorded."""
    lot = shipment.lot
    same_day = local_date(shipment.recorded_at) == shipment.shipped_on
    return [
        event(
            "ObjectEvent",
            event_id=own_id("shipment", str(shipment.client_id)),
            at=shipment.recorded_at if same_day else of_day(shipment.shipped_on, _LAST),
            biz_step="shipping",
            disposition="in_transit",
            place=_site(lot),
            only_a_day=True,
            action="OBSERVE",
            quantityList=amounts(amount_of(lot_key(lot), shipment.quantity, shipment.quantity_unit)),
            sourceList=[{"type": "owning_party", "source": owner_key(lot)}],
            destinationList=[{"type": "owning_party", "destination": named_partner(shipment)}],
        )
    ]


# --- listeners -------------------------------------------------------------------------------------------------------

_OF_LOT = ("product", "site", "establishment")
_OF_ROW = ("lot__product", "lot__site", "lot__establishment")


def tell_lot_opened(entry: Entry) -> None:
    lot = Lot.objects.select_related(*_OF_LOT).get(pk=_said(entry, "lot_id"))
    record_own(lot_opened(lot), owner=lot, at=entry.at)


def tell_lot_changed(entry: Entry) -> None:
    """It began elsewhere or on another day: what was told last is declared wrong and names what holds now."""
    lot = Lot.objects.select_related(*_OF_LOT).get(pk=_said(entry, "lot_id"))
    earlier = history_of(lot).filter(kind=ProductionEvent.LOT_CHANGED.value, pk__lt=entry.pk).order_by("-pk").first()
    right = lot_opened(lot, str(entry.pk))
    record_own(right, owner=lot, at=entry.at)
    wrong = opened_id(lot, str(earlier.pk) if earlier else "")
    declare_wrong(wrong, owner=lot, at=entry.at, instead=[one["eventID"] for one in right])


def tell_lot_cancelled(entry: Entry) -> None:
    lot = Lot.objects.select_related(*_OF_LOT).get(pk=_said(entry, "lot_id"))
    record_own(lot_cancelled(lot), owner=lot, at=entry.at)


def tell_diary_written(entry: Entry) -> None:
    line = _line(_said(entry, "entry_id"))
    record_own(diary_written(line), owner=line, at=entry.at)


def tell_diary_corrected(entry: Entry) -> None:
    """Đính chính: the wrong event is declared wrong and names the one that holds now (standards.md 1.6)."""
    line = _line(_said(entry, "entry_id"))
    tell_correction(line, at=entry.at)


def tell_correction(line: DiaryEntry, *, at: datetime) -> None:
    right = diary_written(line)
    record_own(right, owner=line, at=at)
    if line.corrects is not None:
        declare_wrong(diary_id(line.corrects), owner=line, at=at, instead=[one["eventID"] for one in right])


def tell_goods_received(entry: Entry) -> None:
    receipt = _receipts().get(pk=_said(entry, "receipt_id"))
    record_own(goods_received(receipt), owner=receipt, at=entry.at)
    name_party(named_partner(receipt), receipt.partner.name, owner=receipt, at=entry.at)


def tell_goods_shipped(entry: Entry) -> None:
    shipment = _shipments().get(pk=_said(entry, "shipment_id"))
    record_own(goods_shipped(shipment), owner=shipment, at=entry.at)
    name_party(named_partner(shipment), shipment.partner.name, owner=shipment, at=entry.at)


def tell_goods_accepted(entry: Entry) -> None:
    """One confirmation tells both halves: what left with the sender, what came with the receiver (TT17 art. 5)."""
    shipment = _shipments().get(pk=_said(entry, "shipment_id"))
    receipt = _receipts().get(pk=_said(entry, "receipt_id"))
    record_own(goods_shipped(shipment), owner=shipment, at=entry.at)
    record_own([*lot_opened(receipt.lot), *goods_received(receipt)], owner=receipt, at=entry.at)


def _shipments() -> QuerySet[Shipment]:
    return Shipment.objects.select_related(*_OF_ROW, "partner", "handover__receiver")


def _receipts() -> QuerySet[Receipt]:
    return Receipt.objects.select_related(
        *_OF_ROW, "partner", "handover__establishment", "handover__lot__product", "handover__lot__site"
    )


def _line(entry_id: int) -> DiaryEntry:
    return _lines(pk=entry_id)[0]


_lines = Compiled(
    lambda pk: DiaryEntry.objects.select_related(*_OF_ROW, "site", "corrects").filter(pk=pk).order_by(), pk=int
)


def _said(entry: Entry, name: str) -> int:
    return int((entry.after or {})[name])


# --- everything there is, for a database that is older than this file -----------------------------------------------


def tell_all(at: datetime) -> int:
    """Tell of every row what its listener would have told; how many events were new. Told before, it adds nothing."""
    return sum(_tell_all_of(establishment, at) for establishment in Establishment.objects.order_by("id"))


def _tell_all_of(establishment: Establishment, at: datetime) -> int:
    lots = Lot.objects.filter(establishment=establishment).select_related(*_OF_LOT).order_by("id")
    lines = DiaryEntry.objects.filter(establishment=establishment).select_related(*_OF_ROW, "site", "corrects")
    receipts = _receipts().filter(establishment=establishment).order_by("id")
    shipments = _shipments().filter(establishment=establishment).order_by("id")
    lines = lines.order_by("id")
    told: dict[tuple[str, str], list[dict[str, Any]]] = {}  # by place: events take over where their rows stand
    owners: dict[tuple[str, str], Any] = {}
    for row, events in (
        *((lot, [*lot_opened(lot), *lot_cancelled(lot)]) for lot in lots),
        *((line, diary_written(line)) for line in lines),
        *((receipt, goods_received(receipt)) for receipt in receipts),
        *((shipment, goods_shipped(shipment)) for shipment in shipments),
    ):
        where = (row.unit_path, row.sector)
        owners[where] = row
        told.setdefault(where, []).extend(events)
    new = sum(record_own(events, owner=owners[where], at=at) for where, events in told.items())
    for line in lines:
        if line.corrects is not None:
            tell_correction(line, at=line.recorded_at)
    moves: list[Receipt | Shipment] = [*receipts, *shipments]
    parties = {named_partner(moved): moved for moved in moves if handed_over(moved) is None}
    for key, moved in parties.items():
        name_party(key, moved.partner.name, owner=moved, at=at)
    return new
