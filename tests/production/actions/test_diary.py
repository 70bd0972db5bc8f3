from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from tests import make
from txng.access import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.production.actions import cancel_lot, close_lot, correct_diary, write_diary
from txng.production.models import DiaryEntry, Lot
from txng.production.queries import counting_entries, diary_of, last_like, used_before

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


@pytest.fixture
def lot(organisations: Any) -> Lot:
    return make.lot(make.product(organisations.lanh), "L26A0917", opened_on=date(2026, 9, 1))


def write(actor: Actor, lot: Lot, activity: str = "water", on: date = TODAY, **more: Any) -> DiaryEntry:
    return write_diary(**{"actor": actor, "lot_id": lot.pk, "activity": activity, "done_on": on, "at": make.AT, **more})


def correct(actor: Actor, entry: DiaryEntry, **more: Any) -> DiaryEntry:
    values = {
        "actor": actor, "entry_id": entry.pk, "reason": "Ghi nhầm", "activity": entry.activity,
        "done_on": entry.done_on, "at": make.AT,
    }  # fmt: skip
    return correct_diary(**values | more)


def refusal_of(call: Any) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        call()
    return caught.value


def test_a_worker_writes_what_was_done(tu: Actor, lot: Lot) -> None:
    entry = write(tu, lot, "fertilise", what=" Phân hữu cơ ", quantity=Decimal("20.5"), quantity_unit="kg")
    assert (entry.what, entry.recorded_by, entry.site_id) == ("Phân hữu cơ", "Trần Văn Tư", lot.site_id)
    told = Entry.objects.get(kind="production.diary:written")
    assert told.subject_id == str(lot.pk) and told.subject_label == "Bón phân 21/09/2026"
    assert told.after["lot_id"] == lot.pk and told.after["quantity"] == "20.5"


def test_the_same_entry_sent_again_is_answered_as_the_first_time(tu: Actor, lot: Lot) -> None:
    key = uuid4()
    first = write(tu, lot, "harvest", quantity=Decimal(420), quantity_unit="kg", client_id=key)
    again = write(tu, lot, "harvest", quantity=Decimal(420), quantity_unit="kg", client_id=key)
    assert first == again and lot.diary.count() == 1
    lot.refresh_from_db()
    assert lot.quantity == 420
    assert Entry.objects.filter(kind="production.diary:written").count() == 1


def test_an_entry_of_a_closed_lot_sent_again_is_still_answered(tu: Actor, lanh: Actor, lot: Lot) -> None:
    key = uuid4()
    first = write(tu, lot, "harvest", quantity=Decimal(1), quantity_unit="kg", client_id=key)
    close_lot(actor=lanh, lot_id=lot.pk, at=make.AT)
    assert write(tu, lot, "harvest", client_id=key) == first


def test_an_id_somebody_else_used_is_refused_without_telling_of_what(
    tu: Actor, khai: Actor, lot: Lot, organisations: Any
) -> None:
    key = uuid4()
    write(tu, lot, client_id=key)
    own = make.lot(make.product(organisations.khai, "Cam sành"))
    assert refusal_of(lambda: write(khai, own, client_id=key)).code == "sent_before"


def test_harvest_and_packing_give_the_lot_its_dates_amount_and_expiry(tu: Actor, lot: Lot) -> None:
    write(tu, lot, "harvest", date(2026, 9, 17), quantity=Decimal(300), quantity_unit="kg")
    lot.refresh_from_db()
    assert (lot.state, lot.harvested_on, lot.quantity, lot.quantity_unit) == ("harvested", date(2026, 9, 17), 300, "kg")
    write(tu, lot, "pack", date(2026, 9, 18), quantity=Decimal(200), quantity_unit="hộp")
    write(tu, lot, "harvest", date(2026, 9, 19), quantity=Decimal(120), quantity_unit="kg")
    lot.refresh_from_db()
    assert (lot.state, lot.packed_on, lot.harvested_on) == ("packed", date(2026, 9, 18), date(2026, 9, 17))
    assert lot.quantity == 420
    assert lot.expires_on == date(2026, 9, 18) + timedelta(days=14)  # the product's shelf life


