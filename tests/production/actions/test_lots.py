from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from tests import make
from txng.access import Actor
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.ledger.queries import history_of
from txng.production.actions import (
    add_partner,
    add_site,
    cancel_lot,
    close_lot,
    open_lot,
    record_receipt,
    record_shipment,
)
from txng.production.models import Lot, Partner, Receipt, Site
from txng.production.queries import lots_of, silent_lots, sites_of, steps_back, steps_forward
from txng.production.subscribers import note_on_sale

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


@pytest.fixture
def product(organisations: Any) -> Any:
    return make.product(organisations.lanh)


@pytest.fixture
def site(organisations: Any) -> Any:
    return make.site(organisations.lanh)


@pytest.fixture
def lot(product: Any, site: Any) -> Lot:
    return make.lot(product, "L26A0917")


def refusal_of(call: Any) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        call()
    return caught.value


# sites and partners


def test_a_site_gets_a_code_that_is_no_gln_and_stands_with_its_establishment(
    lanh: Actor, organisations: Any, at: Any
) -> None:
    place = make.unit("elsewhere")
    site = add_site(actor=lanh, kind="plot", name="Vườn 1", unit=place, area_m2=Decimal(6000), at=at)
    assert site.site_code[0] == "D" and len(site.site_code) == 8
    assert site.unit == place and site.unit_path == organisations.lanh.unit_path
    assert list(sites_of(lanh)) == [site]
    assert Entry.objects.get(kind="production.site:added").subject_label == "Vườn 1"


def test_a_site_is_added_once_however_often_the_form_is_sent(lanh: Actor, organisations: Any, at: Any) -> None:
    key, place = uuid4(), make.unit()
    arguments: dict[str, Any] = {"actor": lanh, "kind": "plot", "name": "Vườn 1", "unit": place, "at": at}
    assert add_site(**arguments, client_id=key) == add_site(**arguments, client_id=key)
    assert refusal_of(lambda: add_site(**arguments)).code == "name_taken"
    assert Site.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"name": " "}, "name_missing"), ({"kind": "castle"}, "kind"), ({"area_m2": Decimal(0)}, "area")],
)
def test_an_impossible_site_is_refused(lanh: Actor, at: Any, changes: dict[str, Any], code: str) -> None:
    arguments = {"actor": lanh, "kind": "plot", "name": "Vườn 1", "unit": make.unit(), "at": at} | changes
    assert refusal_of(lambda: add_site(**arguments)).code == code


def test_a_partner_sent_twice_is_one_partner(lanh: Actor, at: Any) -> None:
    arguments: dict[str, Any] = {"actor": lanh, "kind": "customer", "name": "Cửa hàng Xanh", "at": at}
    assert add_partner(**arguments) == add_partner(**arguments)
    assert refusal_of(lambda: add_partner(**arguments | {"kind": "supplier"})).code == "name_taken"
    assert refusal_of(lambda: add_partner(**arguments | {"name": ""})).code == "name_missing"
    assert refusal_of(lambda: add_partner(**arguments | {"name": "X", "kind": "friend"})).code == "kind"


def test_a_worker_adds_neither_sites_nor_partners_nor_lots(tu: Actor, product: Any, site: Any, at: Any) -> None:
    for call in (
        lambda: add_site(actor=tu, kind="plot", name="Vườn 2", unit=make.unit(), at=at),
        lambda: add_partner(actor=tu, kind="customer", name="X", at=at),
        lambda: open_lot(actor=tu, product_id=product.pk, site_id=site.pk, opened_on=TODAY, at=at),
    ):
        with pytest.raises(NotThere):
            call()


# lots


def test_a_lot_gets_the_next_number_of_its_day(lanh: Actor, product: Any, site: Any, at: Any) -> None:
    arguments: dict[str, Any] = {"actor": lanh, "product_id": product.pk, "site_id": site.pk, "at": at}
    first = open_lot(**arguments, opened_on=date(2026, 9, 17))
    second = open_lot(**arguments, opened_on=date(2026, 9, 17))
    assert (first.number, second.number) == ("L26A0917", "L26B0917")
    assert (first.state, first.unit_path) == ("open", product.unit_path)
    assert list(lots_of(lanh)) == [second, first]


def test_the_turn_of_the_day_counts_over_all_products_of_the_establishment(
    lanh: Actor, product: Any, site: Any, organisations: Any, at: Any
) -> None:
    other = make.product(organisations.lanh, "Chôm chôm")
    arguments: dict[str, Any] = {"actor": lanh, "site_id": site.pk, "opened_on": TODAY, "at": at}
    numbers = [open_lot(**arguments, product_id=one.pk).number for one in (product, other)]
    assert numbers == ["L26A0921", "L26B0921"]


