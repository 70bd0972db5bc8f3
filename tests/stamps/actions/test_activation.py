"""Activating and voiding: ranges are cut, every code keeps exactly one state (names.md 2)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import make
from tests.cast import build_organisations
from txng.access import Actor
from txng.access.actors import system
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.stamps import actions
from txng.stamps.actions.activate_codes import Incomplete
from txng.stamps.models import CodeBatch, CodeException

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def product(organisations: Any) -> Any:
    return make.product(organisations.lanh)


@pytest.fixture
def lot(product: Any) -> Any:
    return make.lot(product, "L26A0917", complete=True)


@pytest.fixture
def batch(product: Any) -> CodeBatch:
    return make.batch(product, quantity=100)


def states(batch: CodeBatch) -> list[tuple[int, int, str]]:
    return [(r.first - batch.first + 1, r.last - batch.first + 1, r.state) for r in batch.ranges.order_by("first")]


def activate(actor: Actor, batch: CodeBatch, lot: Any, first: int = 1, last: int = 100) -> None:
    actions.activate_codes(actor=actor, batch_id=batch.pk, lot_id=lot.pk, first=first, last=last, at=AT)


def test_activating_the_middle_leaves_both_ends_waiting(lanh: Actor, batch: CodeBatch, lot: Any) -> None:
    activate(lanh, batch, lot, 11, 40)

    assert states(batch) == [(1, 10, "issued"), (11, 40, "activated"), (41, 100, "issued")]
    lot.refresh_from_db()
    assert lot.state == "on_sale"
    assert Entry.objects.get(kind="stamps.codes:activated").after["quantity"] == 30


def test_activation_is_refused_with_the_list_of_what_is_missing(lanh: Actor, batch: CodeBatch, product: Any) -> None:
    bare = make.lot(product, "L26B0917")

    with pytest.raises(Incomplete) as refusal:
        activate(lanh, batch, bare)

    assert refusal.value.missing, "refused without saying what is missing"
    assert states(batch) == [(1, 100, "issued")]
    assert not Entry.objects.filter(kind="stamps.codes:activated").exists()


def test_a_resend_changes_nothing_more(lanh: Actor, batch: CodeBatch, lot: Any) -> None:
    activate(lanh, batch, lot, 1, 50)
    activate(lanh, batch, lot, 1, 50)

    assert states(batch) == [(1, 50, "activated"), (51, 100, "issued")]
    assert Entry.objects.filter(kind="stamps.codes:activated").count() == 1


def test_stamps_of_another_lot_are_not_taken_over(lanh: Actor, batch: CodeBatch, lot: Any, product: Any) -> None:
    activate(lanh, batch, lot, 1, 50)
    other = make.lot(product, "L26C0917", complete=True)

    with pytest.raises(RuleBroken, match="Đã kích hoạt"):
        activate(lanh, batch, other, 50, 60)
    assert states(batch) == [(1, 50, "activated"), (51, 100, "issued")]


@pytest.mark.parametrize(("first", "last"), [(0, 5), (5, 4), (1, 101), (101, 200)])
def test_numbers_outside_the_batch_are_refused(lanh: Actor, batch: CodeBatch, lot: Any, first: int, last: int) -> None:
    with pytest.raises(RuleBroken, match="từ 1 đến 100"):
        activate(lanh, batch, lot, first, last)


def test_a_lot_of_another_product_is_refused(lanh: Actor, batch: CodeBatch, organisations: Any) -> None:
    other = make.lot(make.product(organisations.lanh, "Bưởi năm roi"), complete=True)

    with pytest.raises(RuleBroken, match="lô của sản phẩm này"):
        activate(lanh, batch, other)


def test_the_neighbour_finds_no_such_batch(khai: Actor, batch: CodeBatch, lot: Any) -> None:
    with pytest.raises(NotThere):
        activate(khai, batch, lot)
    with pytest.raises(NotThere):
        actions.void_codes(actor=khai, batch_id=batch.pk, first=1, last=1, reason="x", at=AT)


def test_one_spoiled_stamp_is_an_exception_and_a_lost_roll_a_range(lanh: Actor, batch: CodeBatch, lot: Any) -> None:
    activate(lanh, batch, lot)

    actions.void_codes(actor=lanh, batch_id=batch.pk, first=7, last=7, reason="Rách khi dán", at=AT)
    actions.void_codes(actor=lanh, batch_id=batch.pk, first=81, last=100, reason="Mất cuộn", at=AT)

    assert states(batch) == [(1, 80, "activated"), (81, 100, "void")]
    assert CodeException.objects.get().counter == batch.first + 6


def test_voiding_needs_a_reason(lanh: Actor, batch: CodeBatch) -> None:
    with pytest.raises(RuleBroken, match="lý do"):
        actions.void_codes(actor=lanh, batch_id=batch.pk, first=1, last=1, reason=" ", at=AT)


def test_a_void_code_never_comes_back(lanh: Actor, batch: CodeBatch, lot: Any) -> None:
    actions.void_codes(actor=lanh, batch_id=batch.pk, first=1, last=10, reason="Mất", at=AT)

    with pytest.raises(RuleBroken, match="Đã hủy"):
        activate(lanh, batch, lot, 5, 20)


class TestEveryCodeHasOneState(TestCase):
    """Whatever is activated and voided in whatever order: no code is lost, none has two states."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(st.tuples(st.sampled_from(["activate", "void"]), st.integers(1, 30), st.integers(1, 30)), max_size=8)
    )
    def test_cutting_ranges_loses_and_doubles_nothing(self, steps: list[tuple[str, int, int]]) -> None:
        organisations = build_organisations()
        product = make.product(organisations.lanh)
        lot = make.lot(product, complete=True)
        batch = make.batch(product, quantity=30)
        expected = dict.fromkeys(range(1, 31), "issued")
        for verb, a, b in steps:
            first, last = min(a, b), max(a, b)
            try:
                if verb == "activate":
                    activate(system(), batch, lot, first, last)
                    expected |= dict.fromkeys(range(first, last + 1), "activated")
                elif first < last:
                    actions.void_codes(actor=system(), batch_id=batch.pk, first=first, last=last, reason="x", at=AT)
                    expected |= dict.fromkeys(range(first, last + 1), "void")
            except RuleBroken:
                pass
        found = {n: state for first, last, state in states(batch) for n in range(first, last + 1)}
        assert found == expected
        assert sum(last - first + 1 for first, last, _ in states(batch)) == 30
