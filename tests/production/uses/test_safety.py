"""What was used against the label, the lists and the law of its day: told at once, and stamps wait (names.md 7.14)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests import make
from tests.production.stock.kit import Yard, harvest, some, yard
from tests.production.uses.kit import ago, correct, receive, spray, used, write
from txng.access import Actor
from txng.accounts.acting import actor_of
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.queries import history_of
from txng.production import actions, banned
from txng.production.actions.lots_from_lots import NewLot
from txng.production.models import ConflictExplanation, Lot, Material
from txng.production.safety import cautions_of, conflicts_of, open_conflicts, warnings_for
from txng.production.uses import wait_sentence
from txng.stamps.actions import activate_codes
from txng.stamps.actions.activate_codes import Unsafe

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(organisations: Any, lanh: Actor) -> Yard:
    return yard(organisations.lanh)


@pytest.fixture
def oil(lanh: Actor) -> Material:
    return spray(lanh)


def codes(found: Any) -> list[str]:
    return [one.code for one in found]


@pytest.mark.parametrize(
    ("days_after", "conflict"),
    [(-1, False), (0, True), (6, True), (7, False)],
    ids=["before the spray", "on its day", "last day", "the day it is allowed"],
)
def test_a_harvest_inside_the_waiting_time_is_kept_and_stands_against_the_lot(
    field: Yard, oil: Material, tu: Actor, days_after: int, conflict: bool
) -> None:
    write(tu, field.lot, used(oil), on=ago(20))
    entry = harvest(field.lot, tu, 400, on=ago(20 - days_after))
    found = conflicts_of(field.lot, make.TODAY)
    assert codes(found) == (["phi"] if conflict else [])
    assert codes(cautions_of(entry)) == (["phi"] if conflict else [])
    if conflict:
        assert (found[0].entry, found[0].until, found[0].resolved) == (entry, ago(13), False)
        assert "Dầu khoáng SK 99" in found[0].sentence and f"{ago(13):%d/%m/%Y}" in found[0].sentence


def test_a_spray_written_down_after_the_harvest_is_seen_too(field: Yard, oil: Material, tu: Actor) -> None:
    harvest(field.lot, tu, 400, on=ago(9))
    late = write(tu, field.lot, used(oil), on=ago(12))
    assert codes(cautions_of(late)) == ["phi"] == codes(conflicts_of(field.lot, make.TODAY))


def test_animals_wait_for_their_medicine_to_leave(field: Yard, lanh: Actor, tu: Actor) -> None:
    drug = spray(lanh, kind="veterinary", name="Amoxin 50", active_ingredient="Amoxicillin", phi_days=None, withdrawal_days=10)  # fmt: skip
    use = write(tu, field.lot, used(drug), on=ago(15), activity="vaccinate").uses.get()
    assert use.harvest_allowed_from == ago(5)
    harvest(field.lot, tu, 90, on=ago(6))
    assert codes(open_conflicts(field.lot, make.TODAY)) == ["phi"]


def test_a_correction_resolves_it(field: Yard, oil: Material, tu: Actor) -> None:
    sprayed = write(tu, field.lot, used(oil), on=ago(12))
    harvest(field.lot, tu, 400, on=ago(9))
    assert open_conflicts(field.lot, make.TODAY)
    correct(tu, sprayed, used(oil), on=ago(20))
    assert conflicts_of(field.lot, make.TODAY) == []


def test_the_dose_is_held_against_the_label(field: Yard, oil: Material, tu: Actor) -> None:
    def about(dose: int, unit: str = "") -> list[str]:
        return codes(warnings_for(field.lot, "spray", oil, Decimal(dose), make.TODAY, dose_unit=unit))

    assert (about(29), about(30), about(50), about(51)) == (["dose_low"], [], [], ["dose_high"])
    assert about(400, "nắp") == [], "nobody can tell caps from millilitres"
    assert about(60, "ML/BÌNH 16 LÍT") == ["dose_high"]
    entry = write(tu, field.lot, used(oil, dose=Decimal(80)), on=ago(30))
    assert codes(cautions_of(entry)) == ["dose_high"] and "50" in cautions_of(entry)[0].sentence
    assert conflicts_of(field.lot, make.TODAY) == [], "a slip of the pen holds no stamp back"


def test_what_had_expired(field: Yard, oil: Material, tu: Actor, lanh: Actor) -> None:
    old = receive(lanh, oil, field.store, 5, on=ago(60), supplier_lot="CU", expires_on=ago(31)).lines.get().material_lot
    assert codes(warnings_for(field.lot, "spray", oil, None, ago(31), material_lot=old)) == []
    assert codes(warnings_for(field.lot, "spray", oil, None, ago(30), material_lot=old)) == ["expired"]
    entry = write(tu, field.lot, used(oil, 1), on=ago(30))
    assert codes(cautions_of(entry)) == ["expired"], "nothing else lay there to be taken"
    (found,) = conflicts_of(field.lot, make.TODAY)
    assert found.code == "expired" and "CU" in found.sentence


def test_banned_since_then_was_allowed_then(field: Yard, lanh: Actor, tu: Actor, monkeypatch: Any) -> None:
    new = spray(lanh, name="Sạch Sâu", active_ingredient="Novaphos 20%")
    before = write(tu, field.lot, used(new), on=ago(40))
    after = write(tu, field.lot, used(new), on=ago(20))
    ban = banned.BannedList(
        source="x", kinds=("pesticide",), ingredients=(banned.Ingredient(name="Novaphos", since=ago(30)),)
    )
    monkeypatch.setattr(banned, "lists", lambda: (ban,))
    (found,) = conflicts_of(field.lot, make.TODAY)
    assert (found.code, found.entry) == ("banned", after)
    assert codes(cautions_of(after)) == ["banned"] and cautions_of(before) == []


def test_a_banned_name_in_free_words_is_no_way_around(field: Yard, tu: Actor) -> None:
    entry = actions.write_diary(
        actor=tu, lot_id=field.lot.pk, activity="spray", done_on=ago(9), what="thuốc cỏ glyphosate", at=make.AT
    )
    assert codes(conflicts_of(field.lot, make.TODAY)) == ["banned"] == codes(cautions_of(entry))


def test_stamps_wait_until_the_owner_says_why(organisations: Any, oil: Material, tu: Actor, lanh: Actor) -> None:
    product = make.product(organisations.lanh)
    lot = make.lot(product, complete=True)
    batch = make.batch(product, quantity=10)
    write(tu, lot, used(oil), on=lot.harvested_on - timedelta(days=2))
    activate = {"actor": lanh, "batch_id": batch.pk, "lot_id": lot.pk, "first": 1, "last": 10, "at": make.AT}
    with pytest.raises(Unsafe) as refusal:
        activate_codes(**activate)
    assert refusal.value.code == "conflict" and "Dầu khoáng SK 99" in str(refusal.value)
    (conflict,) = refusal.value.conflicts
    say = {"actor": lanh, "lot_id": lot.pk, "key": conflict.key, "at": make.AT}
    with pytest.raises(RuleBroken) as refused:
        actions.explain_conflict(reason="  ", **say)
    assert refused.value.code == "reason_missing"
    actions.explain_conflict(reason="Chỉ phun hàng cây chắn gió, có ảnh", **say)
    actions.explain_conflict(reason="Bấm lần nữa", **say)
    assert ConflictExplanation.objects.get().reason == "Chỉ phun hàng cây chắn gió, có ảnh"
    told = history_of(lot).get(kind="production.conflict:explained")
    assert told.reason == "Chỉ phun hàng cây chắn gió, có ảnh" and told.actor_label == lanh.label
    assert activate_codes(**activate)[0].lot_id == lot.pk
    # Another harvest inside the same waiting time is another conflict.
    harvest(lot, tu, 20, on=lot.harvested_on + timedelta(days=1))
    assert len(open_conflicts(lot, make.TODAY)) == 1


def test_only_the_owner_and_the_manager_answer_for_it(
    field: Yard, oil: Material, tu: Actor, khai: Actor, people: dict[str, Any]
) -> None:
    from tests.permissions.world import seat_in

    write(tu, field.lot, used(oil), on=ago(12))
    harvest(field.lot, tu, 400, on=ago(9))
    (conflict,) = conflicts_of(field.lot, make.TODAY)
    say = {"lot_id": field.lot.pk, "key": conflict.key, "reason": "Đã kiểm nghiệm dư lượng", "at": make.AT}
    account = people["lanh"].account
    recorder = actor_of(seat_in(account, "thư ký", "recorder"))
    manager = actor_of(seat_in(account, "quản lý", "manager"))
    for nobody in (tu, recorder):
        with pytest.raises(NotAllowed):
            actions.explain_conflict(actor=nobody, **say)
    with pytest.raises(NotThere):
        actions.explain_conflict(actor=khai, **say)
    with pytest.raises(NotThere):
        actions.explain_conflict(actor=manager, **(say | {"key": "phi-1-1"}))
    actions.explain_conflict(actor=manager, **say)
    assert open_conflicts(field.lot, make.TODAY) == [] and conflicts_of(field.lot, make.TODAY)[0].resolved


def test_a_new_number_makes_nothing_safe(field: Yard, oil: Material, tu: Actor, lanh: Actor) -> None:
    """The lot is split after the harvest: the part carries the conflict, later work on the old lot does not reach it."""
    write(tu, field.lot, used(oil), on=ago(12))
    harvest(field.lot, tu, 400, on=ago(9))
    actions.split_lot(
        actor=lanh, lot_id=field.lot.pk, site_id=field.plot.pk, done_on=ago(5), at=make.AT,
        parts=[NewLot(quantity=Decimal(100), unit="kg", site_id=field.store.pk)],
    )  # fmt: skip
    part = Lot.objects.order_by("-id")[0]
    (conflict,) = open_conflicts(part, make.TODAY)
    assert conflict.lot == field.lot
    actions.process_lots(
        actor=lanh, inputs=[some(part, field.store, 100)], done_on=ago(4), at=make.AT,
        outputs=[NewLot(quantity=Decimal(20), unit="kg", site_id=field.dryer.pk, product_id=make.product(field.lot.establishment, "Sấy").pk)],
    )  # fmt: skip
    dried = Lot.objects.order_by("-id")[0]
    assert codes(open_conflicts(dried, make.TODAY)) == ["phi"]
    write(tu, field.lot, used(oil), on=ago(3))
    harvest(field.lot, tu, 50, on=ago(2))
    assert len(open_conflicts(field.lot, make.TODAY)) == 2 and len(open_conflicts(dried, make.TODAY)) == 1
    actions.explain_conflict(
        actor=lanh, lot_id=field.lot.pk, key=conflict.key, reason="Có kết quả kiểm nghiệm", at=make.AT
    )
    assert open_conflicts(dried, make.TODAY) == []


def test_the_sentence_of_the_waiting_time() -> None:
    from django.utils import translation

    day = date(2026, 8, 17)
    with translation.override("vi"):
        assert wait_sentence(phi_days=7, withdrawal_days=None, done_on=day) == (
            "Thời gian cách ly: 7 ngày → thu hoạch từ 24/08"
        )
        assert wait_sentence(phi_days=None, withdrawal_days=10, done_on=day) == (
            "Ngừng thuốc: 10 ngày → giết mổ, bán từ 27/08"
        )
        assert wait_sentence(phi_days=0, withdrawal_days=None, done_on=day) == ""
