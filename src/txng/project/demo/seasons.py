"""Lots with believable diaries, and the steps before and after them."""

from __future__ import annotations

import random
import tomllib
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from txng.catalogue.models import Product
from txng.production.events import ProductionEvent
from txng.production.models import DiaryEntry, Lot, Partner, Receipt, Shipment, Site
from txng.project.demo.goods import SITES
from txng.project.demo.reading import group_of
from txng.project.demo.world import World

SEASONS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "seasons.toml").read_text("utf-8"))
INPUTS = {
    "crop": ("Cây giống, phân hữu cơ", "bao"),
    "livestock": ("Con giống, thức ăn", "bao"),
    "aquaculture": ("Con giống, thức ăn viên", "bao"),
    "processing": ("Nguyên liệu chính", "kg"),
    "handicraft": ("Nguyên liệu chính", "kg"),
    "service": ("Vật dụng phục vụ khách", "bộ"),
}
WEIGHED = (DiaryEntry.Activity.HARVEST, DiaryEntry.Activity.PREPARE, DiaryEntry.Activity.PACK)
INDOORS = (Site.Kind.PACKING_HOUSE, Site.Kind.WORKSHOP)


def build(world: World) -> None:
    """Two or three lots a product: one long sold, one on sale, sometimes one still growing."""
    products = list(Product.objects.select_related("establishment").order_by("id"))
    sites: dict[int, list[Site]] = {}
    for site in Site.objects.order_by("id"):
        sites.setdefault(site.establishment_id, []).append(site)
    lots: list[Lot] = []
    packed_ago: list[int] = []
    for product in products:
        offsets = [world.dice.randrange(60, 110), world.dice.randrange(2, 6)]
        if product.pk % 2:
            # To be packed in some days, and begun already: a short season leaves few days to wait.
            season = SEASONS[group_of(product.group).nature]
            offsets.append(-min(world.dice.randrange(8, 40), season["length"] - 1))
        for offset in offsets:
            lots.append(_lot(world, product, place_of(product, sites[product.establishment_id]), offset, len(lots)))
            packed_ago.append(offset)
    Lot.objects.bulk_create(lots)
    diary: list[DiaryEntry] = []
    for lot, offset in zip(lots, packed_ago, strict=True):
        here = sites[lot.establishment_id]
        diary += _diary(world, lot, offset, next((site for site in here if site.kind in INDOORS), lot.site))
    DiaryEntry.objects.bulk_create(diary, batch_size=1000)
    if (slip := _correction(world, diary)) is not None:
        diary.append(slip)
    _steps(world, lots, packed_ago)
    more_lots, more_entries = _written_at_once(world, products, sites)
    lots, diary = lots + more_lots, diary + more_entries
    for lot in lots:
        world.note(
            ProductionEvent.LOT_OPENED,
            actor=lot.establishment.representative,
            organisation=lot.establishment.name,
            subject=lot,
            at=lot.created_at,
        )
    for entry in diary:
        world.note(
            ProductionEvent.DIARY_WRITTEN,
            actor=entry.recorded_by,
            organisation=entry.lot.establishment.name,
            subject=entry,
            at=entry.recorded_at,
            after={"lot_id": entry.lot_id},
        )


def place_of(product: Product, sites: list[Site]) -> Site:
    """The first place for goods of that nature: no duck is raised in an orchard, nothing grows in a workshop."""
    kind, _name = SITES[group_of(product.group).nature][0]
    return next((site for site in sites if site.kind == kind), sites[0])


def _lot(world: World, product: Product, site: Site, packed_ago: int, number: int) -> Lot:
    season = SEASONS[group_of(product.group).nature]
    opened_ago = packed_ago + season["length"]
    opened = world.today - timedelta(days=opened_ago)
    packed = world.today - timedelta(days=packed_ago) if packed_ago >= 0 else None
    harvested = packed - timedelta(days=2) if packed and group_of(product.group).is_harvested else None
    _, _, _, quantity, unit = line_of(season["entries"][-1])
    lot = Lot(
        establishment=product.establishment,
        product=product,
        number=f"L{opened:%y}{'ABCDEFGH'[number % 8]}{opened:%m%d}",
        site=site,
        opened_on=opened,
        harvested_on=harvested,
        packed_on=packed,
        expires_on=packed + timedelta(days=product.shelf_life_days) if packed and product.shelf_life_days else None,
        closed_at=world.days_ago(packed_ago - 40) if packed_ago > 50 else None,
        quantity_unit=unit if packed else "",
        created_at=world.days_ago(max(0, opened_ago)),
    )
    lot.quantity = weighed(quantity, lot) if packed else None
    lot.stand_with(product)
    return lot


def weighed(quantity: Decimal | None, lot: Lot) -> Decimal | None:
    """No two harvests weigh the same; what is prepared and packed of one follows it."""
    if quantity is None:
        return None
    share = Decimal(random.Random(f"{lot.product_id} {lot.opened_on}").randrange(86, 101)) / 100
    return (quantity * share).quantize(Decimal(1))


def line_of(text: str) -> tuple[int, str, str, Decimal | None, str]:
    day, activity, what, quantity, unit = (part.strip() for part in text.split("|"))
    return int(day), activity, what, Decimal(quantity) if quantity else None, unit


