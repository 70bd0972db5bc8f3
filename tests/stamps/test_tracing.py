"""Stamps that go live, and codes that are void, as EPCIS events: by range, never code by code (issue 5, 4)."""

from __future__ import annotations

from typing import Any

import pytest

from tests import make
from txng.access import Actor
from txng.gs1.epcis import STRICT, Event, read_json
from txng.gs1.epcis.writing_json import dumps
from txng.stamps import actions, tracing
from txng.trace.models import CapturedEvent, EventIdentifier

pytestmark = pytest.mark.django_db
GTIN = "08930000000019"


@pytest.fixture
def batch(organisations: Any) -> Any:
    product = make.product(organisations.lanh, gtin=GTIN)
    return make.batch(product, quantity=40, lot=make.lot(product, complete=True))


def said(event: CapturedEvent) -> tuple[Any, ...]:
    own = Event.from_json(event.body).extensions
    amount = EventIdentifier.objects.get(event=event)
    return (
        event.biz_step,
        event.disposition,
        amount.key.removeprefix("https://id.gs1.org/01/"),
        int(amount.quantity),
        own["{urn:x-txng:}firstCode"],
        own["{urn:x-txng:}lastCode"],
    )


def told() -> list[CapturedEvent]:
    return list(CapturedEvent.objects.order_by("id"))


def activate(actor: Actor, batch: Any, lot: Any, first: int, last: int) -> None:
    actions.activate_codes(actor=actor, batch_id=batch.pk, lot_id=lot.pk, first=first, last=last, at=make.now())


def void(actor: Actor, batch: Any, first: int, last: int) -> None:
    actions.void_codes(actor=actor, batch_id=batch.pk, first=first, last=last, reason="Ướt", at=make.now())


def test_stamps_that_go_live_belong_to_their_lot(lanh: Actor, batch: Any) -> None:
    lot = batch.print_order.lot
    activate(lanh, batch, lot, 1, 10)
    [event] = told()
    assert said(event) == ("commissioning", "active", f"{GTIN}/10/{lot.number}", 10, 1, 10)
    assert (event.action, event.establishment) == (1, batch.establishment)


def test_no_serial_stands_in_any_event(lanh: Actor, batch: Any) -> None:
    activate(lanh, batch, batch.print_order.lot, 1, 40)
    written = str([event.body for event in told()])
    assert [serial for serial in make.serials(batch) if serial in written] == []


def test_the_same_stamps_again_tell_nothing(lanh: Actor, batch: Any) -> None:
    for _ in range(2):
        activate(lanh, batch, batch.print_order.lot, 1, 10)
    assert len(told()) == 1


def test_void_codes_are_of_their_lot_where_they_were_live_and_of_the_product_where_not(lanh: Actor, batch: Any) -> None:
    lot = batch.print_order.lot
    activate(lanh, batch, lot, 1, 10)
    void(lanh, batch, 8, 14)
    found = sorted(said(event) for event in told()[1:])
    assert found == [
        ("decommissioning", "inactive", GTIN, 4, 11, 14),
        ("decommissioning", "inactive", f"{GTIN}/10/{lot.number}", 3, 8, 10),
    ]


def test_what_was_void_before_is_not_told_of_again(lanh: Actor, batch: Any) -> None:
    void(lanh, batch, 8, 14)
    void(lanh, batch, 5, 20)
    assert [said(event)[3:] for event in told()] == [(7, 8, 14), (3, 5, 7), (6, 15, 20)]


def test_one_spoiled_code(lanh: Actor, batch: Any) -> None:
    activate(lanh, batch, batch.print_order.lot, 1, 10)
    void(lanh, batch, 5, 5)
    assert said(told()[-1])[3:] == (1, 5, 5)


def test_telling_everything_again_adds_nothing(lanh: Actor, batch: Any) -> None:
    activate(lanh, batch, batch.print_order.lot, 1, 10)
    void(lanh, batch, 8, 20)
    void(lanh, batch, 30, 30)
    before = len(told())
    assert tracing.tell_all() == 0
    assert len(told()) == before


def test_every_event_of_ours_passes_the_strictest_reader(lanh: Actor, batch: Any) -> None:
    activate(lanh, batch, batch.print_order.lot, 1, 10)
    void(lanh, batch, 8, 14)
    for event in told():
        context = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", event.body["@context"]]
        found = read_json(dumps(event.body | {"@context": context}), source=STRICT)
        assert found.events and not found.events[0].warnings, found.faults
