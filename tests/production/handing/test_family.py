"""What a lot has from the lots it came of holds together with its own diary, whatever is written where and when."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests import make
from tests.production.handing.kit import Firm, of, write
from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.production import actions, family
from txng.production.completeness import Facts, missing_of
from txng.production.models import DiaryEntry, Lot, Shipment, StockLine, StockMove
from txng.production.stock.levels import below_zero, levels

pytestmark = pytest.mark.django_db
BEGIN = make.TODAY - timedelta(days=20)


@pytest.fixture
def farm(organisations: Any, lanh: Actor) -> Firm:
    return of(organisations.lanh, lanh, "Sầu riêng Ri6")


def day(n: int) -> date:
    return BEGIN + timedelta(days=n)


def again(lot: Lot) -> Lot:
    lot.refresh_from_db()
    return lot


def test_the_first_line_of_its_own_diary_takes_nothing_from_a_part(farm: Firm) -> None:
    lot = farm.lot(500, on=day(0))
    write(farm, lot, "pack", on=day(2))
    [part] = farm.split(lot, 100, on=day(5))
    before = (part.harvested_on, part.packed_on, part.expires_on, part.quantity, part.quantity_unit)
    assert before == (day(0), day(2), day(16), 100, "kg")
    write(farm, part, "inspect", on=day(6))
    part = again(part)
    assert (part.harvested_on, part.packed_on, part.expires_on, part.quantity, part.quantity_unit) == before
    assert missing_of(part, on=make.TODAY) == []


def test_packed_again_it_is_no_fresher(farm: Firm) -> None:
    lot = farm.lot(500, on=day(0))
    write(farm, lot, "pack", on=day(2))
    [part] = farm.split(lot, 100, on=day(5))
    write(farm, part, "pack", on=day(8))
    part = again(part)
    assert (part.packed_on, part.expires_on, part.quantity) == (day(2), day(16), 100)


def test_packed_after_it_left_its_mother_by_its_own_packing_alone(farm: Firm) -> None:
    lot = farm.lot(500, on=day(0))
    [part] = farm.split(lot, 100, on=day(3))
    write(farm, lot, "pack", on=day(4))
    assert again(part).packed_on is None and [m.field_id for m in missing_of(part, on=make.TODAY)] == [
        "events", "expiry"
    ]  # fmt: skip
    write(farm, part, "pack", on=day(7))
    assert (again(part).packed_on, part.expires_on) == (day(7), day(21))


def test_a_correction_at_the_mother_reaches_all_that_came_of_her(farm: Firm) -> None:
    lot = farm.lot(500, on=day(0))
    [part] = farm.split(lot, 100, on=day(5))
    [grandchild] = farm.split(part, 40, on=day(6))
    entry = lot.diary.get()
    actions.correct_diary(
        actor=farm.actor, entry_id=entry.pk, reason="Nhớ nhầm", activity="harvest", done_on=day(1), at=make.AT,
        quantity=Decimal(500), quantity_unit="kg",
    )  # fmt: skip
    assert again(part).harvested_on == again(grandchild).harvested_on == day(1)


def test_a_split_taken_back_ends_the_kinship(farm: Firm) -> None:
    lot = farm.lot(500, on=day(0))
    [part] = farm.split(lot, 100, on=day(5))
    move = StockMove.objects.get(kind="split")
    actions.take_back_move(actor=farm.actor, move_id=move.pk, reason="Chưa tách", at=make.AT)
    part = again(part)
    assert (part.harvested_on, part.quantity, family.links_of([part.pk], up=True)) == (None, None, [])


def test_what_is_processed_is_made_but_not_harvested(farm: Firm) -> None:
    dried = make.product(farm.establishment, "Sầu riêng sấy", group="processed-fruit", pack="", shelf_life_days=None)
    made = farm.process(farm.lot(500, on=day(0)), 300, dried, 60, on=day(3))
    assert (made.harvested_on, made.quantity, Facts.of(made).made) == (None, 60, True)
    assert missing_of(made, on=make.TODAY) == []


def test_goods_in_boxes_are_delivered_by_weight(farm: Firm) -> None:
    """Hộp 1,5 kg: 300 kg in 200 boxes; 30 kg are 20 boxes. What is more than there is is refused."""
    lot = farm.lot(300, on=day(0))
    pack(farm, lot, 200, "hộp")
    deliver(farm, lot, 30, "kg")
    assert [(level.quantity, level.unit) for level in levels(lot)] == [(180, "hộp")]
    with pytest.raises(RuleBroken) as refusal:
        deliver(farm, lot, 271, "kg")
    assert refusal.value.code == "stock_short"
    deliver(farm, lot, 270, "kg")
    assert levels(lot) == []


def test_weighed_goods_are_delivered_in_boxes_nobody_wrote_down(farm: Firm) -> None:
    lot = farm.lot(300, on=day(0))
    deliver(farm, lot, 20, "hộp")
    assert [(level.quantity, level.unit) for level in levels(lot)] == [(270, "kg")]


def test_a_delivery_nothing_translates_stays_unbooked(farm: Firm) -> None:
    """So many pieces of goods that were weighed: the delivery is true, the stock cannot follow it."""
    lot = farm.lot(300, on=day(0))
    deliver(farm, lot, 12, "quả")
    assert levels(lot)[0].quantity == 300 and not hasattr(Shipment.objects.get(), "stock_move")


def pack(farm: Firm, lot: Lot, quantity: int, unit: str) -> DiaryEntry:
    return actions.write_diary(
        actor=farm.actor, lot_id=lot.pk, activity="pack", done_on=day(2), quantity=Decimal(quantity),
        quantity_unit=unit, at=make.AT,
    )  # fmt: skip


def deliver(farm: Firm, lot: Lot, quantity: int, unit: str) -> Shipment:
    return actions.record_shipment(
        actor=farm.actor, lot_id=lot.pk, quantity=Decimal(quantity), quantity_unit=unit, shipped_on=make.TODAY,
        partner_name="Chợ", at=make.AT,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_in_any_family_no_lot_is_younger_than_its_goods(farm: Firm, seed: int) -> None:
    """Random splits, merges, harvests, packings, corrections and acts taken back, judged by a second reckoning that
    reads the diary and the moves alone."""
    dice = random.Random(seed)
    lots = [farm.lot(400, on=day(dice.randrange(4))) for _ in range(2)]
    done = 0
    for _ in range(26):
        lot, on = dice.choice(lots), day(dice.randrange(4, 19))
        try:
            match dice.choice(("split", "merge", "pack", "harvest", "correct", "inspect", "back")):
                case "split":
                    lots += farm.split(lot, dice.randint(1, 40), on=on)
                case "merge":
                    other = dice.choice([one for one in lots if one != lot])
                    lots.append(farm.merge((lot, dice.randint(1, 20)), (other, dice.randint(1, 20)), on=on))
                case "harvest" | "pack" | "inspect" as activity:
                    write(farm, lot, activity, on=on, quantity=10 if activity == "harvest" else None)
                case "correct":
                    entry = dice.choice(list(DiaryEntry.objects.filter(corrections=None)))
                    actions.correct_diary(
                        actor=farm.actor, entry_id=entry.pk, reason="Sai ngày", activity=entry.activity, done_on=on,
                        at=make.AT, quantity=entry.quantity, quantity_unit=entry.quantity_unit,
                    )  # fmt: skip
                case "back":
                    moves = StockMove.objects.filter(kind__in=family.MAKING, takes_back=None, taken_back_by=None)
                    move = dice.choice(list(moves))
                    actions.take_back_move(actor=farm.actor, move_id=move.pk, reason="Nhầm", at=make.AT)
            done += 1
        except (RuleBroken, IndexError):
            continue
    assert done > 8
    for lot in Lot.objects.order_by("pk"):
        harvested, packed = reckoned(lot)
        assert (lot.number, lot.harvested_on, lot.packed_on) == (lot.number, harvested, packed)
        if lot.expires_on is not None:
            assert packed is not None and lot.expires_on <= packed + timedelta(days=14)
    assert below_zero(StockLine.objects.all()) == []


def reckoned(lot: Lot) -> tuple[date | None, date | None]:
    """The earliest of its own days and of its mothers' as they stood when it left them."""
    own = lot.diary.filter(corrections=None)
    harvests = [entry.done_on for entry in own if entry.activity == "harvest"]
    packings = [entry.done_on for entry in own if entry.activity == "pack"]
    for line in StockLine.objects.filter(lot=lot, quantity__gt=0, move__kind__in=("split", "merge")):
        if line.move.takes_back_id or StockMove.objects.filter(takes_back=line.move).exists():
            continue
        for source in line.move.lines.filter(quantity__lt=0):
            assert source.lot is not None
            harvested, packed = reckoned(source.lot)
            harvests += [harvested] if harvested and harvested <= line.done_on else []
            packings += [packed] if packed and packed <= line.done_on else []
    return min(harvests, default=None), min(packings, default=None)
