"""Every act on the stock is its EPCIS event, and the graph answers both ways (CT-17, NAT-15; TT17 art. 6)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests import make
from tests.production.stock.kit import Yard, fertiliser, harvest, some, yard
from txng.access import Actor
from txng.gs1.epcis import Event
from txng.production import actions
from txng.production.actions.lots_from_lots import NewLot
from txng.production.models import Lot
from txng.production.stock.tracing import tell_all, thing_key
from txng.production.tracing import lot_key, owner_key, site_key
from txng.trace.models import CapturedEvent, Edge

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(organisations: Any, lanh: Actor) -> Yard:
    return yard(organisations.lanh, by=lanh)


def last() -> dict[str, Any]:
    body: dict[str, Any] = CapturedEvent.objects.order_by("-id")[0].body
    return body


def amounts(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {one["epcClass"]: (one["quantity"], one.get("uom")) for one in body[name]}


def new(quantity: int, site: Any, product: Any = None) -> NewLot:
    return NewLot(quantity=Decimal(quantity), unit="kg", site_id=site.pk, product_id=product.pk if product else None)


def test_a_split_is_a_transformation_into_its_parts(field: Yard, lanh: Actor) -> None:
    actions.split_lot(
        actor=lanh, lot_id=field.lot.pk, site_id=field.plot.pk, parts=[new(200, field.store), new(100, field.store)],
        done_on=make.TODAY, at=make.AT,
    )  # fmt: skip
    body, (one, two) = last(), Lot.objects.exclude(pk=field.lot.pk).order_by("id")
    assert (body["type"], body["bizStep"]) == ("TransformationEvent", "repackaging")
    assert amounts(body, "inputQuantityList") == {lot_key(field.lot): (300, "KGM")}
    assert amounts(body, "outputQuantityList") == {lot_key(one): (200, "KGM"), lot_key(two): (100, "KGM")}


def test_what_is_processed_is_one_step_before_what_comes_out(field: Yard, lanh: Actor) -> None:
    other = make.lot(field.lot.product, site=field.plot)
    harvest(other, lanh, 100)
    dried = make.product(field.lot.establishment, "Sầu riêng sấy")
    actions.process_lots(
        actor=lanh, inputs=[some(field.lot, field.plot, 300), some(other, field.plot, 100)],
        outputs=[new(90, field.dryer, dried)], done_on=make.TODAY, at=make.AT,
    )  # fmt: skip
    made = Lot.objects.get(product=dried)
    body = last()
    assert body["bizStep"] == "commissioning" and body["bizLocation"]["id"] == site_key(field.dryer)
    edges = Edge.objects.filter(event__event_id=body["eventID"])
    assert {edge.source for edge in edges} >= {lot_key(field.lot), lot_key(other)}
    assert lot_key(made) in {edge.target for edge in edges}


def test_goods_that_are_carried_counted_lost(field: Yard, lanh: Actor) -> None:
    act = {"actor": lanh, "at": make.AT}
    actions.transfer_stock(pile=some(field.lot, field.plot, 200), to_site_id=field.store.pk, done_on=make.TODAY, **act)
    assert (last()["bizStep"], last()["bizLocation"]["id"]) == ("storing", site_key(field.store))
    actions.count_stock(pile=some(field.lot, field.store, 190), counted_on=make.TODAY, reason="Cân lại", **act)
    assert last()["bizStep"] == "cycle_counting"
    assert amounts(last(), "quantityList") == {lot_key(field.lot): (190, "KGM")}
    actions.write_off(pile=some(field.lot, field.store, 15), reason="Hỏng", done_on=make.TODAY, **act)
    assert (last()["bizStep"], last()["disposition"], last()["action"]) == ("destroying", "destroyed", "DELETE")
    assert amounts(last(), "quantityList") == {lot_key(field.lot): (15, "KGM")}


def test_what_was_bought_came_from_somebody_and_is_the_owners(field: Yard, lanh: Actor) -> None:
    sack = fertiliser(lanh)
    move = actions.receive_material(
        actor=lanh, material_id=sack.pk, site_id=field.store.pk, quantity=Decimal(200), unit="kg",
        received_on=make.TODAY, partner_name="Đại lý Ba Hưng", supplier_lot="HC-0826", at=make.AT,
    )  # fmt: skip
    body = last()
    assert (body["bizStep"], body["destinationList"][0]["destination"]) == ("receiving", owner_key(move))
    bought = move.lines.get().material_lot
    assert amounts(body, "quantityList") == {thing_key(bought): (200, "KGM")}
    assert "Ba Hưng" not in str(body), "a partner's name is master data that only the owner is shown"


def test_taken_back_the_event_is_declared_wrong(field: Yard, lanh: Actor) -> None:
    move = actions.write_off(
        actor=lanh, pile=some(field.lot, field.plot, 15), reason="Hỏng", done_on=make.TODAY, at=make.AT
    )
    told = last()["eventID"]
    actions.take_back_move(actor=lanh, move_id=move.pk, reason="Hàng vẫn tốt", at=make.AT + timedelta(minutes=5))
    both = CapturedEvent.objects.filter(event_id=told)
    assert both.count() == 2 and both.exclude(declared_at=None).get().body["errorDeclaration"]


def test_told_again_nothing_is_added_and_every_event_is_sound(field: Yard, lanh: Actor) -> None:
    actions.transfer_stock(
        actor=lanh, pile=some(field.lot, field.plot, 200), to_site_id=field.store.pk, done_on=make.TODAY, at=make.AT
    )
    before = CapturedEvent.objects.count()
    assert tell_all() == 0 and CapturedEvent.objects.count() == before
    for one in CapturedEvent.objects.order_by("id"):
        assert Event.from_json(one.body).warnings == ()