def test_a_typed_expiry_date_holds(tu: Actor, lot: Lot) -> None:
    write(tu, lot, "pack", date(2026, 9, 18), expires_on=date(2026, 10, 1))
    lot.refresh_from_db()
    assert lot.expires_on == date(2026, 10, 1)
    refusal = refusal_of(lambda: write(tu, lot, "pack", date(2026, 9, 18), expires_on=date(2026, 9, 17)))
    assert str(refusal) == "Hạn sử dụng (17/09/2026) không thể trước ngày đóng gói (18/09/2026)."


@pytest.mark.parametrize(
    ("activity", "on", "sentence"),
    [
        ("water", date(2026, 9, 22), "Ngày thực hiện không thể sau hôm nay."),
        ("water", date(2026, 8, 31), "Ngày thực hiện (31/08/2026) không thể trước ngày mở lô (01/09/2026)."),
        ("pack", date(2026, 9, 15), "Ngày đóng gói (15/09/2026) không thể trước ngày thu hoạch (17/09/2026)."),
    ],
)
def test_a_day_that_cannot_have_been_is_refused_in_these_words(
    tu: Actor, lot: Lot, activity: str, on: date, sentence: str
) -> None:
    write(tu, lot, "harvest", date(2026, 9, 17))
    assert str(refusal_of(lambda: write(tu, lot, activity, on))) == sentence
    assert lot.diary.count() == 1


def test_the_order_holds_whichever_entry_comes_last(tu: Actor, lot: Lot) -> None:
    write(tu, lot, "pack", date(2026, 9, 15))
    refusal = refusal_of(lambda: write(tu, lot, "harvest", date(2026, 9, 17)))
    assert str(refusal) == "Ngày đóng gói (15/09/2026) không thể trước ngày thu hoạch (17/09/2026)."


def test_a_quantity_is_greater_than_nought(tu: Actor, lot: Lot) -> None:
    for quantity in (Decimal(0), Decimal(-2)):
        refusal = refusal_of(lambda quantity=quantity: write(tu, lot, "harvest", quantity=quantity))
        assert str(refusal) == "Số lượng phải lớn hơn 0, ví dụ 20 hoặc 20,5."


def test_an_ended_lot_takes_no_new_entry(tu: Actor, lanh: Actor, lot: Lot) -> None:
    cancel_lot(actor=lanh, lot_id=lot.pk, reason="Ngập", at=make.AT)
    assert refusal_of(lambda: write(tu, lot)).code == "cancelled"


def test_writing_for_somebody_else_keeps_both_names(lanh: Actor, lot: Lot) -> None:
    entry = write(lanh, lot, on_behalf_of="Lê Thị Bảy")
    assert (entry.recorded_by, entry.on_behalf_of) == ("Nguyễn Thị Lành", "Lê Thị Bảy")


def test_nobody_writes_in_the_diary_of_another(
    khai: Actor, hanh: Actor, lot: Lot, organisations: Any, lanh: Actor
) -> None:
    with pytest.raises(NotThere):
        write(khai, lot)
    with pytest.raises(NotThere):
        write(lanh, lot, site_id=make.site(organisations.khai).pk)
    from txng.kernel.errors import NotAllowed

    with pytest.raises((NotThere, NotAllowed)):
        write(hanh, lot)
    assert not lot.diary.exists()


# corrections


def test_a_correction_is_another_entry_and_the_wrong_one_stays(tu: Actor, lot: Lot) -> None:
    wrong = write(tu, lot, "harvest", date(2026, 9, 17), quantity=Decimal(4200), quantity_unit="kg")
    right = correct(tu, wrong, quantity=Decimal(420), quantity_unit="kg", reason="Thừa một số 0")
    wrong.refresh_from_db()
    assert wrong.quantity == 4200 and right.corrects == wrong and right.site_id == wrong.site_id
    lines = diary_of(lot)
    assert [(line.entry.pk, line.state, line.reason) for line in lines] == [
        (wrong.pk, "corrected", "Thừa một số 0"),
        (right.pk, "recorded", ""),
    ]
    assert lines[0].replaced_by == right and lines[1].replaces == wrong
    assert counting_entries(lot) == [right]
    lot.refresh_from_db()
    assert lot.quantity == 420
    told = Entry.objects.get(kind="production.diary:corrected")
    assert (told.before["quantity"], told.after["quantity"], told.reason) == ("4200.000", "420", "Thừa một số 0")


