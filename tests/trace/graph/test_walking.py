"""One step back, one step forward: with time, containers and the rights of who asks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.trace.graph.kit import (
    FARM,
    SHOP,
    declared_wrong,
    delivered,
    event,
    follow,
    item,
    lot,
    packed,
    packed_lots,
    pallet,
    reached,
    received,
    shipped,
    store,
    worked,
)
from txng.accounts.acting import actor_of

pytestmark = pytest.mark.django_db


def test_from_a_lot_back_to_its_inputs_and_forward_to_what_was_made_of_it():
    store(
        worked(1, {lot("GREEN"): 100, lot("RED"): 50}, {lot("DRIED"): 30}),
        worked(2, {lot("DRIED"): 30}, {lot("TEA"): 28, lot("DUST"): 2}),
    )

    assert reached("back", lot("TEA")) == {lot("DRIED"), lot("GREEN"), lot("RED")}
    assert reached("forward", lot("RED")) == {lot("DRIED"), lot("TEA"), lot("DUST")}
    assert reached("back", lot("GREEN")) == set()


def test_what_left_before_the_goods_came_is_not_followed():
    store(
        worked(2, {lot("EARLY"): 1}, {lot("BLEND"): 1}),
        worked(5, {lot("LATE"): 1}, {lot("BLEND"): 1}),
        worked(3, {lot("BLEND"): 1}, {lot("SOLD-AT-THREE"): 1}),
        worked(6, {lot("BLEND"): 1}, {lot("SOLD-AT-SIX"): 1}),
    )

    assert reached("forward", lot("LATE")) == {lot("BLEND"), lot("SOLD-AT-SIX")}
    assert reached("back", lot("SOLD-AT-THREE")) == {lot("BLEND"), lot("EARLY")}
    assert reached("back", lot("SOLD-AT-SIX")) == {lot("BLEND"), lot("EARLY"), lot("LATE")}


def test_neighbours_in_a_pallet_are_not_affected_but_its_receiver_is_told():
    a, b, p = item("A"), item("B"), pallet(1)
    store(
        event("ObjectEvent", 0, action="ADD", epcList=[a], ilmd={"{https://ref.gs1.org/cbv/mda/}lotNumber": "L1"}),
        event("ObjectEvent", 0, action="ADD", epcList=[b], ilmd={"{https://ref.gs1.org/cbv/mda/}lotNumber": "L2"}),
        packed(1, p, [a, b]),
        shipped(2, [p]),
        packed(3, p, [a, b], "DELETE"),
    )

    assert reached("forward", lot("L1")) == {a, p}
    assert delivered(lot("L1")) == {SHOP}
    assert reached("back", p) == {a, b, lot("L1"), lot("L2")}


def test_a_pallet_is_followed_only_while_the_goods_are_in_it():
    a, p = item("A"), pallet(1)
    store(
        shipped(0, [p], to=FARM),
        packed(1, p, [a]),
        packed(3, p, [], "DELETE"),
        shipped(4, [p]),
    )

    assert delivered(a) == set()
    assert FARM in delivered(p)


def test_part_of_a_lot_taken_out_leaves_the_rest_in():
    p = pallet(2)
    store(
        packed_lots(1, p, {lot("L1"): 80}),
        packed_lots(2, p, {lot("L1"): 20}, "DELETE"),
        shipped(3, [p]),
        packed_lots(4, p, {lot("L1"): 60}, "DELETE"),
        shipped(5, [p], to=FARM),
    )

    assert delivered(lot("L1")) == {SHOP}


def test_boxes_in_boxes_on_a_pallet():
    store(packed(1, pallet(1), [item("A")]), packed(2, pallet(2), [pallet(1)]), shipped(3, [pallet(2)]))

    assert delivered(item("A")) == {SHOP}
    assert reached("back", pallet(2)) == {pallet(1), item("A")}


def test_going_round_in_circles_ends():
    store(
        worked(1, {lot("A"): 1}, {lot("B"): 1}),
        worked(2, {lot("B"): 1}, {lot("C"): 1}),
        worked(3, {lot("C"): 1}, {lot("A"): 1}),
        packed(4, pallet(1), [pallet(2)]),
        packed(4, pallet(2), [pallet(1)]),
    )

    assert reached("forward", lot("A")) == {lot("B"), lot("C")}
    assert reached("back", lot("A")) == {lot("B"), lot("C")}
    assert reached("forward", pallet(1)) == {pallet(2)}


def test_new_names_under_the_same_delivery_note_are_the_same_goods():
    note, old = "https://example.com/pgh/17", lot("FARM-7")
    store(
        shipped(1, [old, lot("KEPT")], paper=note),
        received(2, [lot("OURS-1"), lot("KEPT")], paper=note),
        worked(3, {lot("OURS-1"): 10}, {lot("JAM"): 9}),
    )

    assert reached("back", lot("JAM")) == {lot("OURS-1"), old}
    assert reached("forward", old) == {lot("OURS-1"), lot("JAM")}
    assert reached("forward", lot("KEPT")) == set()


def test_several_events_of_one_working_belong_together():
    store(
        worked(1, {lot("A"): 5}, {}, transformationID="https://example.com/vat/9"),
        worked(2, {lot("B"): 5}, {}, transformationID="https://example.com/vat/9"),
        worked(3, {}, {lot("WINE"): 8}, transformationID="https://example.com/vat/9"),
    )

    assert reached("back", lot("WINE")) == {lot("A"), lot("B")}


def test_a_mistake_declared_takes_its_step_away_whichever_came_first():
    wrong, first = worked(1, {lot("A"): 1}, {lot("B"): 1}), worked(1, {lot("A"): 1}, {lot("C"): 1})
    store(declared_wrong(first), wrong, first, declared_wrong(wrong))

    assert reached("forward", lot("A")) == set()


def test_nobody_declares_away_what_another_captured(organisations: Any):
    told = worked(1, {lot("A"): 1}, {lot("B"): 1})
    store(declared_wrong(told), owner=organisations.khai)
    store(told, owner=organisations.lanh)

    assert reached("forward", lot("A")) == {lot("B")}


def test_everyone_follows_only_events_they_may_see(organisations: Any, people: Any):
    store(worked(1, {lot("SEED"): 1}, {lot("FRUIT"): 1}), owner=organisations.lanh)
    store(worked(2, {lot("FRUIT"): 1}, {lot("JAM"): 1}), owner=organisations.khai)

    def seen(person: str, start: str, direction: str = "forward") -> set[str]:
        return reached(direction, lot(start), actor=actor_of(people[person]))

    assert seen("lanh", "SEED") == {lot("FRUIT")}
    assert seen("hanh", "SEED") == {lot("FRUIT")}
    assert seen("khai", "JAM", "back") == {lot("FRUIT")}
    assert seen("mai", "SEED") == {lot("FRUIT"), lot("JAM")}
    assert seen("nam", "SEED") == set()


def test_a_walk_that_stops_early_says_so():
    store(*(worked(n, {lot(f"L{n}"): 1}, {lot(f"L{n + 1}"): 1}) for n in range(10)))

    short = follow("forward", lot("L0"), deepest=4)
    assert short.too_deep and not short.whole and len(short.level) == 5
    narrow = follow("forward", lot("L0"), most=7)
    assert narrow.too_many and len(narrow.steps) <= 7
    assert follow("forward", lot("L0")).whole


def test_items_know_their_lot_by_link_by_master_data_or_by_what_stands_beside_them():
    linked = f"https://id.gs1.org/01/08938505974002/10/L7/21/{'X1'}"
    store(
        event("ObjectEvent", 0, action="ADD", epcList=[linked]),
        event("ObjectEvent", 0, action="ADD", epcList=[item("X2")],
              quantityList=[{"epcClass": lot("L8"), "quantity": 1}]),
    )  # fmt: skip

    assert reached("back", item("X1")) == {lot("L7")}
    assert reached("back", item("X2")) == {lot("L8")}
