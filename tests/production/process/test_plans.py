"""bà Lành's lot follows a process: copied, shifted, changed, kept for the next lots."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests import make
from tests.production.process.kit import WORK, published, sample
from txng.access import Actor
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.production.actions import (
    add_lot_task,
    add_material,
    drop_lot_task,
    keep_plan,
    move_plan,
    open_lot,
    plan_lot,
    publish_process,
    put_process_task,
    retire_process,
    start_version,
    write_diary,
)
from txng.production.models import Lot, LotPlan, LotTask, ProcessTemplate
from txng.production.process.due import Due, due, due_of
from txng.production.process.library import fitting, processes_of
from txng.production.process.pages import plan_page

pytestmark = pytest.mark.django_db
AT, TODAY = make.AT, make.TODAY


@pytest.fixture
def lot(lanh: Actor, organisations: Any) -> Lot:
    site = make.site(organisations.lanh)
    site.area_m2 = Decimal(6500)
    site.save()
    product = make.product(organisations.lanh)
    opened = TODAY - timedelta(days=10)
    return open_lot(actor=lanh, product_id=product.pk, site_id=site.pk, opened_on=opened, at=AT)


def refused(call: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        call()
    return caught.value.code


def titles(found: list[Due]) -> list[str]:
    return [one.title for one in found]


def test_the_lot_has_the_work_of_the_process_from_its_first_day(lanh: Actor, hanh: Actor, lot: Lot) -> None:
    process = published(
        hanh, "Sầu riêng Ri6",
        {**WORK, "first_day": -3, "last_day": -1, "title": "Dọn vườn", "activity": "weed"},
        {**WORK, "first_day": 4, "last_day": 8, "what": "Phân hữu cơ vi sinh", "material_kind": "fertiliser",
         "amount": Decimal(100), "amount_unit": "kg", "per": "hectare", "photo_wanted": True, "dose": "rải quanh gốc"},
    )  # fmt: skip
    material = add_material(actor=lanh, kind="fertiliser", name="Hữu cơ vi sinh", unit="kg", at=AT)
    plan = plan_lot(actor=lanh, lot_id=lot.pk, template_id=process.pk, at=AT)
    assert plan.starts_on == lot.opened_on + timedelta(days=3), "the first work falls on the day the lot was opened"
    assert plan.area_m2 == Decimal(6500)
    weeding, manuring = due(lot, TODAY)
    assert (weeding.title, weeding.late, weeding.day) == ("Dọn vườn", True, lot.opened_on)
    assert manuring == Due(
        activity="fertilise", title="Bón hữu cơ", day=TODAY - timedelta(days=3), what="Phân hữu cơ vi sinh",
        quantity=Decimal(65), quantity_unit="kg", dose=manuring.dose, photo_wanted=True, late=False,
        material_id=material.pk,
    )  # fmt: skip
    assert "100" in manuring.dose and manuring.dose.endswith("rải quanh gốc")
    write_diary(actor=lanh, lot_id=lot.pk, activity="fertilise", done_on=TODAY, what="Hữu cơ", at=AT)
    assert titles(due(lot, TODAY)) == ["Dọn vườn"]


def test_an_entry_that_was_corrected_away_does_no_work(lanh: Actor, hanh: Actor, lot: Lot) -> None:
    from txng.production.actions import correct_diary

    plan_lot(actor=lanh, lot_id=lot.pk, template_id=published(hanh).pk, at=AT)
    entry = write_diary(actor=lanh, lot_id=lot.pk, activity="fertilise", done_on=TODAY, what="Hữu cơ", at=AT)
    assert due(lot, TODAY) == []
    correct_diary(actor=lanh, entry_id=entry.pk, activity="weed", done_on=TODAY, what="", reason="Ghi nhầm việc", at=AT)
    assert titles(due(lot, TODAY)) == ["Bón hữu cơ"]


def test_many_lots_cost_as_many_queries_as_one(
    lanh: Actor, hanh: Actor, lot: Lot, django_assert_num_queries: Any
) -> None:
    process = published(hanh)
    lots = [lot] + [make.lot(lot.product, f"L26A100{n}") for n in range(5)]
    for one in lots:
        plan_lot(actor=lanh, lot_id=one.pk, template_id=process.pk, at=AT)
    with django_assert_num_queries(4):
        due_of([lot], TODAY)
    with django_assert_num_queries(4):
        found = due_of(lots, TODAY)
    assert found.keys() == {one.pk for one in lots} and titles(found[lot.pk]) == ["Bón hữu cơ"]
    without = make.lot(lot.product, "L26A2000")
    with django_assert_num_queries(1):
        assert due(without, TODAY) == []


def test_an_ended_lot_asks_for_nothing(lanh: Actor, hanh: Actor, lot: Lot) -> None:
    plan_lot(actor=lanh, lot_id=lot.pk, template_id=published(hanh).pk, at=AT)
    assert due(lot, TODAY)
    Lot.objects.filter(pk=lot.pk).update(cancelled_at=AT)
    lot.refresh_from_db()
    assert due(lot, TODAY) == []
    assert refused(lambda: move_plan(actor=lanh, lot_id=lot.pk, starts_on=TODAY, at=AT)) == "cancelled"


def test_shifted_and_shifted_again(lanh: Actor, hanh: Actor, lot: Lot) -> None:
    plan_lot(actor=lanh, lot_id=lot.pk, template_id=published(hanh).pk, at=AT)
    assert titles(due(lot, TODAY)) == ["Bón hữu cơ"]
    move_plan(actor=lanh, lot_id=lot.pk, starts_on=TODAY, area_m2=Decimal(2000), at=AT)
    assert due(lot, TODAY) == []
    move_plan(actor=lanh, lot_id=lot.pk, starts_on=TODAY - timedelta(days=30), area_m2=Decimal(2000), at=AT)
    assert titles(due(lot, TODAY)) == ["Bón hữu cơ", "Cắt trái"]
    assert refused(lambda: move_plan(actor=lanh, lot_id=lot.pk, starts_on=date(2020, 1, 1), at=AT)) == "starts_on"
    wrong = {"starts_on": TODAY, "heads": 0}
    assert refused(lambda: move_plan(actor=lanh, lot_id=lot.pk, at=AT, **wrong)) == "size"  # type: ignore[arg-type]


def test_what_is_published_later_changes_no_season_that_has_begun(lanh: Actor, hanh: Actor, lot: Lot) -> None:
    process = published(hanh)
    plan_lot(actor=lanh, lot_id=lot.pk, template_id=process.pk, at=AT)
    draft = start_version(actor=hanh, process_id=process.pk, at=AT)
    put_process_task(actor=hanh, process_id=draft.pk, work={**WORK, "title": "Việc mới"}, at=AT)
    newest = publish_process(actor=hanh, process_id=draft.pk, at=AT)
    assert titles(due(lot, TODAY)) == ["Bón hữu cơ"]
    page = plan_page(lot, TODAY)
    assert page is not None and page.newer == newest, "but the page says that there is a newer one"
    plan_lot(actor=lanh, lot_id=lot.pk, template_id=newest.pk, at=AT)
    assert sorted(titles(due(lot, TODAY))) == ["Bón hữu cơ", "Việc mới"]
    assert LotPlan.objects.filter(lot=lot, ended_at=None).count() == 1
    assert refused(lambda: plan_lot(actor=lanh, lot_id=lot.pk, template_id=process.pk, at=AT)) == "template"


def test_own_tasks_are_added_and_others_left_out(lanh: Actor, hanh: Actor, lot: Lot) -> None:
    assert refused(lambda: add_lot_task(actor=lanh, lot_id=lot.pk, work=WORK, at=AT)) == "no_plan"
    plan_lot(actor=lanh, lot_id=lot.pk, template_id=published(hanh).pk, at=AT)
    own = {**WORK, "activity": "water", "title": "Tưới gốc", "first_day": 1, "last_day": 1, "every": 1, "until": 60}
    made = add_lot_task(actor=lanh, lot_id=lot.pk, work=own, at=AT, client_id=make.uuid.UUID(int=7))
    assert add_lot_task(actor=lanh, lot_id=lot.pk, work=own, at=AT, client_id=make.uuid.UUID(int=7)) == made
    assert titles(due(lot, TODAY)) == ["Bón hữu cơ", "Tưới gốc"]
    manuring = LotTask.objects.get(plan__lot=lot, activity="fertilise")
    drop_lot_task(actor=lanh, lot_id=lot.pk, task_id=manuring.pk, at=AT)
    drop_lot_task(actor=lanh, lot_id=lot.pk, task_id=manuring.pk, at=AT)
    assert titles(due(lot, TODAY)) == ["Tưới gốc"]
    with pytest.raises(NotThere):
        drop_lot_task(actor=lanh, lot_id=lot.pk, task_id=0, at=AT)


def test_a_plan_becomes_the_next_lots_process(lanh: Actor, khai: Actor, hanh: Actor, lot: Lot) -> None:
    plan_lot(actor=lanh, lot_id=lot.pk, template_id=published(hanh).pk, at=AT)
    add_lot_task(actor=lanh, lot_id=lot.pk, work={**WORK, "title": "Bón lá"}, at=AT)
    drop_lot_task(actor=lanh, lot_id=lot.pk, task_id=LotTask.objects.get(title="Cắt trái").pk, at=AT)
    own = keep_plan(actor=lanh, lot_id=lot.pk, title="Sầu riêng vườn nhà", at=AT)
    assert sorted(task.title for task in own.tasks.all()) == ["Bón hữu cơ", "Bón lá"]
    assert own in processes_of(lanh) and own not in processes_of(khai) and own not in processes_of(hanh)
    again = keep_plan(actor=lanh, lot_id=lot.pk, title="sầu riêng vườn nhà", at=AT)
    own.refresh_from_db()
    assert (again.version, again.family, own.state) == (2, own.family, "retired")
    retire_process(actor=lanh, process_id=again.pk, at=AT)
    assert ProcessTemplate.objects.get(pk=again.pk).state == "retired"


def test_a_lot_can_be_planned_without_a_process(lanh: Actor, lot: Lot) -> None:
    plan_lot(actor=lanh, lot_id=lot.pk, template_id=None, at=AT)
    add_lot_task(actor=lanh, lot_id=lot.pk, work={**WORK, "first_day": 9, "last_day": 12}, at=AT)
    assert titles(due(lot, TODAY)) == ["Bón hữu cơ"]


def test_the_process_that_fits_best_stands_first(lanh: Actor, hanh: Actor, lot: Lot) -> None:
    sample("cam")
    found = [process.title for process in fitting(lanh, lot.product, TODAY)]
    assert found[0].startswith("Sầu riêng") and not any("Lúa" in title for title in found)
    published(hanh, "Sầu riêng Ri6 Phong Điền")
    assert fitting(lanh, lot.product, TODAY)[0].title == "Sầu riêng Ri6 Phong Điền"
    rice = sample("lua-he-thu")
    assert refused(lambda: plan_lot(actor=lanh, lot_id=lot.pk, template_id=rice.pk, at=AT)) == "template"


def test_a_lot_may_be_opened_with_its_process(lanh: Actor, hanh: Actor, lot: Lot) -> None:
    process = published(hanh)
    made = open_lot(
        actor=lanh, product_id=lot.product_id, site_id=lot.site_id, opened_on=TODAY, template_id=process.pk, at=AT
    )
    assert made.plans.get().template == process


def test_only_who_may_change_the_lot_plans_it(tu: Actor, khai: Actor, hanh: Actor, lot: Lot) -> None:
    process = published(hanh)
    with pytest.raises(NotAllowed):
        plan_lot(actor=tu, lot_id=lot.pk, template_id=process.pk, at=AT)
    with pytest.raises(NotThere):
        plan_lot(actor=khai, lot_id=lot.pk, template_id=process.pk, at=AT)
