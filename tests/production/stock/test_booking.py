"""Kho: what is there follows from what came and went, and is never less than nothing (CT-REG art. 7.4; G15)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, transaction

from tests import make
from tests.production.stock.kit import Yard, all_lines, at, fertiliser, harvest, kg, some, yard
from txng.access import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.production import actions
from txng.production.actions.lots_from_lots import NewLot
from txng.production.models import Lot, MaterialLot, StockLine, StockMove
from txng.production.stock import measures
from txng.production.stock.booking import amount
from txng.production.stock.levels import below_zero, levels

pytestmark = pytest.mark.django_db
NINE_DAYS_AGO = make.TODAY - timedelta(days=9)


@pytest.fixture
def field(organisations: Any, lanh: Actor) -> Yard:
    return yard(organisations.lanh, by=lanh)


def refused(code: str, act: Any, **options: Any) -> str:
    before = StockLine.objects.count(), Entry.objects.count(), Lot.objects.count()
    with pytest.raises(RuleBroken) as refusal, transaction.atomic():
        act(at=make.AT, **options)
    assert refusal.value.code == code
    assert (StockLine.objects.count(), Entry.objects.count(), Lot.objects.count()) == before
    return str(refusal.value)


def test_what_is_harvested_lies_on_the_plot(field: Yard) -> None:
    assert levels(field.lot)[0].site_id == field.plot.pk and kg(field.lot) == 500
    assert kg(field.lot, on=NINE_DAYS_AGO - timedelta(days=1)) == 0
    assert kg(field.lot, on=NINE_DAYS_AGO) == 500


def test_measures_are_counted_in_their_base() -> None:
    assert measures.to_base(Decimal("1.5"), "tạ") == (Decimal(150), "kg")
    assert measures.to_base(Decimal(2), "tấn") == (Decimal(2000), "kg")
    assert measures.to_base(Decimal(250), "g") == (Decimal("0.25"), "kg")
    assert measures.to_base(Decimal(40), "hộp") == (Decimal(40), "hộp")
    for quantity, unit in ((Decimal("0.5"), "g"), (Decimal(1), "thúng")):
        with pytest.raises(RuleBroken):
            measures.to_base(quantity, unit)


def test_amounts_are_told_as_people_write_them() -> None:
    assert [amount(Decimal(n)) for n in ("1234.500", "20.000", "0.250")] == ["1.234,5", "20", "0,25"]


def test_carried_to_the_store_as_much_arrives_as_left(field: Yard, lanh: Actor) -> None:
    actions.transfer_stock(
        actor=lanh, pile=some(field.lot, field.plot, 2, "tạ"), to_site_id=field.store.pk, done_on=make.TODAY, at=make.AT
    )
    assert (at(field.lot, field.plot), at(field.lot, field.store), kg(field.lot)) == (300, 200, 500)
    entry = Entry.objects.order_by("-id")[0]
    assert entry.kind == "production.stock:transferred"
    assert sorted(line["quantity"] for line in entry.after["lines"]) == ["-200.000", "200.000"]


def test_nobody_takes_more_than_there_is(field: Yard, lanh: Actor) -> None:
    said = refused(
        "stock_short",
        actions.transfer_stock,
        actor=lanh,
        pile=some(field.lot, field.plot, 501),
        to_site_id=field.store.pk,
        done_on=make.TODAY,
    )
    assert "500 kg" in said and "Vườn 1" in said


def test_what_is_written_down_late_must_have_been_possible_on_its_day(field: Yard, lanh: Actor) -> None:
    """500 kg harvested nine days ago, 400 of them carried off two days ago: five days ago no 200 could have gone."""
    two, five = make.TODAY - timedelta(days=2), make.TODAY - timedelta(days=5)
    act = {"actor": lanh, "to_site_id": field.store.pk}
    actions.transfer_stock(pile=some(field.lot, field.plot, 400), done_on=two, at=make.AT, **act)
    said = refused("stock_short", actions.transfer_stock, pile=some(field.lot, field.plot, 200), done_on=five, **act)
    assert "100 kg" in said
    before = NINE_DAYS_AGO - timedelta(days=1)
    refused("stock_short", actions.transfer_stock, pile=some(field.lot, field.plot, 1), done_on=before, **act)
    actions.transfer_stock(pile=some(field.lot, field.plot, 100), done_on=five, at=make.AT, **act)
    assert at(field.lot, field.plot) == 0 and below_zero(all_lines()) == []


def test_a_count_books_the_difference_and_says_why(field: Yard, lanh: Actor) -> None:
    count = {"actor": lanh, "counted_on": make.TODAY}
    assert actions.count_stock(pile=some(field.lot, field.plot, 500), at=make.AT, **count) is None
    refused("reason_missing", actions.count_stock, pile=some(field.lot, field.plot, 480), **count)
    move = actions.count_stock(pile=some(field.lot, field.plot, 480), reason="Hao khi phân loại", at=make.AT, **count)
    assert move is not None and kg(field.lot) == 480
    assert move.lines.get().quantity == -20 and move.lines.get().counted == 480
    nothing = actions.count_stock(pile=some(field.lot, field.plot, 0), reason="Bán hết", at=make.AT, **count)
    assert nothing is not None and kg(field.lot) == 0


def test_what_spoilt_is_written_off_with_a_reason(field: Yard, lanh: Actor) -> None:
    loss = {"actor": lanh, "pile": some(field.lot, field.plot, 30), "done_on": make.TODAY}
    refused("reason_missing", actions.write_off, reason=" ", **loss)
    actions.write_off(reason="Dập khi vận chuyển", at=make.AT, **loss)
    assert kg(field.lot) == 470


def test_a_lot_is_split_to_the_gram(field: Yard, lanh: Actor) -> None:
    parts = [
        NewLot(quantity=Decimal("120.5"), unit="kg", site_id=field.store.pk),
        NewLot(quantity=Decimal(1), unit="tạ", site_id=field.dryer.pk, number="TACH-2"),
    ]
    actions.split_lot(
        actor=lanh, lot_id=field.lot.pk, site_id=field.plot.pk, parts=parts, done_on=make.TODAY, at=make.AT
    )
    one, two = Lot.objects.exclude(pk=field.lot.pk).order_by("id")
    field.lot.refresh_from_db()
    assert (kg(field.lot), kg(one), kg(two)) == (Decimal("279.5"), Decimal("120.5"), 100)
    assert two.number == "TACH-2" and one.product_id == two.product_id == field.lot.product_id
    assert one.harvested_on == two.harvested_on == field.lot.harvested_on == NINE_DAYS_AGO
    assert Entry.objects.order_by("-id")[0].after["from"] == [field.lot.pk]


def test_lots_are_merged_and_nothing_is_gained(field: Yard, lanh: Actor) -> None:
    other = make.lot(field.lot.product, site=field.plot)
    harvest(other, lanh, 250, on=make.TODAY - timedelta(days=3))
    together = {
        "actor": lanh,
        "piles": [some(field.lot, field.plot, 500), some(other, field.plot, 250)],
        "done_on": make.TODAY,
    }
    into = NewLot(quantity=Decimal(760), unit="kg", site_id=field.store.pk)
    assert "760 kg" in refused("balance", actions.merge_lots, into=into, **together)
    into = NewLot(quantity=Decimal(750), unit="kg", site_id=field.store.pk)
    actions.merge_lots(into=into, at=make.AT, **together)
    merged = Lot.objects.order_by("-id")[0]
    assert (kg(field.lot), kg(other), kg(merged)) == (0, 0, 750)
    assert merged.harvested_on == NINE_DAYS_AGO, "never shown fresher than the oldest of it is"
    refused("lots_missing", actions.merge_lots, into=into, **(together | {"piles": together["piles"][:1]}))


def test_processing_makes_other_goods_and_may_lose_but_not_gain(field: Yard, lanh: Actor) -> None:
    dried = make.product(field.lot.establishment, "Sầu riêng sấy")
    act = {"actor": lanh, "inputs": [some(field.lot, field.plot, 400)], "done_on": make.TODAY}

    def out(quantity: int) -> list[NewLot]:
        return [NewLot(quantity=Decimal(quantity), unit="kg", site_id=field.dryer.pk, product_id=dried.pk)]

    refused("balance", actions.process_lots, outputs=out(420), **act)
    actions.process_lots(outputs=out(90), at=make.AT, **act)
    made = Lot.objects.order_by("-id")[0]
    assert (kg(field.lot), kg(made), made.product_id) == (100, 90, dried.pk)
    assert made.harvested_on is None, "other goods have a time of their own"
    actions.process_lots(
        outputs=out(105), at=make.AT, reason="Thêm nước đường", **(act | {"inputs": [some(field.lot, field.plot, 100)]})
    )


def test_what_was_bought_is_kept_by_its_suppliers_lot(field: Yard, lanh: Actor) -> None:
    bag = fertiliser(lanh)
    buy = {
        "actor": lanh,
        "material_id": bag.pk,
        "site_id": field.store.pk,
        "unit": "kg",
        "received_on": make.TODAY,
        "partner_name": "Đại lý Ba Hưng",
        "supplier_lot": "HC-0826",
        "at": make.AT,
    }
    actions.receive_material(quantity=Decimal(200), expires_on=make.TODAY + timedelta(days=300), **buy)
    actions.receive_material(quantity=Decimal(50), **buy)
    bought = MaterialLot.objects.get()
    assert kg(bought) == 250 and bought.supplier_lot == "HC-0826" and bought.partner.name == "Đại lý Ba Hưng"
    del buy["at"]
    refused("expiry", actions.receive_material, quantity=Decimal(1), expires_on=make.TODAY, **buy)
    refused("unit", actions.receive_material, quantity=Decimal(1), **(buy | {"unit": "lít"}))


@pytest.mark.parametrize(
    ("kind", "ingredient"), [("pesticide", "Glyphosate IPA salt 480g/l"), ("veterinary", "Chloramphenicol 20%")]
)
def test_a_banned_ingredient_cannot_enter_the_catalogue(lanh: Actor, kind: str, ingredient: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        fertiliser(lanh, kind=kind, name="Thuốc Hai Lúa", active_ingredient=ingredient)
    assert refusal.value.code == "banned" and ingredient.split()[0] in str(refusal.value)
    assert fertiliser(lanh, kind=kind, name="Thuốc Hai Lúa", active_ingredient="Abamectin 1.8%").pk


def test_an_act_is_taken_back_on_its_own_days_unless_the_goods_have_gone_on(field: Yard, lanh: Actor) -> None:
    four = make.TODAY - timedelta(days=4)
    carried = actions.transfer_stock(
        actor=lanh, pile=some(field.lot, field.plot, 300), to_site_id=field.store.pk, done_on=four, at=make.AT
    )
    back = {"actor": lanh, "move_id": carried.pk}
    refused("reason_missing", actions.take_back_move, reason="", **back)
    lost = actions.write_off(
        actor=lanh, pile=some(field.lot, field.store, 250), reason="Mất điện", done_on=make.TODAY, at=make.AT
    )
    refused("stock_short", actions.take_back_move, reason="Ghi nhầm kho", **back)
    actions.take_back_move(actor=lanh, move_id=lost.pk, reason="Hàng vẫn tốt", at=make.AT)
    actions.take_back_move(reason="Ghi nhầm kho", at=make.AT, **back)
    assert (at(field.lot, field.plot), at(field.lot, field.store)) == (500, 0)
    assert kg(field.lot, on=four) == 500 and below_zero(all_lines()) == []
    refused("taken_back", actions.take_back_move, reason="Lần nữa", **back)
    of_the_diary = StockMove.objects.order_by("id")[0]
    refused("kind", actions.take_back_move, actor=lanh, move_id=of_the_diary.pk, reason="Sai")


def test_a_corrected_harvest_is_booked_anew_and_never_below_what_has_left(field: Yard, lanh: Actor) -> None:
    entry = field.lot.diary.get()
    actions.transfer_stock(
        actor=lanh, pile=some(field.lot, field.plot, 300), to_site_id=field.store.pk, done_on=make.TODAY, at=make.AT
    )
    correct = {"actor": lanh, "entry_id": entry.pk, "reason": "Cân lại", "activity": "harvest", "quantity_unit": "kg"}
    refused("stock_short", actions.correct_diary, quantity=Decimal(250), done_on=entry.done_on, **correct)
    actions.correct_diary(quantity=Decimal(450), done_on=entry.done_on + timedelta(days=1), at=make.AT, **correct)
    assert kg(field.lot) == 450 and kg(field.lot, on=entry.done_on) == 0


def test_packing_turns_weight_into_boxes(field: Yard, lanh: Actor) -> None:
    """“Hộp 1,5 kg”: two hundred of them hold three hundred of the five hundred kg."""
    pack = {"actor": lanh, "lot_id": field.lot.pk, "activity": "pack", "done_on": make.TODAY, "at": make.AT}
    entry = actions.write_diary(quantity=Decimal(200), quantity_unit="hộp", **pack)
    assert (kg(field.lot), at(field.lot, field.plot, "hộp")) == (200, 200)
    actions.correct_diary(
        actor=lanh, entry_id=entry.pk, reason="Đếm lại", activity="pack", done_on=make.TODAY,
        quantity=Decimal(300), quantity_unit="hộp", at=make.AT,
    )  # fmt: skip
    assert (kg(field.lot), at(field.lot, field.plot, "hộp")) == (50, 300)


def test_what_is_delivered_leaves_the_largest_pile_first(field: Yard, lanh: Actor) -> None:
    actions.transfer_stock(
        actor=lanh, pile=some(field.lot, field.plot, 180), to_site_id=field.store.pk, done_on=make.TODAY, at=make.AT
    )
    ship = {"actor": lanh, "lot_id": field.lot.pk, "shipped_on": make.TODAY, "partner_name": "Chợ Cái Răng"}
    actions.record_shipment(quantity=Decimal(4), quantity_unit="tạ", at=make.AT, **ship)
    assert (at(field.lot, field.plot), at(field.lot, field.store)) == (0, 100)
    refused("stock_short", actions.record_shipment, quantity=Decimal(101), quantity_unit="kg", **ship)


def test_sent_twice_it_happens_once(field: Yard, lanh: Actor) -> None:
    once = {
        "actor": lanh,
        "pile": some(field.lot, field.plot, 100),
        "to_site_id": field.store.pk,
        "done_on": make.TODAY,
        "client_id": uuid4(),
        "at": make.AT,
    }
    assert actions.transfer_stock(**once) == actions.transfer_stock(**once)
    assert at(field.lot, field.store) == 100


def test_nobody_moves_what_is_somebody_elses(field: Yard, khai: Actor, organisations: Any) -> None:
    own = make.site(organisations.khai, "Kho Khải", kind="warehouse")
    for act in (
        lambda: actions.transfer_stock(
            actor=khai, pile=some(field.lot, field.plot, 1), to_site_id=own.pk, done_on=make.TODAY, at=make.AT
        ),
        lambda: actions.write_off(actor=khai, pile=some(field.lot, own, 1), reason="x", done_on=make.TODAY, at=make.AT),
        lambda: actions.take_back_move(
            actor=khai, move_id=StockMove.objects.order_by("id")[0].pk, reason="x", at=make.AT
        ),
    ):
        with pytest.raises(NotThere):
            act()


def test_the_database_lets_nobody_change_what_is_booked(field: Yard) -> None:
    line = StockLine.objects.order_by("id")[0]
    for wrong in (
        lambda: StockLine.objects.filter(pk=line.pk).update(quantity=999),
        lambda: StockMove.objects.filter(pk=line.move_id).update(done_on=make.TODAY),
        lambda: StockLine.objects.filter(pk=line.pk).delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            wrong()
