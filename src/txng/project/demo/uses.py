"""What bà Lành's diaries used: taken from her store, some waiting for a receipt, one conflict answered for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from txng.access.actors import system
from txng.ledger.recording import without_consequences
from txng.production.actions import load_permitted_list
from txng.production.events import ProductionEvent
from txng.production.models import (
    Activity,
    ConflictExplanation,
    DiaryEntry,
    Lot,
    Material,
    MaterialLot,
    Partner,
    Site,
    StockKind,
)
from txng.production.safety import conflicts_of
from txng.production.safety.permitted import SAMPLES, read_sheet
from txng.production.stock.booking import Change, book
from txng.production.stock.using import book_uses
from txng.production.uses import Used, new_uses
from txng.project.demo.world import World

# What the diary calls it → what the catalogue does.
NAMED = {
    "Phân hữu cơ vi sinh": "Phân hữu cơ vi sinh Sông Hậu",
    "NPK 16-16-8": "NPK 16-16-8",
    "Chế phẩm sinh học Trichoderma": "Chế phẩm Trichoderma",
    "Đóng gói": "Hộp giấy 1,5 kg",
}
BOUGHT_AGO = 36  # days; of older work nothing is taken from a store that was filled afterwards
REASON = (
    "Chế phẩm vi sinh quá hạn 3 ngày, không phải thuốc hóa học; tổ kỹ thuật hợp tác xã đã kiểm tra, lấy mẫu dư lượng "
    "trước thu hoạch không phát hiện."
)


def build(world: World) -> None:
    hers = world.establishments[0]
    materials = {material.name: material for material in Material.objects.filter(establishment=hers)}
    with transaction.atomic(), without_consequences():
        for path in sorted(SAMPLES.glob("*.toml")):
            load_permitted_list(actor=system("Đặng Thị Mai"), sheet=read_sheet(path), at=world.days_ago(60))
        _answered_for(world, materials["Chế phẩm Trichoderma"])
        entries = DiaryEntry.objects.filter(
            establishment=hers, corrections=None, uses=None, done_on__gte=world.today - timedelta(days=BOUGHT_AGO)
        )
        for entry in entries.select_related("lot__establishment").order_by("done_on", "id"):
            material = next((materials[name] for words, name in NAMED.items() if entry.what.startswith(words)), None)
            if material is not None:
                _used(world, entry, Used(material_id=material.pk, quantity=entry.quantity, unit=entry.quantity_unit))


def _used(world: World, entry: DiaryEntry, used: Used) -> None:
    uses = new_uses(entry, [used])
    for use in uses:
        use.save(force_insert=True)
    book_uses(uses, actor=system(entry.recorded_by), at=entry.recorded_at)


def _answered_for(world: World, material: Material) -> None:
    """A bottle three days past its day, seen when the stamps were to be activated; the owner said why."""
    hers = world.establishments[0]
    entry = (
        DiaryEntry.objects.filter(establishment=hers, activity=Activity.SPRAY, lot__packed_on__isnull=False)
        .select_related("lot__establishment", "lot__product")
        .order_by("-done_on", "-id")
        .first()
    )
    if entry is None:
        return
    old = MaterialLot(
        establishment=hers, material=material, supplier_lot="TR-0126", created_at=world.days_ago(120),
        partner=Partner.objects.filter(establishment=hers, kind=Partner.Kind.SUPPLIER).order_by("id")[0],
        expires_on=entry.done_on - timedelta(days=3),
    )  # fmt: skip
    old.stand_with(hers)
    old.save(force_insert=True)
    store = Site.objects.filter(establishment=hers, kind=Site.Kind.WAREHOUSE).first() or entry.lot.site
    book(
        actor=system(hers.representative), establishment=hers, kind=StockKind.RECEIVE,
        done_on=entry.done_on - timedelta(days=40), at=entry.recorded_at,
        changes=[Change(old, store, Decimal(8), material.unit)], partner=old.partner,
    )  # fmt: skip
    used = Used(
        material_id=material.pk,
        material_lot_id=old.pk,
        quantity=entry.quantity,
        unit=entry.quantity_unit or material.unit,
        dose=Decimal(40),
        dose_unit="ml/bình 16 lít",
        reason="Phòng thối rễ, xì mủ",
    )
    _used(world, entry, used)
    _explained(world, entry.lot)


def _explained(world: World, lot: Lot) -> None:
    for conflict in conflicts_of(lot, world.today):
        explained = ConflictExplanation(
            establishment=lot.establishment, lot=lot, key=conflict.key, sentence=conflict.sentence, reason=REASON,
            explained_at=world.days_ago(2), explained_by=lot.establishment.representative,
        )  # fmt: skip
        explained.stand_with(lot)
        explained.save(force_insert=True)
        world.note(
            ProductionEvent.CONFLICT_EXPLAINED,
            actor=lot.establishment.representative,
            organisation=lot.establishment.name,
            subject=lot,
            at=explained.explained_at,
            after={"lot_id": lot.pk, "key": conflict.key, "sentence": conflict.sentence},
            reason=REASON,
        )
