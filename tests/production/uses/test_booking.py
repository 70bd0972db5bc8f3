"""What is used is taken from the stock, or waits for a receipt; the entry is kept in any case (names.md 7.14)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import Error, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from tests.production.stock.kit import Yard, all_lines, harvest, yard
from tests.production.uses.kit import ago, correct, in_stock, receive, spray, used, waits, write
from txng.access import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.production import actions
from txng.production.actions.stock_in_hand import Pile
from txng.production.models import Material, MaterialLot, MaterialUse, StockMove
from txng.production.stock.levels import below_zero

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(organisations: Any, lanh: Actor) -> Yard:
    return yard(organisations.lanh)


@pytest.fixture
def oil(lanh: Actor) -> Material:
    return spray(lanh)


def test_what_is_used_leaves_the_store_on_its_day(field: Yard, oil: Material, tu: Actor, lanh: Actor) -> None:
    receive(lanh, oil, field.store, 12, on=ago(20), supplier_lot="SK-0526")
    entry = write(tu, field.lot, used(oil, "2.5", dose=Decimal(40), reason="Rầy xanh"), on=ago(10))
    use = entry.uses.get()
    assert (use.quantity, use.unit, use.dose, use.dose_unit) == (Decimal("2.5"), "lít", 40, "ml/bình 16 lít")
    assert (use.phi_days, use.harvest_allowed_from, use.reason) == (7, ago(3), "Rầy xanh")
    assert in_stock(oil) == Decimal("9.5") and use.stock_move.done_on == ago(10)
    told = Entry.objects.order_by("-id")[0]
    assert told.kind == "production.diary:written" and told.after["used"][0]["material"] == "Dầu khoáng SK 99"
    assert told.after["booked"] == [use.stock_move.pk]


def test_the_catalogue_of_the_day_is_copied(field: Yard, oil: Material, tu: Actor) -> None:
    use = write(tu, field.lot, used(oil, 1), on=ago(10)).uses.get()
    Material.objects.filter(pk=oil.pk).update(phi_days=21, name="Dầu khoáng mới")
    use.refresh_from_db()
    assert (use.name, use.phi_days, use.harvest_allowed_from) == ("Dầu khoáng SK 99", 7, ago(3))


def test_without_stock_the_entry_is_kept_and_waits_for_a_receipt(
    field: Yard, oil: Material, tu: Actor, lanh: Actor
) -> None:
    entry = write(tu, field.lot, used(oil, 3), on=ago(10))
    assert waits(entry) == [True] and in_stock(oil) == 0
    receive(lanh, oil, field.store, 2, on=ago(5))
    assert waits(entry) == [True] and in_stock(oil) == 2, "not enough: nothing is taken"
    receive(lanh, oil, field.store, 4, on=ago(4))
    assert waits(entry) == [False] and in_stock(oil) == 3
    move = StockMove.objects.get(use__entry=entry)
    assert move.done_on == ago(4), "taken on the day there was enough, not before anything had come"
    assert below_zero(all_lines()) == []
    assert Entry.objects.order_by("-id")[0].after["booked"] == [move.pk]


def test_those_that_waited_are_booked_in_order_of_day_and_let_smaller_ones_pass(
    field: Yard, oil: Material, tu: Actor, lanh: Actor
) -> None:
    late = write(tu, field.lot, used(oil, 2), on=ago(3))
    large = write(tu, field.lot, used(oil, 50), on=ago(12))
    early = write(tu, field.lot, used(oil, 3), on=ago(10))
    receive(lanh, oil, field.store, 4, on=ago(20))
    assert [waits(one) for one in (large, early, late)] == [[True], [False], [True]]
    receive(lanh, oil, field.store, 1, on=ago(1))
    assert (waits(late), in_stock(oil)) == ([False], 0)


def test_the_first_to_expire_goes_first_and_the_expired_last(
    field: Yard, oil: Material, tu: Actor, lanh: Actor
) -> None:
    receive(lanh, oil, field.store, 5, on=ago(30), supplier_lot="MOI", expires_on=make.TODAY)
    receive(lanh, oil, field.store, 5, on=ago(30), supplier_lot="CU", expires_on=ago(11))
    receive(lanh, oil, field.store, 5, on=ago(30), supplier_lot="GAN", expires_on=ago(5))
    entry = write(tu, field.lot, used(oil, 7), on=ago(10))
    taken = {
        line.material_lot.supplier_lot: line.quantity for line in StockMove.objects.get(use__entry=entry).lines.all()
    }
    assert taken == {"GAN": -5, "MOI": -2}
    chosen = MaterialLot.objects.get(supplier_lot="CU")
    entry = write(tu, field.lot, used(oil, 1, chosen), on=ago(9))
    assert StockMove.objects.get(use__entry=entry).lines.get().material_lot == chosen
    entry = write(tu, field.lot, used(oil, 5, chosen), on=ago(9))
    assert waits(entry) == [True], "of the lot that was named there is not enough, whatever else lies there"


def test_stock_needed_later_is_not_taken_on_an_earlier_day(field: Yard, oil: Material, tu: Actor, lanh: Actor) -> None:
    """5 came twenty days ago, 4 went five days ago: of what is written late for ten days ago 2 cannot be taken."""
    receive(lanh, oil, field.store, 5, on=ago(20))
    write(tu, field.lot, used(oil, 4), on=ago(5))
    entry = write(tu, field.lot, used(oil, 2), on=ago(10))
    assert waits(entry) == [True] and below_zero(all_lines()) == []


def test_a_correction_gives_back_and_takes_anew(field: Yard, oil: Material, tu: Actor, lanh: Actor) -> None:
    receive(lanh, oil, field.store, 5, on=ago(20))
    wrong = write(tu, field.lot, used(oil, 5), on=ago(10))
    other = write(tu, field.lot, used(oil, 3), on=ago(6))
    assert waits(other) == [True]
    right = correct(tu, wrong, used(oil, 2), on=ago(9))
    assert (waits(right), waits(other), in_stock(oil)) == ([False], [False], 0), "what came free went to who waited"
    assert wrong.uses.get().quantity == 5, "what was written stays readable"
    nothing = correct(tu, right)
    assert nothing.uses.count() == 0 and in_stock(oil) == 2 and below_zero(all_lines()) == []


def test_a_count_and_a_move_taken_back_serve_those_who_wait(field: Yard, oil: Material, tu: Actor, lanh: Actor) -> None:
    came = receive(lanh, oil, field.store, 1, on=ago(20))
    bought = came.lines.get().material_lot
    entry = write(tu, field.lot, used(oil, 3), on=ago(10))
    pile = Pile(material_lot_id=bought.pk, site_id=field.store.pk, quantity=Decimal(4), unit="lít")
    actions.count_stock(actor=lanh, pile=pile, counted_on=ago(9), reason="Ghi thiếu lúc nhập", at=make.AT)
    assert (waits(entry), in_stock(oil)) == ([False], 1)
    lost = actions.write_off(
        actor=lanh, pile=Pile(material_lot_id=bought.pk, site_id=field.store.pk, quantity=Decimal(1), unit="lít"),
        reason="Đổ", done_on=ago(2), at=make.AT,
    )  # fmt: skip
    second = write(tu, field.lot, used(oil, 1), on=ago(1))
    assert waits(second) == [True]
    actions.take_back_move(actor=lanh, move_id=lost.pk, reason="Không đổ", at=make.AT)
    assert waits(second) == [False]


def test_a_receipt_that_has_been_used_is_not_taken_back(field: Yard, oil: Material, tu: Actor, lanh: Actor) -> None:
    came = receive(lanh, oil, field.store, 5, on=ago(20))
    entry = write(tu, field.lot, used(oil, 2), on=ago(10))
    with pytest.raises(RuleBroken) as refusal:
        actions.take_back_move(actor=lanh, move_id=came.pk, reason="Nhầm", at=make.AT)
    assert refusal.value.code == "stock_short"
    with pytest.raises(RuleBroken) as refusal:
        actions.take_back_move(actor=lanh, move_id=entry.uses.get().stock_move.pk, reason="Nhầm", at=make.AT)
    assert refusal.value.code == "kind", "it is corrected in the diary"


def test_another_measure_is_kept_in_words_and_not_counted(field: Yard, oil: Material, tu: Actor, lanh: Actor) -> None:
    receive(lanh, oil, field.store, 5, on=ago(20))
    from txng.production.uses import Used

    entry = write(tu, field.lot, Used(material_id=oil.pk, quantity=Decimal(3), unit="hộp"), on=ago(10))
    assert entry.uses.get().quantity is None and in_stock(oil) == 5
    entry = write(tu, field.lot, Used(material_id=oil.pk, quantity=Decimal(500), unit="ml"), on=ago(10))
    assert entry.uses.get().quantity == Decimal("0.5")


def test_nobody_uses_what_is_somebody_elses(field: Yard, oil: Material, khai: Actor, tu: Actor) -> None:
    his = spray(khai)
    with pytest.raises(NotThere):
        write(tu, field.lot, used(his, 1), on=ago(10))
    theirs = MaterialLot.objects.create(establishment=his.establishment, material=his, created_at=make.AT)
    with pytest.raises(NotThere):
        write(tu, field.lot, used(oil, 1, theirs), on=ago(10))
    assert not MaterialUse.objects.exists() and field.lot.diary.count() == 0


def test_a_use_is_never_changed(field: Yard, oil: Material, tu: Actor) -> None:
    use = write(tu, field.lot, used(oil, 1), on=ago(10)).uses.get()
    for change in (lambda: use.delete(), lambda: MaterialUse.objects.filter(pk=use.pk).update(phi_days=0)):
        with pytest.raises(Error), transaction.atomic():
            change()


STEPS = st.lists(
    st.tuples(st.sampled_from(["receive", "use", "use", "correct"]), st.integers(1, 9), st.integers(0, 20)), max_size=14
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_in_any_order_stock_is_receipts_less_what_was_taken(
    field: Yard, oil: Material, tu: Actor, lanh: Actor, steps: list[tuple[str, int, int]]
) -> None:
    """And whoever still waits could not have been served: more was wanted than there is."""
    with transaction.atomic():
        received, entries = 0, []
        for kind, quantity, days in steps:
            if kind == "receive":
                receive(lanh, oil, field.store, quantity, on=ago(days))
                received += quantity
            elif kind == "use":
                entries.append(write(tu, field.lot, used(oil, quantity), on=ago(days)))
            elif entries:
                place = days % len(entries)
                entries[place] = correct(tu, entries[place], used(oil, quantity), on=ago(days))
            counting = [entry.uses.get() for entry in entries]
            taken = [use for use in counting if StockMove.objects.filter(use=use).exists()]
            left = in_stock(oil)
            assert left == received - sum(use.quantity for use in taken)
            assert below_zero(all_lines()) == []
            assert all(use.quantity > left for use in counting if use not in taken)
        transaction.set_rollback(True)


def test_a_harvest_and_its_boxes_are_booked_together(field: Yard, lanh: Actor, tu: Actor) -> None:
    box = actions.add_material(actor=lanh, kind="packaging", name="Hộp giấy", unit="hộp", at=make.AT)
    receive(lanh, box, field.store, 300, on=ago(20))
    harvest(field.lot, lanh, 300)
    entry = write(tu, field.lot, used(box, 100), on=ago(3), activity="pack", quantity=Decimal(100), quantity_unit="hộp")
    assert in_stock(box) == 200 and StockMove.objects.filter(entry=entry, kind="pack").exists()
