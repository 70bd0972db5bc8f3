"""The graph is what the events say, in whatever order they came, and the night finds it when it is not."""

from __future__ import annotations

import os
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.trace.graph.kit import at, declared_wrong, event, follow, item, lot, packed, pallet, shipped, store, worked
from txng.access.actors import system
from txng.ledger.models import Entry
from txng.trace import actions
from txng.trace.graph.edges import edges_of
from txng.trace.graph.keeping import compare, drawn_anew
from txng.trace.graph.nightly import check
from txng.trace.models import CapturedEvent, Edge

LOTS = [lot(f"L{n}") for n in range(5)]
THINGS = [*(item(f"I{n}") for n in range(3)), *(pallet(n) for n in range(3))]
hours = st.integers(0, 12)
# `prove trace` tries more of them.
STORIES = int(os.environ.get("TXNG_STORIES", "40"))


@st.composite
def stories(draw: Any) -> list[dict[str, Any]]:
    """Workings that merge and go round, pallets packed and emptied, deliveries; some declared wrong afterwards."""
    told: list[dict[str, Any]] = []
    some_lots = st.lists(st.sampled_from(LOTS), min_size=1, max_size=3, unique=True)
    amount = st.one_of(st.none(), st.integers(1, 9))
    for _ in range(draw(st.integers(1, 8))):
        hour = draw(hours)
        kind = draw(st.sampled_from(["work", "pack", "ship", "code"]))
        if kind == "work":
            into, out = (dict.fromkeys(draw(some_lots), draw(amount)) for _ in range(2))
            told.append(worked(hour, into, out))
        elif kind == "pack":
            parent, *children = draw(st.lists(st.sampled_from(THINGS), min_size=2, max_size=4, unique=True))
            told.append(packed(hour, parent, children, draw(st.sampled_from(["ADD", "OBSERVE", "DELETE"]))))
        elif kind == "ship":
            told.append(shipped(hour, draw(st.lists(st.sampled_from(LOTS + THINGS), min_size=1, unique=True))))
        else:
            number = draw(st.sampled_from(["L0", "L1"]))
            ilmd = {"{https://ref.gs1.org/cbv/mda/}lotNumber": number}
            told.append(event("ObjectEvent", hour, action="ADD", epcList=[THINGS[0]], ilmd=ilmd))
    wrong = draw(st.lists(st.sampled_from(told), max_size=2, unique_by=id))
    return [*told, *(declared_wrong(one) for one in wrong)]


def _graph() -> list[tuple[Any, ...]]:
    """Without the numbers of rows, which are those of arrival."""
    names = ("event__event_id", "event__declared_at", "position", "source", "target", "kind", "event_time", "quantity")
    return sorted(map(str, Edge.objects.order_by().values_list(*names)))


def _answers() -> list[Any]:
    """Everything any walk can say."""
    said = []
    for start in (*LOTS, *THINGS):
        for direction in ("forward", "back"):
            found = follow(direction, start)
            ids = {number: event.event_id for number, event in found.events.items()}
            said.append((start, direction, sorted(found.level), sorted(f"{ids[n]} {p}" for n, p in found.steps),
                         sorted(f"{ids[n]} {p}" for n, p in found.ends)))  # fmt: skip
    return said


class TestOrderOfArrival(TestCase):
    @settings(max_examples=STORIES)
    @given(stories(), st.randoms(use_true_random=False))
    def test_whatever_comes_first_the_graph_is_the_same(self, told: list[dict[str, Any]], chance: Any):
        place = transaction.savepoint()
        store(*told)
        straight, answers = _graph(), _answers()
        transaction.savepoint_rollback(place)  # events are never deleted

        shuffled = list(told)
        chance.shuffle(shuffled)
        store(*shuffled)

        assert _graph() == straight
        assert _answers() == answers
        assert not compare()

    @settings(max_examples=STORIES * 5 // 8)
    @given(stories(), st.randoms(use_true_random=False))
    def test_rebuilt_from_events_alone_it_is_the_same(self, told: list[dict[str, Any]], chance: Any):
        store(*told)
        before, answers = _graph(), _answers()
        for row in list(Edge.objects.all()):
            if chance.random() < 0.5:
                Edge.objects.filter(pk=row.pk).delete()

        actions.rebuild_graph(actor=system("Hệ thống"), at=at(99))

        assert _graph() == before
        assert _answers() == answers


@pytest.mark.django_db
def test_the_night_finds_what_was_spoilt_puts_it_right_and_tells_the_operator():
    first, second = store(worked(1, {lot("A"): 1}, {lot("B"): 1}), worked(2, {lot("B"): 1}, {lot("C"): 1}))
    assert not check()
    assert not Entry.objects.filter(kind="trace.graph:differed").exists()

    Edge.objects.filter(event=first, position=0).delete()
    Edge.objects.create(
        event=second, position=7, source=lot("X"), target=lot("Y"), kind=1, event_time=second.event_time
    )
    found = check()

    assert (found.missing, found.surplus) == (1, 1)
    entry = Entry.objects.get(kind="trace.graph:differed")
    assert entry.after["events_differing"] == 2
    assert not compare()


@pytest.mark.django_db
def test_edges_of_no_event_are_found_too():
    (row,) = store(worked(1, {lot("A"): 1}, {lot("B"): 1}))
    Edge.objects.create(event_id=row.pk - 1, position=0, source="x", target="y", kind=1, event_time=at(0))

    assert compare().surplus == 1


@pytest.mark.django_db
def test_what_is_drawn_from_the_stored_event_is_what_was_drawn_from_the_sent_one():
    from txng.gs1.epcis import Event

    told = worked(1, {lot("A"): Decimal("1.50"), lot("B"): None}, {lot("C"): 2})
    (row,) = store(told)

    kept = Event.from_json(CapturedEvent.objects.get(pk=row.pk).body)
    assert [(e.source, e.target, e.kind) for e in edges_of(kept)] == [
        (e.source, e.target, e.kind) for e in edges_of(Event(told))
    ]
    assert [line[5] for line in drawn_anew(kept)][:2] == [Decimal("1.5"), None]
