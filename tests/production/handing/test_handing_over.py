"""Goods handed over by scanning: both books change in one act, or none does (issue 6, Deliver 6; TT17 art. 5, 6)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, transaction

from tests import make
from tests.production.handing.kit import Firm, of
from tests.production.stock.kit import kg
from txng.access import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.production import actions
from txng.production.actions.offer_goods import receiving_place
from txng.production.completeness import missing_of
from txng.production.models import Handover, Lot, Partner, StockLine, StockMove
from txng.production.tracing import lot_key, owner_key
from txng.trace.models import CapturedEvent, Edge

pytestmark = pytest.mark.django_db


@pytest.fixture
def farm(organisations: Any, lanh: Actor) -> Firm:
    return of(organisations.lanh, lanh, "Sầu riêng Ri6")


@pytest.fixture
def shop(organisations: Any, khai: Actor) -> Firm:
    return of(organisations.khai, khai, "Sầu riêng Ri6 tuyển", kind="shop")


def refused(code: str, act: Any, **options: Any) -> str:
    before = StockLine.objects.count(), Entry.objects.count(), Lot.objects.count(), Partner.objects.count()
    with pytest.raises(RuleBroken) as refusal, transaction.atomic():
        act(**options)
    assert refusal.value.code == code
    after = StockLine.objects.count(), Entry.objects.count(), Lot.objects.count(), Partner.objects.count()
    assert after == before
    return str(refusal.value)


def test_offered_nothing_moves_and_the_receiver_is_told(farm: Firm, shop: Firm) -> None:
    lot = farm.lot(500)
    offer = farm.give(lot, shop, 200, note="Xe 65C-123.45")
    assert (offer.state, offer.receiver, offer.to_site) == ("waiting", shop.establishment, shop.site)
    assert kg(lot) == 500 and not Lot.objects.filter(establishment=shop.establishment).exists()
    [entry] = Entry.objects.filter(kind="production.handover:offered")
    assert entry.establishment_id == farm.establishment.pk and entry.after["receiver_id"] == shop.establishment.pk


def test_confirmed_it_leaves_the_one_and_comes_to_the_other(farm: Firm, shop: Firm) -> None:
    lot = farm.lot(500)
    taken = shop.take(farm.give(lot, shop, 200), number=lot.number)
    assert (kg(lot), kg(taken)) == (300, 200)
    assert taken.number == lot.number and taken.product == shop.product and taken.site == shop.site
    offer = Handover.objects.get()
    assert (offer.state, offer.difference) == ("accepted", 0)
    [back], [forward] = taken.receipts.all(), lot.shipments.all()
    assert (back.partner.name, back.supplier_lot, back.quantity) == (farm.establishment.name, lot.number, 200)
    assert (forward.partner.name, forward.quantity) == (shop.establishment.name, 200)
    assert back.partner.address and forward.partner.address and back.place and forward.place
    assert back.partner.stands_for == farm.establishment and forward.partner.stands_for == shop.establishment


def test_both_halves_are_told_as_events_and_the_graph_goes_through(farm: Firm, shop: Firm) -> None:
    lot = farm.lot(500)
    taken = shop.take(farm.give(lot, shop, 200), 195, reason="Dập 5 kg")
    told = {event.biz_step: event.body for event in CapturedEvent.objects.order_by("id")}
    ship, receive = told["shipping"], told["receiving"]
    assert ship["quantityList"] == [{"epcClass": lot_key(lot), "quantity": 200, "uom": "KGM"}]
    assert receive["quantityList"] == [{"epcClass": lot_key(lot), "quantity": 195, "uom": "KGM"}]
    for one in (ship, receive):
        assert one["sourceList"][0]["source"] == owner_key(lot)
        assert one["destinationList"][0]["destination"] == owner_key(taken)
    into = CapturedEvent.objects.get(establishment=shop.establishment, body__type="TransformationEvent")
    edges = Edge.objects.filter(event=into)
    assert lot_key(lot) in {edge.source for edge in edges} and lot_key(taken) in {edge.target for edge in edges}
    steps = CapturedEvent.objects.filter(establishment=shop.establishment).values_list("biz_step", flat=True)
    assert sorted(steps) == ["commissioning", "commissioning", "receiving"], "told once, and by the receiver"


def test_another_amount_needs_its_reason_and_both_amounts_stay(farm: Firm, shop: Firm) -> None:
    lot = farm.lot(500)
    offer = farm.give(lot, shop, 200)
    act = {"actor": shop.actor, "handover_id": offer.pk, "product_id": shop.product.pk, "received_on": make.TODAY,
           "at": make.AT}  # fmt: skip
    refused("reason_missing", actions.accept_goods, quantity=Decimal(190), **act)
    refused("quantity", actions.accept_goods, quantity=Decimal(0), reason="Không có gì", **act)
    refused("future", actions.accept_goods, quantity=Decimal(200), **act | {"received_on": make.TODAY + timedelta(1)})
    early = act | {"received_on": make.TODAY - timedelta(1)}
    refused("before_opening", actions.accept_goods, quantity=Decimal(200), **early)
    taken = shop.take(offer, 190, reason="Dập 10 kg")
    offer.refresh_from_db()
    assert (kg(lot), kg(taken), offer.difference, offer.reason) == (300, 190, -10, "Dập 10 kg")


def test_refused_or_withdrawn_nothing_has_moved_and_nobody_answers_twice(farm: Firm, shop: Firm) -> None:
    lot = farm.lot(500)
    one, two = farm.give(lot, shop, 200), farm.give(lot, shop, 100)
    refused("reason_missing", actions.refuse_goods, actor=shop.actor, handover_id=one.pk, reason=" ", at=make.AT)
    actions.refuse_goods(actor=shop.actor, handover_id=one.pk, reason="Hàng dập", at=make.AT)
    actions.withdraw_offer(actor=farm.actor, handover_id=two.pk, at=make.AT)
    assert kg(lot) == 500 and not StockMove.objects.filter(kind="ship").exists()
    take = {"actor": shop.actor, "product_id": shop.product.pk, "quantity": Decimal(1), "received_on": make.TODAY,
            "at": make.AT}  # fmt: skip
    refused("refused", actions.accept_goods, handover_id=one.pk, **take)
    refused("withdrawn", actions.accept_goods, handover_id=two.pk, **take)
    refused("withdrawn", actions.refuse_goods, actor=shop.actor, handover_id=two.pk, reason="Muộn", at=make.AT)
    refused("refused", actions.withdraw_offer, actor=farm.actor, handover_id=one.pk, at=make.AT)
    entries = Entry.objects.count()
    actions.refuse_goods(actor=shop.actor, handover_id=one.pk, reason="Hàng dập", at=make.AT)
    actions.withdraw_offer(actor=farm.actor, handover_id=two.pk, at=make.AT)
    assert Entry.objects.count() == entries, "pressed twice it is done once"


def test_each_side_has_its_own_answers_and_nobody_else_any(farm: Firm, shop: Firm, tu: Actor, hanh: Actor) -> None:
    offer = farm.give(farm.lot(500), shop, 200)
    take = {"handover_id": offer.pk, "product_id": shop.product.pk, "quantity": Decimal(200),
            "received_on": make.TODAY, "at": make.AT}  # fmt: skip
    for somebody in (farm.actor, tu, hanh):
        with pytest.raises(NotThere):
            actions.accept_goods(actor=somebody, **take)
        with pytest.raises(NotThere):
            actions.refuse_goods(actor=somebody, handover_id=offer.pk, reason="Không", at=make.AT)
    for somebody in (shop.actor, tu, hanh):
        with pytest.raises(NotThere):
            actions.withdraw_offer(actor=somebody, handover_id=offer.pk, at=make.AT)
    with pytest.raises(NotThere):  # into a product of somebody else
        actions.accept_goods(actor=shop.actor, **take | {"product_id": farm.product.pk})


def test_sent_and_confirmed_twice_by_a_bad_line_it_is_done_once(farm: Firm, shop: Firm) -> None:
    lot, key = farm.lot(500), uuid4()
    offer = farm.give(lot, shop, 200, client_id=key)
    assert farm.give(lot, shop, 200, client_id=key) == offer
    taken = shop.take(offer)
    assert shop.take(offer) == taken and kg(lot) == 300 and kg(taken) == 200


def test_what_the_giver_no_longer_has_cannot_be_confirmed_and_is_not_told(farm: Firm, shop: Firm) -> None:
    lot = farm.lot(500)
    offer = farm.give(lot, shop, 400)
    actions.record_shipment(
        actor=farm.actor, lot_id=lot.pk, quantity=Decimal(300), quantity_unit="kg", shipped_on=make.TODAY,
        partner_name="Chợ", at=make.AT,
    )  # fmt: skip
    said = refused(
        "giver_short", actions.accept_goods, actor=shop.actor, handover_id=offer.pk, product_id=shop.product.pk,
        quantity=Decimal(400), received_on=make.TODAY, at=make.AT,
    )  # fmt: skip
    assert farm.establishment.name in said and "200" not in said
    refused(
        "stock_short", actions.offer_goods, actor=farm.actor, lot_id=lot.pk, to_code=shop.site.site_code,
        quantity=Decimal(201), quantity_unit="kg", sent_on=make.TODAY, at=make.AT,
    )  # fmt: skip


def test_the_code_is_read_as_people_write_it_and_never_leads_home(farm: Firm, shop: Firm) -> None:
    code = shop.site.site_code
    for typed in (code, code.lower(), f"{code[:4]} {code[4:]}", f"{code[:4]}-{code[4:]}", code.replace("0", "O")):
        assert receiving_place(typed, farm.actor) == shop.site
    for wrong in ("", "D", "P1234567", "D1234567890", "<script>"):
        assert receiving_place(wrong, farm.actor) is None
    lot = farm.lot(500)
    refused("own_place", lambda: farm.give(lot, farm, 10))
    with pytest.raises(NotThere):
        actions.offer_goods(
            actor=farm.actor, lot_id=lot.pk, to_code="DZZZZZZZ", quantity=Decimal(1), quantity_unit="kg",
            sent_on=make.TODAY, at=make.AT,
        )  # fmt: skip


def test_the_receivers_lot_is_as_old_as_the_goods_and_lacks_no_event(farm: Firm, shop: Firm) -> None:
    lot = farm.lot(500)
    actions.write_diary(
        actor=farm.actor, lot_id=lot.pk, activity="pack", done_on=make.TODAY - timedelta(days=2), at=make.AT
    )
    lot.refresh_from_db()
    taken = shop.take(farm.give(lot, shop, 200))
    taken.refresh_from_db()
    assert (taken.harvested_on, taken.packed_on, taken.expires_on) == (lot.harvested_on, lot.packed_on, lot.expires_on)
    assert (taken.quantity, taken.quantity_unit) == (200, "kg")
    assert missing_of(taken, on=make.TODAY) == []


def test_the_row_itself_refuses_what_the_verbs_would_not_do(farm: Firm, shop: Firm) -> None:
    offer = farm.give(farm.lot(500), shop, 200)
    rows = Handover.objects.filter(pk=offer.pk)
    for change in ({"quantity": 5}, {"state": "accepted"}, {"receiver": farm.establishment}):
        with pytest.raises(Error), transaction.atomic():
            rows.update(**change)
    actions.withdraw_offer(actor=farm.actor, handover_id=offer.pk, at=make.AT)
    for act in (lambda: rows.update(state="waiting"), rows.delete):
        with pytest.raises(Error), transaction.atomic():
            act()