def test_an_own_number_is_kept_and_unique_for_the_product(
    lanh: Actor, lot: Lot, product: Any, site: Any, organisations: Any, at: Any
) -> None:
    arguments: dict[str, Any] = {"actor": lanh, "site_id": site.pk, "opened_on": TODAY, "at": at}
    assert open_lot(**arguments, product_id=product.pk, number=" vuon-1 ").number == "VUON-1"
    refusal = refusal_of(lambda: open_lot(**arguments, product_id=product.pk, number="l26a0917"))
    assert (refusal.code, str(refusal)) == ("duplicate_lot", "Đã có lô L26A0917 của sản phẩm này. Mở lô đó?")
    assert refusal.lot == lot  # type: ignore[attr-defined]
    other = make.product(organisations.lanh, "Chôm chôm")
    assert open_lot(**arguments, product_id=other.pk, number="L26A0917").number == "L26A0917"


def test_opening_a_lot_twice_with_one_form_opens_one(lanh: Actor, product: Any, site: Any, at: Any) -> None:
    arguments: dict[str, Any] = {
        "actor": lanh, "product_id": product.pk, "site_id": site.pk, "opened_on": TODAY, "at": at, "client_id": uuid4(),
    }  # fmt: skip
    assert open_lot(**arguments) == open_lot(**arguments) and Lot.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"opened_on": TODAY + timedelta(days=1)}, "future"),
        ({"number": "LÔ SỐ 1"}, "number"),
        ({"number": "A" * 21}, "number"),
    ],
)
def test_an_impossible_lot_is_refused(
    lanh: Actor, product: Any, site: Any, at: Any, changes: dict[str, Any], code: str
) -> None:
    arguments = {"actor": lanh, "product_id": product.pk, "site_id": site.pk, "opened_on": TODAY, "at": at} | changes
    assert refusal_of(lambda: open_lot(**arguments)).code == code


def test_a_lot_waits_for_the_approval_of_its_product(lanh: Actor, organisations: Any, site: Any, at: Any) -> None:
    draft = make.product(organisations.lanh, published=False)
    refusal = refusal_of(lambda: open_lot(actor=lanh, product_id=draft.pk, site_id=site.pk, opened_on=TODAY, at=at))
    assert refusal.code == "not_approved"


def test_nobody_opens_a_lot_with_the_product_or_site_of_another(
    lanh: Actor, khai: Actor, product: Any, site: Any, organisations: Any, at: Any
) -> None:
    foreign = make.site(organisations.khai)
    for actor, place in ((khai, foreign), (lanh, foreign)):
        with pytest.raises(NotThere):
            open_lot(actor=actor, product_id=product.pk, site_id=place.pk, opened_on=TODAY, at=at)


def test_a_lot_is_closed_when_it_is_sold_and_only_once(lanh: Actor, product: Any, at: Any) -> None:
    lot = make.lot(product, complete=True)
    close_lot(actor=lanh, lot_id=lot.pk, at=at)
    close_lot(actor=lanh, lot_id=lot.pk, at=at)
    lot.refresh_from_db()
    assert lot.state == "closed" and history_of(lot).count() == 1


def test_a_lot_of_which_nothing_came_is_cancelled_not_closed(lanh: Actor, lot: Lot, at: Any) -> None:
    assert refusal_of(lambda: close_lot(actor=lanh, lot_id=lot.pk, at=at)).code == "still_open"
    assert refusal_of(lambda: cancel_lot(actor=lanh, lot_id=lot.pk, reason=" ", at=at)).code == "reason_missing"
    cancel_lot(actor=lanh, lot_id=lot.pk, reason="Ngập nước", at=at)
    lot.refresh_from_db()
    assert lot.state == "cancelled" and history_of(lot).get().reason == "Ngập nước"
    assert refusal_of(lambda: close_lot(actor=lanh, lot_id=lot.pk, at=at)).code == "cancelled"


def test_what_has_moved_cannot_be_cancelled(lanh: Actor, product: Any, organisations: Any, at: Any) -> None:
    shipped, received, on_sale = (make.lot(product, f"L{n}", complete=True) for n in range(3))
    goods: dict[str, Any] = {"actor": lanh, "quantity": Decimal(20), "quantity_unit": "kg", "at": at}
    record_shipment(**goods, lot_id=shipped.pk, shipped_on=TODAY, partner_name="Chợ Phong Điền")
    record_receipt(**goods, lot_id=received.pk, what="Cây giống", received_on=TODAY, partner_name="Trại giống")
    Lot.objects.filter(pk=on_sale.pk).update(on_sale_since=at)
    for lot in (shipped, received, on_sale):
        assert refusal_of(lambda lot=lot: cancel_lot(actor=lanh, lot_id=lot.pk, reason="x", at=at)).code == "moved"