def _diary(world: World, lot: Lot, packed_ago: int, indoors: Site) -> list[DiaryEntry]:
    entries = []
    for text in SEASONS[group_of(lot.product.group).nature]["entries"]:
        before, activity, what, quantity, unit = line_of(text)
        ago = packed_ago + before
        if ago < 0:
            continue  # not done yet
        entry = DiaryEntry(
            establishment=lot.establishment,
            lot=lot,
            activity=activity,
            done_on=world.today - timedelta(days=ago),
            site=indoors if activity in (DiaryEntry.Activity.PREPARE, DiaryEntry.Activity.PACK) else lot.site,
            what=what,
            quantity=weighed(quantity, lot) if activity in WEIGHED else quantity,
            quantity_unit=unit,
            recorded_at=world.days_ago(ago, hour=world.dice.randrange(6, 18)),
            recorded_by="Trần Văn Tư"
            if lot.establishment == world.establishments[0]
            else lot.establishment.representative,
        )
        entry.stand_with(lot)
        entries.append(entry)
    return entries


def _correction(world: World, diary: list[DiaryEntry]) -> DiaryEntry | None:
    """Somebody looked twice: one inspection of bà Lành's was written down wrong and put right the day after."""
    hers = world.establishments[0].pk
    wrong = next((e for e in diary if e.establishment_id == hers and e.activity == DiaryEntry.Activity.INSPECT), None)
    if wrong is None:
        return None
    right = DiaryEntry(
        establishment_id=wrong.establishment_id,
        lot=wrong.lot,
        activity=wrong.activity,
        done_on=wrong.done_on,
        site=wrong.site,
        what=f"{wrong.what} (ghi lại)".strip(),
        quantity=wrong.quantity,
        quantity_unit=wrong.quantity_unit,
        recorded_at=min(wrong.recorded_at + timedelta(days=1), world.now),
        recorded_by=wrong.recorded_by,
        corrects=wrong,
    )
    right.stand_with(wrong.lot)
    right.save(force_insert=True)
    return right


def _written_at_once(
    world: World, products: list[Product], sites: dict[int, list[Site]]
) -> tuple[list[Lot], list[DiaryEntry]]:
    """One diary of the province was typed in one evening: what officers see under “Nhật ký cần xem”."""
    shown = {establishment.pk for establishment in world.establishments[:2]}  # bà Lành's and ông Khải's stay clean
    grown = [p for p in products if group_of(p.group).nature == "crop" and p.establishment_id not in shown]
    if not grown:
        return [], []
    thrown = world.dice.getstate()  # the rest of the province stays as it was without this lot
    product = grown[-1]
    lot = _lot(world, product, place_of(product, sites[product.establishment_id]), -20, len(products))
    lot.number = f"{lot.number}-2"
    lot.save(force_insert=True)
    entries = [entry for entry in _diary(world, lot, -20, lot.site) if entry.activity != DiaryEntry.Activity.INSPECT]
    evening = world.days_ago(1, hour=20)
    for minute, entry in enumerate(entries):
        entry.recorded_at = evening + timedelta(minutes=2 * minute)
    DiaryEntry.objects.bulk_create(entries)
    world.dice.setstate(thrown)
    return [lot], entries


def _seller(world: World, suppliers: list[Partner]) -> Partner:
    """Who sells boxes sells no seed."""
    chosen: Partner = world.dice.choice(suppliers)
    return next((one for one in suppliers if "Bao bì" not in one.name), chosen) if "Bao bì" in chosen.name else chosen


def _steps(world: World, lots: list[Lot], packed_ago: list[int]) -> None:
    partners: dict[tuple[int, str], list[Partner]] = {}
    for partner in Partner.objects.order_by("id"):
        partners.setdefault((partner.establishment_id, partner.kind), []).append(partner)
    receipts, shipments = [], []
    for lot, offset in zip(lots, packed_ago, strict=True):
        what, unit = INPUTS[group_of(lot.product.group).nature]
        receipt = Receipt(
            establishment=lot.establishment,
            lot=lot,
            partner=_seller(world, partners[lot.establishment_id, "supplier"]),
            what=what,
            supplier_lot=f"NL-{world.dice.randrange(100, 999)}",
            quantity=world.dice.randrange(4, 40),
            quantity_unit=unit,
            received_on=lot.opened_on,
            recorded_at=lot.created_at,
        )
        receipt.stand_with(lot)
        receipts.append(receipt)
        if offset < 1 or lot.packed_on is None:
            continue
        for partner in partners[lot.establishment_id, "customer"][: 1 + lot.product_id % 2]:
            shipment = Shipment(
                establishment=lot.establishment,
                lot=lot,
                partner=partner,
                quantity=world.dice.randrange(20, 120),
                quantity_unit=lot.quantity_unit,
                shipped_on=lot.packed_on + timedelta(days=1),
                recorded_at=world.days_ago(max(0, offset - 1)),
            )
            shipment.stand_with(lot)
            shipments.append(shipment)
    Receipt.objects.bulk_create(receipts)
    Shipment.objects.bulk_create(shipments)
