"""Activation by roll, by the first and the last stamp, several at once (ux.md 4.8; names.md 4)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from txng.access import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.resolver.models import CodeState
from txng.stamps import actions
from txng.stamps.finding import run_of, runs_of_rolls
from txng.stamps.models import Activation, CodeBatch
from txng.stamps.ranges import Run, joined

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def product(organisations: Any) -> Any:
    return make.product(organisations.lanh)


@pytest.fixture
def lot(product: Any) -> Any:
    return make.lot(product, "L26A0917", complete=True)


@pytest.fixture
def batch(lanh: Actor, product: Any) -> CodeBatch:
    order = actions.order_stamps(actor=lanh, product_id=product.pk, quantity=100, roll_size=30, at=AT)
    return order.batch


def states(batch: CodeBatch) -> list[tuple[int, int, str]]:
    return [(r.first - batch.first + 1, r.last - batch.first + 1, r.state) for r in batch.ranges.order_by("first")]


def test_a_roll_is_named_by_its_number_and_the_last_may_be_shorter(batch: CodeBatch) -> None:
    order = batch.print_order
    assert order.rolls == 4
    assert runs_of_rolls(order, "3") == [Run(batch.pk, 61, 90)]
    assert runs_of_rolls(order, "1-2, 4") == [Run(batch.pk, 1, 60), Run(batch.pk, 91, 100)]
    for wrong in ("5", "0", "3-2", "ba", "1-5"):
        with pytest.raises(RuleBroken) as refusal:
            runs_of_rolls(order, wrong)
        assert refusal.value.code == "roll"


def test_first_and_last_serial_whichever_was_held_up_first(lanh: Actor, batch: CodeBatch) -> None:
    serials = make.serials(batch)
    first, last = serials[10], serials[39]
    printed = f"{last[:4]}-{last[4:8]}-{last[8:12]}-{last[12:]}".lower()
    address = f"HTTPS://CHECK.CANTHO.GOV.VN/T/{first}"

    assert run_of(lanh, address, printed) == Run(batch.pk, 11, 40)
    assert run_of(lanh, printed, address) == Run(batch.pk, 11, 40)
    assert run_of(lanh, "40", "000011", batch) == Run(batch.pk, 11, 40)


def test_what_is_not_hers_and_what_never_was_answer_alike(lanh: Actor, batch: CodeBatch, organisations: Any) -> None:
    foreign = make.serials(make.batch(make.product(organisations.khai)))[0]
    said = set()
    for code in (foreign, "0" * 16):
        with pytest.raises(RuleBroken) as refusal:
            run_of(lanh, code, code)
        said.add((refusal.value.code, str(refusal.value).replace(code, "…")))
    assert len(said) == 1
    with pytest.raises(RuleBroken) as refusal:
        run_of(lanh, "ABC", "1", batch)
    assert refusal.value.code == "unreadable"


def test_two_rolls_of_different_batches_are_not_one_run(lanh: Actor, batch: CodeBatch, product: Any) -> None:
    other = make.batch(product)
    with pytest.raises(RuleBroken, match=other.number) as refusal:
        run_of(lanh, make.serials(batch)[0], make.serials(other)[0])
    assert refusal.value.code == "two_batches"


def test_several_runs_at_once_all_or_none_and_a_retry_changes_nothing(
    lanh: Actor, batch: CodeBatch, lot: Any, product: Any
) -> None:
    other = make.batch(product, quantity=50)
    runs = [Run(batch.pk, 1, 30), Run(other.pk, 1, 20), Run(batch.pk, 20, 40)]
    same = uuid.uuid4()

    for _ in range(2):
        actions.activate_ranges(actor=lanh, lot_id=lot.pk, runs=runs, client_id=same, at=AT)

    assert states(batch) == [(1, 40, "activated"), (41, 100, "issued")]
    assert states(other) == [(1, 20, "activated"), (21, 50, "issued")]
    act = Activation.objects.get()
    assert (act.quantity, len(act.runs)) == (60, 2)
    with pytest.raises(RuleBroken):
        actions.activate_ranges(actor=lanh, lot_id=lot.pk, runs=[Run(batch.pk, 41, 50), Run(other.pk, 1, 51)], at=AT)
    assert states(batch) == [(1, 40, "activated"), (41, 100, "issued")], "half an act was left behind"


def test_a_retry_after_some_were_voided_does_not_fail(lanh: Actor, batch: CodeBatch, lot: Any) -> None:
    same = uuid.uuid4()
    once = {"actor": lanh, "lot_id": lot.pk, "runs": [Run(batch.pk, 1, 30)], "client_id": same, "at": AT}
    actions.activate_ranges(**once)
    actions.void_codes(actor=lanh, batch_id=batch.pk, first=5, last=9, kind="lost", reason="Mất", at=AT)

    actions.activate_ranges(**once)

    assert states(batch) == [(1, 4, "activated"), (5, 9, "void"), (10, 30, "activated"), (31, 100, "issued")]


def test_the_neighbours_batch_among_hers_is_not_there(lanh: Actor, batch: CodeBatch, lot: Any, khai: Actor) -> None:
    theirs = make.batch(make.product(make.Establishment.objects.get(pk=khai.establishment_id)))
    with pytest.raises(NotThere):
        actions.activate_ranges(actor=lanh, lot_id=lot.pk, runs=[Run(batch.pk, 1, 5), Run(theirs.pk, 1, 5)], at=AT)
    assert states(batch) == [(1, 100, "issued")]


def test_a_blank_roll_is_bound_to_its_product_when_it_is_activated(
    lanh: Actor, product: Any, organisations: Any
) -> None:
    blank = actions.order_stamps(actor=lanh, product_id=product.pk, quantity=20, generic=True, at=AT).batch
    other = make.lot(make.product(organisations.lanh, "Bưởi năm roi"), complete=True)

    actions.activate_codes(actor=lanh, batch_id=blank.pk, lot_id=other.pk, first=1, last=8, at=AT)

    bound = blank.ranges.get(state="activated")
    assert bound.product_id == other.product_id
    state = CodeState.objects.get(range_id=bound.pk)
    assert (state.product_id, state.card.lot_id) == (other.product_id, other.pk)
    assert CodeState.objects.get(range_id=blank.ranges.get(state="issued").pk).product_id == product.pk


def test_a_scan_of_a_blank_stamp_shows_the_product_it_was_bound_to(
    lanh: Actor, product: Any, organisations: Any, guest_client: Client
) -> None:
    blank = actions.order_stamps(actor=lanh, product_id=product.pk, quantity=20, generic=True, at=AT).batch
    other = make.lot(make.product(organisations.lanh, "Bưởi năm roi"), complete=True)
    actions.activate_codes(actor=lanh, batch_id=blank.pk, lot_id=other.pk, first=1, last=8, at=AT)

    shown = guest_client.get(f"/t/{make.serials(blank)[2]}").content.decode()

    assert "Bưởi năm roi" in shown
    assert product.name not in shown


def test_stamps_of_a_lots_address_go_to_that_lot_alone(lanh: Actor, product: Any, lot: Any) -> None:
    shared = actions.order_stamps(
        actor=lanh, product_id=product.pk, quantity=5_000, level="lot", lot_id=lot.pk, at=AT
    ).batch
    other = make.lot(product, complete=True)

    with pytest.raises(RuleBroken) as refusal:
        actions.activate_codes(actor=lanh, batch_id=shared.pk, lot_id=other.pk, first=1, last=10, at=AT)
    assert refusal.value.code == "another_lot"
    actions.activate_codes(actor=lanh, batch_id=shared.pk, lot_id=lot.pk, first=1, last=5_000, at=AT)
    lot.refresh_from_db()
    assert lot.on_sale_since is not None


def test_stamps_of_the_products_address_need_no_activation(lanh: Actor, product: Any, lot: Any) -> None:
    shared = actions.order_stamps(actor=lanh, product_id=product.pk, quantity=50, level="class", at=AT).batch
    with pytest.raises(RuleBroken) as refusal:
        actions.activate_codes(actor=lanh, batch_id=shared.pk, lot_id=lot.pk, first=1, last=10, at=AT)
    assert refusal.value.code == "class_level"


def test_by_the_pages_a_roll_and_several_rolls(lanh_client: Client, batch: CodeBatch, lot: Any) -> None:
    page = f"/quan-ly/tem/{batch.pk}/"
    assert 'name="roll"' in lanh_client.get(page).content.decode()
    assert lanh_client.post(f"{page}kich-hoat/", {"lot": lot.pk, "roll": "2"}).status_code == 302
    assert states(batch) == [(1, 30, "issued"), (31, 60, "activated"), (61, 100, "issued")]

    serials = make.serials(batch)
    many = "/quan-ly/tem/kich-hoat/"
    sent = {"lot": lot.pk, "first_1": serials[29], "last_1": serials[0], "first_3": serials[60], "last_3": serials[69]}
    half = lanh_client.post(many, {"lot": lot.pk, "first_1": serials[0]})
    assert (half.status_code, "id_last_1_error" in half.content.decode()) == (422, True)
    assert lanh_client.post(many, {"lot": lot.pk}).status_code == 422
    assert lanh_client.post(many, sent | {"client_id": str(uuid.uuid4())}).status_code == 302
    assert states(batch) == [(1, 30, "activated"), (31, 60, "activated"), (61, 70, "activated"), (71, 100, "issued")]
    assert Entry.objects.filter(kind="stamps.codes:activated").count() == 2


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 40), st.integers(0, 12)), max_size=12))
def test_joined_runs_are_the_same_stamps_each_once(drawn: list[tuple[int, int, int]]) -> None:
    runs = [Run(batch, first, first + more) for batch, first, more in drawn]
    found = joined(runs)

    each = [(run.batch_id, n) for run in found for n in range(run.first, run.last + 1)]
    assert len(each) == len(set(each))
    assert set(each) == {(run.batch_id, n) for run in runs for n in range(run.first, run.last + 1)}