def test_a_worker_sees_a_lot_but_neither_closes_nor_cancels_it(tu: Actor, khai: Actor, lot: Lot, at: Any) -> None:
    assert list(lots_of(tu)) == [lot]
    with pytest.raises(NotAllowed):
        close_lot(actor=tu, lot_id=lot.pk, at=at)
    with pytest.raises(NotThere):
        cancel_lot(actor=khai, lot_id=lot.pk, reason="x", at=at)


def test_the_first_activated_stamp_puts_a_lot_on_sale_and_later_ones_change_nothing(lot: Lot, at: Any) -> None:
    entry = Entry(at=at, after={"lot_id": lot.pk})
    note_on_sale(entry)
    note_on_sale(Entry(at=at + timedelta(days=1), after={"lot_id": lot.pk}))
    note_on_sale(Entry(at=at, after=None))
    lot.refresh_from_db()
    assert (lot.state, lot.on_sale_since) == ("on_sale", at)


# one step back, one step forward


def test_goods_in_and_out_name_their_partner_and_a_new_name_becomes_a_partner(lanh: Actor, lot: Lot, at: Any) -> None:
    receipt = record_receipt(
        actor=lanh,
        lot_id=lot.pk,
        what="Phân hữu cơ",
        supplier_lot="PH-09",
        quantity=Decimal("20.5"),
        quantity_unit="kg",
        received_on=TODAY,
        partner_name="Đại lý Ba",
        at=at,
    )
    known = Partner.objects.get(name="Đại lý Ba")
    assert receipt.partner == known and known.kind == "supplier"
    shipment = record_shipment(
        actor=lanh, lot_id=lot.pk, quantity=Decimal(5), quantity_unit="kg", shipped_on=TODAY, partner_id=known.pk, at=at
    )
    assert list(steps_back(lot)) == [receipt] and list(steps_forward(lot)) == [shipment]
    again = record_receipt(
        actor=lanh, lot_id=lot.pk, what="Phân", quantity=Decimal(1), quantity_unit="kg", received_on=TODAY,
        partner_name="đại lý ba", at=at,
    )  # fmt: skip
    assert again.partner == known and Partner.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"quantity": Decimal(0)}, "quantity"),
        ({"quantity": Decimal(-1)}, "quantity"),
        ({"received_on": TODAY + timedelta(days=1)}, "future"),
        ({"partner_name": ""}, "partner_missing"),
        ({"what": " "}, "what_missing"),
        ({"quantity_unit": ""}, "unit_missing"),
    ],
)
def test_an_impossible_receipt_is_refused(lanh: Actor, lot: Lot, at: Any, changes: dict[str, Any], code: str) -> None:
    arguments = {
        "actor": lanh, "lot_id": lot.pk, "what": "Phân", "quantity": Decimal(1), "quantity_unit": "kg",
        "received_on": TODAY, "partner_name": "Đại lý Ba", "at": at,
    } | changes  # fmt: skip
    assert refusal_of(lambda: record_receipt(**arguments)).code == code
    assert not Receipt.objects.exists() and not Partner.objects.exists()


def test_goods_leave_after_the_lot_was_opened(lanh: Actor, lot: Lot, at: Any) -> None:
    early = lot.opened_on - timedelta(days=1)
    refusal = refusal_of(
        lambda: record_shipment(
            actor=lanh,
            lot_id=lot.pk,
            quantity=Decimal(1),
            quantity_unit="kg",
            shipped_on=early,
            partner_name="X",
            at=at,
        )
    )
    assert str(refusal) == "Ngày giao hàng (02/07/2026) không thể trước ngày mở lô (03/07/2026)."


def test_the_partner_of_somebody_else_is_not_there(lanh: Actor, lot: Lot, organisations: Any, at: Any) -> None:
    foreign = make.partner(organisations.khai)
    with pytest.raises(NotThere):
        record_shipment(
            actor=lanh, lot_id=lot.pk, quantity=Decimal(1), quantity_unit="kg", shipped_on=TODAY,
            partner_id=foreign.pk, at=at,
        )  # fmt: skip


def test_goods_sent_twice_with_one_form_went_once(lanh: Actor, lot: Lot, at: Any) -> None:
    arguments: dict[str, Any] = {
        "actor": lanh, "lot_id": lot.pk, "quantity": Decimal(5), "quantity_unit": "kg", "shipped_on": TODAY,
        "partner_name": "Chợ", "client_id": uuid4(), "at": at,
    }  # fmt: skip
    assert record_shipment(**arguments) == record_shipment(**arguments)
    assert lot.shipments.count() == 1


def test_lots_nobody_writes_about_are_pointed_out(lanh: Actor, lot: Lot, product: Any) -> None:
    make.lot(product, complete=True)  # packed: no longer in production
    written = make.lot(product)
    make.diary(written, "water", TODAY)
    assert silent_lots(lanh, since=TODAY - timedelta(days=3)) == [lot]
