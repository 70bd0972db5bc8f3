"""What went into a lot is an EPCIS event: a recall of a lot of material finds the lots it went into (CT-17; TT17)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests import make
from tests.production.stock.kit import Yard, harvest, yard
from tests.production.uses.kit import ago, correct, receive, spray, used, write
from txng.access import Actor
from txng.gs1.epcis import Event
from txng.production import actions, things
from txng.production.actions.lots_from_lots import NewLot
from txng.production.models import Lot, Material, MaterialLot
from txng.production.stock.tracing import thing_key
from txng.production.tracing import lot_key
from txng.production.use_tracing import tell_all, use_id
from txng.trace.graph.walking import events_to_follow, walk
from txng.trace.models import CapturedEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(organisations: Any, lanh: Actor) -> Yard:
    return yard(organisations.lanh)


@pytest.fixture
def oil(lanh: Actor) -> Material:
    return spray(lanh)


def reached(actor: Actor, key: str, direction: str) -> set[str]:
    return set(walk([key], direction, events=events_to_follow(actor)).level)


def told(use: Any) -> list[CapturedEvent]:
    return list(CapturedEvent.objects.filter(event_id=use_id(use)).order_by("id"))


def test_a_lot_of_material_leads_to_every_lot_it_went_into_and_back(
    field: Yard, oil: Material, tu: Actor, lanh: Actor
) -> None:
    other = make.lot(field.lot.product, site=field.plot)
    untouched = make.lot(field.lot.product, site=field.plot)
    receive(lanh, oil, field.store, 5, on=ago(40), supplier_lot="SK-0526")
    receive(lanh, oil, field.store, 5, on=ago(39), supplier_lot="SK-0826", expires_on=make.TODAY)
    write(tu, field.lot, used(oil, 4), on=ago(30))
    write(tu, other, used(oil, 2), on=ago(29))
    harvest(field.lot, tu, 400, on=ago(9))
    harvest(untouched, tu, 10, on=ago(9))
    actions.split_lot(
        actor=lanh, lot_id=field.lot.pk, site_id=field.plot.pk, done_on=ago(5), at=make.AT,
        parts=[NewLot(quantity=Decimal(100), unit="kg", site_id=field.store.pk)],
    )  # fmt: skip
    part = Lot.objects.order_by("-id")[0]
    old, new = (MaterialLot.objects.get(supplier_lot=number) for number in ("SK-0526", "SK-0826"))
    from_new = reached(lanh, thing_key(new), "forward")
    assert from_new >= {lot_key(field.lot), lot_key(other), lot_key(part)}, "1 of 5 was left for the second lot"
    from_old = reached(lanh, thing_key(old), "forward")
    assert lot_key(other) in from_old and lot_key(field.lot) not in from_old and lot_key(untouched) not in from_old
    assert thing_key(new) in reached(lanh, lot_key(part), "back")
    assert things.find(lanh, "SK-0826") == [thing_key(new)]


def test_one_that_waits_is_told_when_it_is_booked(field: Yard, oil: Material, tu: Actor, lanh: Actor) -> None:
    use = write(tu, field.lot, used(oil, 4), on=ago(30)).uses.get()
    assert told(use) == [], "nobody knows yet which lot of material it was"
    receive(lanh, oil, field.store, 5, on=ago(10), supplier_lot="SK-0526")
    (event,) = told(use)
    assert event.body["type"] == "TransformationEvent"
    assert event.body["eventTime"].startswith(f"{ago(31)}T17:00:02"), "midnight in Việt Nam"
    assert event.body["inputQuantityList"][0]["quantity"] == 4
    assert event.body["outputQuantityList"] == [{"epcClass": lot_key(field.lot)}]


def test_one_that_named_its_lot_is_told_at_once_and_once(field: Yard, oil: Material, tu: Actor, lanh: Actor) -> None:
    bought = receive(lanh, oil, field.store, 1, on=ago(40), supplier_lot="SK-0526").lines.get().material_lot
    use = write(tu, field.lot, used(oil, 4, bought), on=ago(30)).uses.get()
    assert len(told(use)) == 1
    receive(lanh, oil, field.store, 9, on=ago(10), supplier_lot="SK-0526")
    assert len(told(use)) == 1 and tell_all(make.AT) == 0


def test_corrected_the_event_is_declared_wrong(field: Yard, oil: Material, tu: Actor, lanh: Actor) -> None:
    receive(lanh, oil, field.store, 5, on=ago(40), supplier_lot="SK-0526")
    wrong = write(tu, field.lot, used(oil, 4), on=ago(30))
    right = correct(tu, wrong, used(oil, 3), on=ago(29))
    first, again = told(wrong.uses.get())
    assert first.declared_at is None and again.declared_at is not None
    assert again.body["errorDeclaration"]["correctiveEventIDs"] == [use_id(right.uses.get())]
    correct(tu, right)
    assert lot_key(field.lot) not in reached(lanh, thing_key(MaterialLot.objects.get()), "forward")


def test_every_event_is_sound_and_names_nobody(field: Yard, oil: Material, tu: Actor, lanh: Actor) -> None:
    receive(lanh, oil, field.store, 5, on=ago(40), supplier_lot="SK-0526")
    use = write(tu, field.lot, used(oil, 4), on=ago(30)).uses.get()
    (event,) = told(use)
    assert Event.from_json(event.body).warnings == () and tu.label not in str(event.body)
