"""Mass carried along: shares of a mixture, and honesty where nobody weighed."""

from __future__ import annotations

import pytest

from tests.trace.graph.kit import event, item, lot, store, worked
from txng.access.actors import system
from txng.trace.graph.shares import Shares, shares
from txng.trace.graph.walking import Walker, events_to_follow

pytestmark = pytest.mark.django_db


def of(direction: str, *seeds: str) -> Shares:
    walker = Walker(seeds, direction, events=events_to_follow(system("Hệ thống")))
    return shares(walker.go(), walker)


def test_a_quarter_of_the_input_is_a_quarter_of_every_output():
    store(
        worked(1, {lot("A"): 25, lot("B"): 75}, {lot("JUICE"): 60, lot("PULP"): 20}),
        worked(2, {lot("JUICE"): 30, lot("SUGAR"): 30}, {lot("SYRUP"): 58}),
    )

    forward = of("forward", lot("A"))
    assert forward.of == {lot("A"): 1, lot("JUICE"): 0.25, lot("PULP"): 0.25, lot("SYRUP"): 0.125}
    assert forward.amounts[lot("SYRUP")] == (58, "KGM")
    assert of("back", lot("SYRUP")).of == {
        lot("SYRUP"): 1,
        lot("JUICE"): 0.5,
        lot("SUGAR"): 0.5,
        lot("A"): 0.125,
        lot("B"): 0.375,
    }


def test_two_workings_into_one_lot_count_by_what_each_brought():
    store(
        worked(1, {lot("A"): 100}, {lot("MIX"): 30}),
        worked(2, {lot("B"): 100}, {lot("MIX"): 10}),
    )

    assert of("forward", lot("A")).of[lot("MIX")] == 0.75
    assert of("back", lot("MIX")).of == {lot("MIX"): 1, lot("A"): 0.75, lot("B"): 0.25}


def test_unknown_stays_unknown_in_all_that_follows():
    store(
        worked(1, {lot("A"): 25, lot("B"): None}, {lot("JUICE"): 60}),
        worked(2, {lot("JUICE"): 60}, {lot("SYRUP"): 58}),
    )

    assert of("forward", lot("A")).of == {lot("A"): 1}
    # What went in alone went in whole, weighed or not.
    store(worked(3, {lot("C"): None}, {lot("D"): None}))
    assert of("forward", lot("C")).of[lot("D")] == 1


def test_items_are_as_their_lot():
    store(
        worked(1, {lot("A"): 50, lot("B"): 50}, {lot("BOXED"): 90}),
        event("ObjectEvent", 2, action="ADD", epcList=[item("X")],
              ilmd={"{https://ref.gs1.org/cbv/mda/}lotNumber": "BOXED"}),
    )  # fmt: skip

    assert of("forward", lot("A")).of[item("X")] == 0.5


def test_a_circle_adds_up_to_no_more_than_everything():
    store(
        worked(1, {lot("A"): 10, lot("B"): 10}, {lot("C"): 20}),
        worked(2, {lot("C"): 20}, {lot("B"): 20}),
        worked(3, {lot("B"): 10}, {lot("C"): 10}),
    )

    found = of("forward", lot("A")).of
    assert all(0 < share <= 1 for share in found.values())
