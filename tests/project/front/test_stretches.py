"""Ranges held by stretches open the same cards as the store asked for each counter by itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.project.front import stretches as module
from txng.project.front.stretches import NO_CARD, Stretches
from txng.resolver.card_store import Keeper, Store, place

GTIN = 9_520_000_100_018
EDGE = 1 << module.BITS  # where a stretch ends and the next begins
RANGES = st.lists(
    st.tuples(
        st.integers(1, EDGE),  # counters free before it
        st.integers(1, EDGE),  # how many it has
        st.sampled_from(["activated", "consumed", "printed", "void"]),
        st.sampled_from(["open", "open", "scratch"]),
        st.sampled_from([7, 8, None]),
        st.booleans(),  # its first counter was voided
    ),
    max_size=8,
)
Range = tuple[int, int, str, str, int | None, bool]


def kept(folder: Path, ranges: Sequence[Range]) -> tuple[Store, int]:
    """The store with these ranges one behind the other, and a counter behind the last."""
    keeper, rows, at = Keeper(place(folder, "can-tho")), [], 0
    for number, (gap, size, state, stamp_class, card_id, voided) in enumerate(ranges, 1):
        first, last = at + gap, at + gap + size - 1
        voids = json.dumps([first]) if voided else None
        rows.append((number, GTIN, 1, first, last, state, stamp_class, voids, card_id, 1, 1, "{}"))
        at = last
    keeper.forget_all()
    keeper.apply(codes=rows)
    keeper.close()
    return Store(keeper.path), at + 2


def one_by_one(store: Store, counter: int) -> int:
    code = store.code(GTIN, 1, counter)
    plain = code and code.state in ("activated", "consumed") and code.stamp_class == "open"
    return (code.card_id or NO_CARD) if code and plain and not code.is_void(counter) else NO_CARD


@given(ranges=RANGES, data=st.data())
def test_a_stretch_opens_what_the_store_says_of_each_counter(
    tmp_path_factory: pytest.TempPathFactory, ranges: list[Range], data: st.DataObject
) -> None:
    store, end = kept(tmp_path_factory.getbasetemp(), ranges)
    edges = {0, end, *range(0, end, EDGE)}
    at = 0
    for gap, size, *_rest in ranges:
        edges |= {at + gap, at + gap + size - 1}
        at += gap + size - 1
    near = {one + step for one in edges for step in (-1, 0, 1) if one + step >= 0}
    asked, ahead = Stretches(), Stretches()
    while ahead.read_ahead(store):
        pass
    for counter in [*near, *data.draw(st.lists(st.integers(0, end), max_size=20))]:
        for held in (asked, ahead):
            assert held.card_of(store, GTIN, 1, counter) == one_by_one(store, counter), counter
            assert held.card_of(store, GTIN, 2, counter) == NO_CARD, "another key"
    store.close()


def test_what_was_read_is_not_asked_for_again_and_forgotten_when_told_to(tmp_path: Path) -> None:
    ranges: list[Range] = [(1, 100, "activated", "open", 7, False)] * 50
    store, _end = kept(tmp_path, ranges)
    held = Stretches()
    assert held.card_of(store, GTIN, 1, 1) == 7
    store.close()
    assert held.card_of(None, GTIN, 1, 2_000) == 7, "the store was not asked"
    held.forget()
    assert held.card_of(None, GTIN, 1, 2_000) == NO_CARD


def test_the_oldest_stretch_makes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    store, _end = kept(tmp_path, [(1, 4 * EDGE, "activated", "open", 7, False)])
    held = Stretches()
    for number in range(3):
        assert held.card_of(store, GTIN, 1, number * EDGE + 1) == 7
    assert [number for _tweak, _version, number in held._held] == [1, 2]


def test_what_was_read_ahead_needs_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AHEAD", 2)
    ranges: list[Range] = [(1, EDGE // 2, "activated", "open", 7, False)] * 9
    store, end = kept(tmp_path, [*ranges, (20 * EDGE, 10, "activated", "open", 8, False)])  # far from the others
    held, portions = Stretches(), 0
    while held.read_ahead(store):
        portions += 1
    store.close()
    assert portions == 4, "three for nine halves, and none for the emptiness between"
    assert held.card_of(None, GTIN, 1, 4 * EDGE) == 7
    assert held.card_of(None, GTIN, 1, end - 2) == 8


def test_reading_ahead_pushes_nothing_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AHEAD", 2)
    monkeypatch.setattr(module, "MOST", 4)
    store, _end = kept(tmp_path, [(1, 20 * EDGE, "activated", "open", 7, False)])
    held = Stretches()
    for number in (11, 12, 13):
        held.card_of(store, GTIN, 1, number * EDGE)
    assert not held.read_ahead(store), "two more have no room"
    assert [number for _tweak, _version, number in held._held] == [11, 12, 13]
    store.close()


def test_a_range_that_changes_is_forgotten_alone_in_all_its_stretches(tmp_path: Path) -> None:
    store, _end = kept(tmp_path, [(1, 2 * EDGE, "activated", "open", 7, False), (1, 9, "activated", "open", 8, False)])
    keeper = Keeper(store.path)
    held = Stretches()
    for counter in (1, EDGE, 2 * EDGE, 2 * EDGE + 5):
        assert held.card_of(store, GTIN, 1, counter)
    keeper.apply(codes=[(1, GTIN, 1, 2, EDGE - 1, "activated", "open", None, 9, 1, 1, "{}")])  # it became shorter
    changed = store.changed()
    assert changed is not None and not changed.cards
    for gone in changed.ranges:
        held.forget_range(*gone)
    assert held.card_of(store, GTIN, 1, 1) == NO_CARD
    assert held.card_of(store, GTIN, 1, 2) == 9
    assert held.card_of(store, GTIN, 1, EDGE) == NO_CARD, "as it was before it reached here too"
    keeper.apply(gone_codes=[1, 2])
    changed = store.changed()
    assert changed is not None
    assert set(changed.ranges) == {(GTIN, 1, 2, EDGE - 1), (GTIN, 1, 2 * EDGE + 1, 2 * EDGE + 9)}
    keeper.close()
    store.close()
