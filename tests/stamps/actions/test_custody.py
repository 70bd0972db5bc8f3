"""From the print house to the last stamp: every one is accounted for (domain.md 9.3)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from tests import make
from txng.access import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.stamps import actions
from txng.stamps.custody import count_of, to_reprint
from txng.stamps.models import PrintOrder

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def product(organisations: Any) -> Any:
    return make.product(organisations.lanh)


@pytest.fixture
def lot(product: Any) -> Any:
    return make.lot(product, "L26A0917", complete=True)


@pytest.fixture
def order(lanh: Actor, product: Any) -> PrintOrder:
    return actions.order_stamps(actor=lanh, product_id=product.pk, quantity=100, at=AT)


@pytest.fixture
def printed(lanh: Actor, order: PrintOrder) -> PrintOrder:
    """Downloaded and printed, two stamps short."""
    PrintOrder.objects.filter(pk=order.pk).update(state="downloaded")
    return actions.record_printed(actor=lanh, order_id=order.pk, printed=98, at=AT)


def states(order: PrintOrder) -> list[tuple[int, int, str]]:
    first = order.batch.first
    return [(r.first - first + 1, r.last - first + 1, r.state) for r in order.batch.ranges.order_by("first")]


def test_the_codes_move_along_with_the_paper(lanh: Actor, printed: PrintOrder, lot: Any) -> None:
    assert states(printed) == [(1, 98, "printed"), (99, 100, "issued")]
    make.activate(printed.batch, lot, 1, 20)

    actions.receive_stamps(actor=lanh, order_id=printed.pk, received=95, spoiled=3, at=AT)

    assert states(printed) == [(1, 20, "activated"), (21, 98, "delivered"), (99, 100, "issued")]
    count = count_of(PrintOrder.objects.get(pk=printed.pk))
    assert (count.ordered, count.printed, count.received, count.spoiled) == (100, 98, 95, 3)
    assert (count.activated, count.voided, count.left) == (20, 0, 80)
    assert (count.missing, count.spoiled_yet_good) == (2, 3)


def test_an_order_with_a_difference_is_closed_only_with_a_word_about_it(lanh: Actor, printed: PrintOrder) -> None:
    actions.receive_stamps(actor=lanh, order_id=printed.pk, received=95, spoiled=3, at=AT)

    with pytest.raises(RuleBroken) as refusal:
        actions.close_print_order(actor=lanh, order_id=printed.pk, at=AT, reason=" ")
    assert refusal.value.code == "difference"
    actions.close_print_order(actor=lanh, order_id=printed.pk, at=AT, reason="Hết giấy, hai tem chưa in")

    printed.refresh_from_db()
    assert (printed.state, printed.difference_reason) == ("closed", "Hết giấy, hai tem chưa in")
    assert Entry.objects.get(kind="stamps.print_order:closed").after["left"] == 100


def test_where_nothing_differs_nobody_explains(lanh: Actor, order: PrintOrder) -> None:
    PrintOrder.objects.filter(pk=order.pk).update(state="downloaded")
    actions.record_printed(actor=lanh, order_id=order.pk, printed=100, at=AT)
    actions.receive_stamps(actor=lanh, order_id=order.pk, received=97, spoiled=3, at=AT)
    actions.void_codes(
        actor=lanh, batch_id=order.batch_id, first=98, last=100, kind="spoiled", reason="Nhòe mực", at=AT
    )

    closed = actions.close_print_order(actor=lanh, order_id=order.pk, at=AT, reason="thừa lời")
    assert (closed.state, closed.difference_reason) == ("closed", "")


@pytest.mark.parametrize(("received", "spoiled"), [(99, 0), (50, 49), (0, 0), (-1, 5)])
def test_no_more_come_than_were_printed(lanh: Actor, printed: PrintOrder, received: int, spoiled: int) -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.receive_stamps(actor=lanh, order_id=printed.pk, received=received, spoiled=spoiled, at=AT)
    assert refusal.value.code == "received"


def test_each_step_follows_the_one_before(lanh: Actor, khai: Actor, order: PrintOrder) -> None:
    for verb, more in (
        (actions.record_printed, {"printed": 5}),
        (actions.receive_stamps, {"received": 5, "spoiled": 0}),
        (actions.close_print_order, {"reason": "x"}),
        (actions.reprint_stamps, {}),
    ):
        with pytest.raises(RuleBroken) as refusal:
            verb(actor=lanh, order_id=order.pk, at=AT, **more)  # type: ignore[operator]
        assert refusal.value.code == "state"
        with pytest.raises(NotThere):
            verb(actor=khai, order_id=order.pk, at=AT, **more)  # type: ignore[operator]


def test_lost_stamps_are_printed_again_with_codes_of_their_own(lanh: Actor, printed: PrintOrder) -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.reprint_stamps(actor=lanh, order_id=printed.pk, at=AT)
    assert refusal.value.code == "nothing_to_reprint"
    actions.void_codes(actor=lanh, batch_id=printed.batch_id, first=1, last=30, kind="lost", reason="Mất", at=AT)
    actions.void_codes(actor=lanh, batch_id=printed.batch_id, first=44, last=44, kind="spoiled", reason="Rách", at=AT)
    same = uuid.uuid4()

    again = actions.reprint_stamps(actor=lanh, order_id=printed.pk, client_id=same, at=AT)

    assert actions.reprint_stamps(actor=lanh, order_id=printed.pk, client_id=same, at=AT).pk == again.pk
    assert (again.reprint_of_id, again.batch.quantity) == (printed.pk, 31)
    assert not set(make.serials(again.batch)) & set(make.serials(printed.batch))
    assert to_reprint(printed) == 0
    with pytest.raises(RuleBroken):
        actions.reprint_stamps(actor=lanh, order_id=printed.pk, at=AT)


def test_one_stamp_is_voided_once(lanh: Actor, printed: PrintOrder) -> None:
    once = {"actor": lanh, "batch_id": printed.batch_id, "first": 7, "last": 7, "reason": "Rách", "at": AT}
    actions.void_codes(**once, kind="spoiled")
    with pytest.raises(RuleBroken) as refusal:
        actions.void_codes(**once, kind="lost")
    assert refusal.value.code == "nothing_to_void"
    actions.void_codes(**{**once, "first": 5, "last": 9}, kind="lost")
    assert count_of(printed).voided == 5, "a stamp counted twice"


def test_an_order_is_cancelled_until_its_file_is_handed_out(lanh: Actor, order: PrintOrder) -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.cancel_print_order(actor=lanh, order_id=order.pk, reason=" ", at=AT)
    assert refusal.value.code == "reason_missing"
    actions.cancel_print_order(actor=lanh, order_id=order.pk, reason="Đặt nhầm sản phẩm", at=AT)

    order.refresh_from_db()
    assert order.state == "cancelled"
    assert states(order) == [(1, 100, "void")]


def test_stamps_in_use_keep_their_order(lanh: Actor, order: PrintOrder, lot: Any) -> None:
    make.activate(order.batch, lot, 1, 5)
    with pytest.raises(RuleBroken) as refusal:
        actions.cancel_print_order(actor=lanh, order_id=order.pk, reason="Thôi", at=AT)
    assert refusal.value.code == "in_use"


def test_by_the_pages_from_download_to_reconciliation(lanh_client: Client, order: PrintOrder) -> None:
    page = f"/quan-ly/tem/{order.batch_id}/"
    PrintOrder.objects.filter(pk=order.pk).update(state="downloaded")

    assert lanh_client.post(f"{page}da-in/", {"printed": "1000"}).status_code == 422
    assert lanh_client.post(f"{page}da-in/", {"printed": "100"}).status_code == 302
    assert 'name="received"' in lanh_client.get(page).content.decode()
    assert lanh_client.post(f"{page}nhan-tem/", {"received": "90", "spoiled": "4"}).status_code == 302
    refused = lanh_client.post(f"{page}doi-soat/", {"reason": ""})
    assert refused.status_code == 422
    sent = {"first": "91", "last": "100", "kind": "lost", "reason": "Mất và hỏng"}
    assert lanh_client.post(f"{page}huy/", sent).status_code == 302
    assert lanh_client.post(f"{page}doi-soat/", {"reason": "Sáu tem mất trên đường"}).status_code == 302
    assert lanh_client.post(f"{page}in-lai/", {"client_id": "x"}).status_code == 302
    order.refresh_from_db()
    assert order.state == "closed"
    assert order.reprints.get().batch.quantity == 10