def test_correcting_the_packing_moves_the_expiry_that_was_worked_out_from_it(tu: Actor, lot: Lot) -> None:
    packing = write(tu, lot, "pack", date(2026, 9, 18))
    correct(tu, packing, done_on=date(2026, 9, 19))
    lot.refresh_from_db()
    assert (lot.packed_on, lot.expires_on) == (date(2026, 9, 19), date(2026, 10, 3))


def test_correcting_the_packing_leaves_an_expiry_that_was_typed(tu: Actor, lot: Lot) -> None:
    packing = write(tu, lot, "pack", date(2026, 9, 18), expires_on=date(2026, 9, 30))
    correct(tu, packing, done_on=date(2026, 9, 19))
    lot.refresh_from_db()
    assert lot.expires_on == date(2026, 9, 30)


def test_an_entry_that_was_no_packing_takes_the_dates_back(tu: Actor, lot: Lot) -> None:
    packing = write(tu, lot, "pack", date(2026, 9, 18))
    correct(tu, packing, activity="prepare")
    lot.refresh_from_db()
    assert (lot.state, lot.packed_on, lot.expires_on) == ("open", None, None)


def test_an_entry_is_corrected_once_then_its_correction_is(tu: Actor, lot: Lot) -> None:
    wrong = write(tu, lot)
    better = correct(tu, wrong, what="Nước sông")
    assert refusal_of(lambda: correct(tu, wrong, what="Nước giếng")).code == "corrected"
    best = correct(tu, better, what="Nước giếng")
    assert counting_entries(lot) == [best]


def test_a_correction_says_why_and_is_sent_once(tu: Actor, lot: Lot) -> None:
    wrong, key = write(tu, lot), uuid4()
    assert refusal_of(lambda: correct(tu, wrong, reason=" ")).code == "reason_missing"
    assert correct(tu, wrong, client_id=key) == correct(tu, wrong, client_id=key)
    assert lot.diary.count() == 2


def test_a_correction_cannot_tell_the_impossible_either(tu: Actor, lot: Lot) -> None:
    write(tu, lot, "harvest", date(2026, 9, 17))
    packing = write(tu, lot, "pack", date(2026, 9, 18))
    assert refusal_of(lambda: correct(tu, packing, done_on=date(2026, 9, 16))).code == "date_order"


def test_nobody_corrects_the_diary_of_another(khai: Actor, tu: Actor, lot: Lot) -> None:
    entry = write(tu, lot)
    with pytest.raises(NotThere):
        correct(khai, entry)
    with pytest.raises(NotThere):
        correct_diary(actor=tu, entry_id=10**9, reason="x", activity="water", done_on=TODAY, at=make.AT)


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_itself_refuses_to_change_or_delete_an_entry(tu: Actor, lot: Lot, deed: str) -> None:
    entry = write(tu, lot, what="Nước sông")
    rows = DiaryEntry.objects.filter(pk=entry.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(what="Nước giếng") if deed == "update" else rows.delete()
    assert rows.get().what == "Nước sông"


# what the next entry remembers


def test_the_last_entry_of_the_same_work_is_remembered_and_a_corrected_one_is_not(
    tu: Actor, lot: Lot, organisations: Any
) -> None:
    first = write(tu, lot, "fertilise", what="NPK", quantity=Decimal(20), quantity_unit="kg")
    other = make.lot(lot.product)
    assert last_like(other, "fertilise") == first
    right = correct(tu, first, what="Hữu cơ", quantity=Decimal(25), quantity_unit="kg")
    assert last_like(lot, "fertilise") == right and last_like(lot, "spray") is None
    assert used_before(lot, "fertilise") == ["Hữu cơ", "NPK"]


def test_an_entry_without_its_most_important_word_waits_for_completion(tu: Actor, lot: Lot) -> None:
    write(tu, lot, "spray")
    write(tu, lot, "harvest")
    write(tu, lot, "water")
    assert {line.entry.activity: line.state for line in diary_of(lot)} == {
        "spray": "incomplete",
        "harvest": "incomplete",
        "water": "recorded",
    }
