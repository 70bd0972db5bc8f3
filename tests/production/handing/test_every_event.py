"""Every act on goods is its EPCIS event, found with its step and its amount: kinds of stock, tasks, hand-overs (CT-17).

The lists below are complete: a kind nobody wrote a line for fails here before it fails a partner.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests import make
from tests.production.handing.kit import Firm, of, pile, write
from txng.access import Actor
from txng.gs1.epcis import Event
from txng.production import actions
from txng.production.models import Activity, HandoverState, Lot, MaterialLot, StockKind, StockMove
from txng.production.stock.tracing import thing_key
from txng.production.tracing import STEPS, lot_key
from txng.production.uses import Used
from txng.trace.models import CapturedEvent

pytestmark = pytest.mark.django_db
# Work on plots and animals is no event of goods (production/tracing.py); the diary keeps it.
NO_EVENT = set(Activity) - set(STEPS)
# Read from the law and from CBV, not from the code that tells.
OF_DIARY = {
    "harvest": ("creating_class_instance", 40),
    "pack": ("packing", 40),
    "inspect": ("inspecting", 40),
    "transport": ("transporting", 40),
}
OF_STOCK = {
    "receive": "receiving",
    "harvest": "creating_class_instance",
    "use": "commissioning",
    "transfer": "storing",
    "count": "cycle_counting",
    "split": "repackaging",
    "merge": "repackaging",
    "process": "commissioning",
    "pack": "packing",
    "ship": "shipping",
    "loss": "destroying",
}
OF_HANDOVER = {
    "waiting": set(),
    "refused": set(),
    "withdrawn": set(),
    "accepted": {"shipping", "receiving", "commissioning"},
}


@pytest.fixture
def farm(organisations: Any, lanh: Actor) -> Firm:
    return of(organisations.lanh, lanh, "Sầu riêng Ri6")


@pytest.fixture
def shop(organisations: Any, khai: Actor) -> Firm:
    return of(organisations.khai, khai, "Sầu riêng Ri6 tuyển", kind="shop")


def new_since(number: int) -> list[CapturedEvent]:
    return list(CapturedEvent.objects.filter(pk__gt=number).order_by("pk"))


def last_number() -> int:
    return CapturedEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def amount(event: CapturedEvent, key: str) -> tuple[Any, Any]:
    for part in ("quantityList", "inputQuantityList", "outputQuantityList"):
        for one in event.body.get(part, ()):
            if one["epcClass"] == key:
                return one.get("quantity"), one.get("uom")
    return None, None


def test_the_lists_are_complete() -> None:
    assert set(OF_STOCK) == set(StockKind) and set(OF_HANDOVER) == set(HandoverState)
    assert set(OF_DIARY) | NO_EVENT == set(Activity) and not set(OF_DIARY) & NO_EVENT


@pytest.mark.parametrize("activity", sorted(Activity))
def test_each_task_of_the_diary(farm: Firm, activity: str) -> None:
    lot = farm.lot(500)
    before = last_number()
    write(farm, lot, activity, quantity=40)
    if activity in NO_EVENT:
        assert new_since(before) == []
        return
    [event] = new_since(before)
    step, quantity = OF_DIARY[activity]
    assert (event.biz_step, amount(event, lot_key(lot))) == (step, (quantity, "KGM"))


def acts(farm: Firm) -> dict[str, Callable[[Lot], Any]]:
    by = {"actor": farm.actor, "at": make.AT}
    store = make.site(farm.establishment, "Kho lạnh", kind="warehouse")
    day = {"done_on": make.TODAY}
    dried = make.product(farm.establishment, "Sầu riêng sấy", group="processed-fruit")
    return {
        "harvest": lambda lot: write(farm, lot, "harvest", quantity=40),
        "pack": lambda lot: write(farm, lot, "pack", quantity=40),
        "transfer": lambda lot: actions.transfer_stock(pile=pile(lot, 40), to_site_id=store.pk, **day, **by),
        "count": lambda lot: actions.count_stock(pile=pile(lot, 40), counted_on=make.TODAY, reason="Cân lại", **by),
        "loss": lambda lot: actions.write_off(pile=pile(lot, 40), reason="Hỏng", **day, **by),
        "split": lambda lot: farm.split(lot, 40),
        "merge": lambda lot: farm.merge((lot, 40), (farm.lot(60), 60)),
        "process": lambda lot: farm.process(lot, 40, dried, 9),
        "ship": lambda lot: actions.record_shipment(
            lot_id=lot.pk, quantity=Decimal(40), quantity_unit="kg", shipped_on=make.TODAY, partner_name="Chợ", **by
        ),
    }


@pytest.mark.parametrize("kind", sorted(set(StockKind) - {"receive", "use"}))
def test_each_act_on_the_stock(farm: Firm, kind: str) -> None:
    lot, act = farm.lot(500), acts(farm)[kind]
    before = last_number()
    act(lot)
    told = [event for event in new_since(before) if event.biz_step == OF_STOCK[kind]]
    assert any(amount(event, lot_key(lot)) == (40, "KGM") for event in told), [e.biz_step for e in new_since(before)]
    # 40 kg packed as kg stay the 40 kg they were.
    assert kind == "pack" or StockMove.objects.filter(kind=kind).exists()


def test_what_was_bought_and_what_was_opened(farm: Firm) -> None:
    before = last_number()
    lot = actions.open_lot(
        actor=farm.actor, product_id=farm.product.pk, site_id=farm.site.pk, at=make.AT,
        opened_on=make.TODAY - timedelta(days=9),
    )  # fmt: skip
    material = actions.add_material(actor=farm.actor, kind="fertiliser", name="NPK 16-16-8", unit="kg", at=make.AT)
    actions.receive_material(
        actor=farm.actor, material_id=material.pk, site_id=farm.site.pk, quantity=Decimal(200), unit="kg",
        received_on=make.TODAY, partner_name="Đại lý Ba Hưng", at=make.AT,
    )  # fmt: skip
    actions.record_receipt(
        actor=farm.actor, lot_id=lot.pk, what="Cây giống", quantity=Decimal(30), quantity_unit="kg",
        received_on=make.TODAY, partner_name="Trại giống", at=make.AT,
    )  # fmt: skip
    steps = [event.biz_step for event in new_since(before)]
    assert steps == ["commissioning", "receiving", "receiving", "commissioning"]
    assert new_since(before)[1].body["quantityList"][0]["quantity"] == 200


def test_what_was_used_went_into_the_lot(farm: Firm) -> None:
    """Booked with the entry; where it waited for a receipt, told when the receipt is written."""
    lot = farm.lot(500)
    material = actions.add_material(actor=farm.actor, kind="fertiliser", name="NPK 16-16-8", unit="kg", at=make.AT)
    used = [Used(material_id=material.pk, quantity=Decimal(40), unit="kg")]
    before = last_number()
    write(farm, lot, "fertilise", used=used)
    assert new_since(before) == [] and not StockMove.objects.filter(kind="use").exists()
    actions.receive_material(
        actor=farm.actor, material_id=material.pk, site_id=farm.site.pk, quantity=Decimal(200), unit="kg",
        received_on=make.TODAY, partner_name="Đại lý Ba Hưng", at=make.AT,
    )  # fmt: skip
    came, went = new_since(before)
    assert came.biz_step == "receiving" and went.biz_step == OF_STOCK["use"]
    assert amount(went, thing_key(MaterialLot.objects.get())) == (40, "KGM")
    assert [one["epcClass"] for one in went.body["outputQuantityList"]] == [lot_key(lot)]
    before = last_number()
    write(farm, lot, "fertilise", used=used)
    assert [event.biz_step for event in new_since(before)] == [OF_STOCK["use"]]
    assert StockMove.objects.filter(kind="use").count() == 2


@pytest.mark.parametrize("state", sorted(HandoverState))
def test_each_step_of_handing_over(farm: Firm, shop: Firm, state: str) -> None:
    lot = farm.lot(500)
    before = last_number()
    offer = farm.give(lot, shop, 40)
    if state == "accepted":
        taken = shop.take(offer, 38, reason="Dập 2 kg")
    elif state == "refused":
        actions.refuse_goods(actor=shop.actor, handover_id=offer.pk, reason="Dập", at=make.AT)
    elif state == "withdrawn":
        actions.withdraw_offer(actor=farm.actor, handover_id=offer.pk, at=make.AT)
    told = new_since(before)
    assert {event.biz_step for event in told} == OF_HANDOVER[state]
    if state == "accepted":
        by_step = {event.biz_step: event for event in told}
        assert amount(by_step["shipping"], lot_key(lot)) == (40, "KGM")
        assert amount(by_step["receiving"], lot_key(lot)) == (38, "KGM")
        assert amount(by_step["commissioning"], lot_key(taken)) == (38, "KGM")
        assert by_step["shipping"].establishment == farm.establishment
        assert by_step["receiving"].establishment == shop.establishment


def test_key_data_of_the_stage_stand_in_the_event(farm: Firm) -> None:
    lot = farm.lot(500)
    before = last_number()
    write(farm, lot, "harvest", quantity=40, details={"grade": "Loại 1", "area_code": "VN-CTOR-0123", "unknown": "x"})
    [event] = new_since(before)
    said = {name.removeprefix("{urn:x-txng:}"): value for name, value in Event.from_json(event.body).extensions.items()}
    assert said == {"grade": "Loại 1", "area_code": "VN-CTOR-0123", "stage": "harvest", "precision": "day"}
