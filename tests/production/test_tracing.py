"""What the farm writes down is an EPCIS event from the same moment on; a correction declares it wrong (issue 5, 4)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests import make
from txng.access import Actor
from txng.gs1.epcis import STRICT, Event, read_json
from txng.gs1.epcis.writing_json import dumps
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.production import actions, tracing
from txng.production.models import Activity, Lot
from txng.trace.models import CapturedEvent, EventIdentifier, MasterData
from txng.trace.numbers import ROLE_WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot(lanh: Actor, organisations: Any) -> Lot:
    """Opened three weeks ago, as bà Lành writes it down today."""
    product = make.product(organisations.lanh, gtin="08930000000019")
    site = make.site(organisations.lanh)
    opened: Lot = actions.open_lot(
        actor=lanh, product_id=product.pk, site_id=site.pk, opened_on=make.TODAY - timedelta(days=21), at=make.AT
    )
    return opened


def told(**fields: Any) -> list[CapturedEvent]:
    return list(CapturedEvent.objects.filter(**fields).order_by("id"))


def said(event: CapturedEvent, name: str) -> Any:
    """An extension of ours."""
    return Event.from_json(event.body).extensions["{urn:x-txng:}" + name]


def things(event: CapturedEvent) -> list[tuple[str, str, Decimal | None, str]]:
    found = EventIdentifier.objects.filter(event=event).order_by("position")
    return [(ROLE_WORDS[one.role], one.key, one.quantity, one.uom) for one in found]


def harvest(actor: Actor, lot: Lot, **fields: Any) -> Any:
    given = {"activity": Activity.HARVEST, "done_on": make.TODAY, "quantity": Decimal("1250.5"), "quantity_unit": "kg"}
    return actions.write_diary(actor=actor, lot_id=lot.pk, at=make.AT, **{**given, **fields})


def test_a_lot_begins_at_its_site(lot: Lot) -> None:
    [opened] = told()
    assert (opened.biz_step, opened.disposition, opened.action, opened.zone_minutes) == (
        "commissioning",
        "in_progress",
        1,
        420,
    )
    key = f"https://id.gs1.org/01/{lot.product.gtin}/10/{lot.number}"
    assert things(opened) == [("quantityList", key, None, "")]
    assert opened.biz_location == f"https://check.cantho.gov.vn/t/{lot.site.site_code}"
    assert local_date(opened.event_time) == lot.opened_on
    assert (opened.establishment, opened.unit_path, opened.capture) == (lot.establishment, lot.unit_path, None)
    assert opened.record_time == make.AT


def test_goods_without_a_gtin_and_sites_with_a_gln(lanh: Actor, organisations: Any) -> None:
    product = make.product(organisations.lanh, gtin=None)
    site = make.site(organisations.lanh)
    type(site).objects.filter(pk=site.pk).update(gln="8930000000002")
    lot = actions.open_lot(actor=lanh, product_id=product.pk, site_id=site.pk, opened_on=make.TODAY, at=make.AT)
    [opened] = told()
    assert things(opened)[0][1] == f"https://check.cantho.gov.vn/t/{product.product_code}/{lot.number}"
    assert opened.read_point == "https://id.gs1.org/414/8930000000002"


def test_a_harvest_brings_so_many_kilograms_into_being(tu: Actor, lot: Lot) -> None:
    harvest(tu, lot)
    _, event = told()
    assert (event.biz_step, event.action) == ("creating_class_instance", 1)
    assert things(event)[0][2:] == (Decimal("1250.5"), "KGM")
    assert said(event, "precision") == "day"


def test_an_amount_in_a_unit_nobody_has_a_code_for_is_left_out(tu: Actor, lot: Lot) -> None:
    harvest(tu, lot, quantity_unit="gùi")
    assert things(told()[-1])[0][2:] == (None, "")


def test_work_in_the_field_is_no_event_of_goods(tu: Actor, lot: Lot) -> None:
    for activity in (Activity.WATER, Activity.SPRAY, Activity.FERTILISE):
        actions.write_diary(actor=tu, lot_id=lot.pk, activity=activity, done_on=make.TODAY, at=make.AT)
    assert len(told()) == 1


def test_days_are_told_in_the_order_of_the_work(tu: Actor, lanh: Actor, lot: Lot) -> None:
    """Written down in any order, all on one day."""
    day = lot.opened_on
    harvest(tu, lot, done_on=day)
    actions.write_diary(actor=tu, lot_id=lot.pk, activity=Activity.PACK, done_on=day, at=make.AT)
    step(lanh, lot, actions.record_shipment, shipped_on=day)
    step(lanh, lot, actions.record_receipt, received_on=day, what="Cây giống")
    steps = [event.biz_step for event in CapturedEvent.objects.order_by("event_time")]
    assert steps == ["commissioning", "receiving", "commissioning", "creating_class_instance", "packing", "shipping"]


def step(actor: Actor, lot: Lot, act: Any, **fields: Any) -> Any:
    given = {"quantity": Decimal(30), "quantity_unit": "kg", "partner_name": "Nhà vườn Bảy"}
    return act(actor=actor, lot_id=lot.pk, at=make.AT, **{**given, **fields})


def test_what_came_in_went_into_the_lot(lanh: Actor, lot: Lot) -> None:
    step(lanh, lot, actions.record_receipt, received_on=make.TODAY, what="Cây giống", supplier_lot="CG-7")
    received, used = told()[1:]
    assert (received.biz_step, said(received, "what"), said(received, "supplierLot")) == (
        "receiving",
        "Cây giống",
        "CG-7",
    )
    [came] = things(received)
    assert came[2:] == (Decimal(30), "KGM")
    assert things(used) == [("inputQuantityList", *came[1:]), ("outputQuantityList", tracing.lot_key(lot), None, "")]
    supplier = received.body["sourceList"][0]["source"]
    assert MasterData.objects.get(key=supplier).attributes[0]["attribute"] == "Nhà vườn Bảy"


def test_the_same_supplier_and_the_same_goods_are_the_same_next_time(lanh: Actor, lot: Lot) -> None:
    for _ in range(2):
        step(lanh, lot, actions.record_receipt, received_on=make.TODAY, what="Cây giống", supplier_lot="CG-7")
    step(lanh, lot, actions.record_receipt, received_on=make.TODAY, what="Cây giống", supplier_lot="CG-8")
    first, second, third = told(biz_step="receiving")
    assert things(first)[0][1] == things(second)[0][1] != things(third)[0][1]
    assert len({event.body["sourceList"][0]["source"] for event in (first, second, third)}) == 1


def test_what_left_says_to_whom(lanh: Actor, lot: Lot) -> None:
    step(lanh, lot, actions.record_shipment, shipped_on=make.TODAY, partner_name="Siêu thị Ninh Kiều")
    event = told()[-1]
    assert (event.biz_step, event.disposition, event.event_time) == ("shipping", "in_transit", make.AT)
    assert event.body["sourceList"][0]["source"].endswith(f"/co-so/{lot.establishment.slug}")
    buyer = event.body["destinationList"][0]["destination"]
    assert MasterData.objects.get(key=buyer).attributes[0]["attribute"] == "Siêu thị Ninh Kiều"


def test_a_cancelled_lot_says_so(lanh: Actor, lot: Lot) -> None:
    actions.cancel_lot(actor=lanh, lot_id=lot.pk, reason="Ngập nước", at=make.AT)
    assert (told()[-1].biz_step, told()[-1].disposition, told()[-1].action) == ("decommissioning", "inactive", 3)


def correct(actor: Actor, entry: Any, **fields: Any) -> Any:
    given = {"activity": entry.activity, "done_on": entry.done_on, "quantity": entry.quantity, "quantity_unit": "kg"}
    return actions.correct_diary(
        actor=actor, entry_id=entry.pk, reason="Cân lại", at=make.AT + timedelta(hours=1), **{**given, **fields}
    )


def test_a_correction_declares_the_wrong_event_and_names_the_right_one(tu: Actor, lot: Lot) -> None:
    wrong = harvest(tu, lot)
    right = correct(tu, wrong, quantity=Decimal(1200))
    original, declared = told(event_id=tracing.diary_id(wrong))
    assert original.declared_at is None
    assert declared.declared_at == make.AT + timedelta(hours=1)
    assert declared.body["errorDeclaration"]["correctiveEventIDs"] == [tracing.diary_id(right)]
    assert bytes(declared.hash) == bytes(original.hash), "all but the declaration is repeated"
    [corrective] = told(event_id=tracing.diary_id(right))
    assert things(corrective)[0][2] == Decimal(1200)


def test_a_correction_of_a_correction(tu: Actor, lot: Lot) -> None:
    first = harvest(tu, lot)
    second = correct(tu, first, quantity=Decimal(1200))
    correct(tu, second, quantity=Decimal(1100))
    assert [event.declared_at is not None for event in told(event_id=tracing.diary_id(second))] == [False, True]
    assert CapturedEvent.objects.filter(declared_at__isnull=False).count() == 2


def test_work_that_becomes_no_event_is_declared_wrong_without_another(tu: Actor, lot: Lot) -> None:
    wrong = harvest(tu, lot)
    correct(tu, wrong, activity=Activity.WEED, quantity=None)
    _, declared = told(event_id=tracing.diary_id(wrong))
    assert "correctiveEventIDs" not in declared.body["errorDeclaration"]
    assert len(told()) == 3


def test_what_is_refused_tells_nothing(tu: Actor, lot: Lot) -> None:
    with pytest.raises(RuleBroken):
        harvest(tu, lot, done_on=make.TODAY + timedelta(days=2))
    assert len(told()) == 1


def test_telling_everything_again_adds_nothing(tu: Actor, lanh: Actor, lot: Lot) -> None:
    wrong = harvest(tu, lot)
    correct(tu, wrong, quantity=Decimal(1200))
    step(lanh, lot, actions.record_receipt, received_on=make.TODAY, what="Cây giống")
    step(lanh, lot, actions.record_shipment, shipped_on=make.TODAY)
    before = CapturedEvent.objects.count()
    assert tracing.tell_all(make.AT + timedelta(days=1)) == 0
    assert CapturedEvent.objects.count() == before


def test_what_was_recorded_before_there_were_events_is_told_later(organisations: Any) -> None:
    product = make.product(organisations.lanh)
    old = make.lot(product)
    wrong = make.diary(old, Activity.HARVEST, date(2026, 9, 1), quantity=5)
    right = make.diary(old, Activity.HARVEST, date(2026, 9, 1), quantity=6)
    assert tracing.tell_all(make.AT) >= 3
    assert {tracing.diary_id(wrong), tracing.diary_id(right)} <= set(
        CapturedEvent.objects.values_list("event_id", flat=True)
    )


def test_every_event_of_ours_passes_the_strictest_reader(tu: Actor, lanh: Actor, lot: Lot) -> None:
    wrong = harvest(tu, lot)
    correct(tu, wrong, quantity=Decimal(1200))
    for activity in tracing.STEPS:
        actions.write_diary(actor=tu, lot_id=lot.pk, activity=activity, done_on=make.TODAY, at=make.AT)
    step(lanh, lot, actions.record_receipt, received_on=make.TODAY, what="Cây giống", supplier_lot="A\\B\t“7”")
    step(lanh, lot, actions.record_shipment, shipped_on=make.TODAY)
    for event in told():
        context = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", event.body.get("@context", {})]
        found = read_json(dumps(event.body | {"@context": context}), source=STRICT)
        assert found.events and not found.events[0].warnings, (event.body, found.faults)
