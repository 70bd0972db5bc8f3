"""Days of a plan, and which entry of the diary did what."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from txng.production.models import DiaryEntry, LotPlan, LotTask
from txng.production.process.amounts import needed
from txng.production.process.calendar import GIVEN_UP, SLACK, Standing, calendar, days_of, turns_of

DAY = date(2026, 9, 1)


def task(first: int, last: int | None = None, activity: str = "fertilise", **more: Any) -> LotTask:
    return LotTask(activity=activity, title=more.pop("title", "Bón phân"), first_day=first,
                   last_day=first if last is None else last, **more)  # fmt: skip


def entry(pk: int, on: int, activity: str = "fertilise", what: str = "") -> DiaryEntry:
    return DiaryEntry(pk=pk, activity=activity, done_on=DAY + timedelta(days=on), what=what)


def standings(tasks: list[LotTask], entries: list[DiaryEntry], on: int) -> list[str]:
    return [turn.standing(DAY + timedelta(days=on)).value for turn in calendar(tasks, DAY, entries)]


planned = st.builds(
    lambda first, length, every, turns, activity: task(
        first, first + length, activity, every=every, until=first + (every or 0) * turns if every else None
    ),
    st.integers(-60, 300),
    st.integers(0, 10),
    st.none() | st.integers(1, 30),
    st.integers(0, 40),
    st.sampled_from(["fertilise", "water", "spray", "harvest"]),
)
written = st.builds(
    entry, st.integers(1, 10_000), st.integers(-60, 400), st.sampled_from(["fertilise", "water", "spray", "harvest"])
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(planned, max_size=8), st.lists(written, max_size=12, unique_by=lambda one: one.pk), st.integers(-500, 500)
)
def test_shifting_a_plan_shifts_every_turn_by_as_much_and_nothing_else(
    tasks: list[LotTask], entries: list[DiaryEntry], by: int
) -> None:
    shift = timedelta(days=by)
    before, after = turns_of(tasks, DAY), turns_of(tasks, DAY + shift)
    assert [(turn.first + shift, turn.last + shift, turn.late_until + shift, turn.task) for turn in before] == [
        (turn.first, turn.last, turn.late_until, turn.task) for turn in after
    ]
    # Whoever works as many days later has done the same.
    moved = [
        DiaryEntry(pk=one.pk, activity=one.activity, done_on=one.done_on + shift, what=one.what) for one in entries
    ]
    done = [turn.entry.pk if turn.entry else None for turn in calendar(tasks, DAY, entries)]
    assert done == [turn.entry.pk if turn.entry else None for turn in calendar(tasks, DAY + shift, moved)]


@settings(max_examples=200, deadline=None)
@given(st.lists(planned, max_size=8), st.lists(written, max_size=12, unique_by=lambda one: one.pk))
def test_an_entry_does_one_work_at_most_and_only_of_its_kind(tasks: list[LotTask], entries: list[DiaryEntry]) -> None:
    turns = calendar(tasks, DAY, entries)
    done = [turn for turn in turns if turn.entry is not None]
    assert len({turn.entry.pk for turn in done if turn.entry}) == len(done)
    for turn in done:
        assert turn.entry is not None and turn.entry.activity == turn.task.activity
        assert (
            turn.first - timedelta(days=SLACK)
            <= turn.entry.done_on
            <= max(turn.late_until, turn.last + timedelta(days=SLACK))
        )


def test_repeated_work_has_a_turn_every_so_many_days() -> None:
    assert list(days_of(task(7, 8, every=7, until=28))) == [(7, 8), (14, 15), (21, 22), (28, 29)]
    assert list(days_of(task(7))) == [(7, 7)]


def test_work_is_coming_then_due_then_late_then_missed() -> None:
    once = [task(7, 10)]
    assert [standings(once, [], day)[0] for day in (6, 7, 10, 11, 10 + GIVEN_UP, 11 + GIVEN_UP)] == [
        "coming", "today", "today", "late", "late", "missed",
    ]  # fmt: skip


def test_what_was_done_some_days_early_or_late_is_done() -> None:
    once = [task(7, 10)]
    for day in (7 - SLACK, 7, 10, 10 + SLACK, 10 + SLACK + 1, 10 + GIVEN_UP):
        assert standings(once, [entry(1, day)], 60) == ["done"], day
    for day in (7 - SLACK - 1, 10 + GIVEN_UP + 1):
        assert standings(once, [entry(1, day)], 60) == ["missed"], day
    assert standings(once, [entry(1, 8, activity="water")], 60) == ["missed"]


def test_a_daily_feeding_that_was_not_written_down_does_not_pile_up() -> None:
    daily = [task(1, activity="feed", every=1, until=5)]
    assert standings(daily, [], 4) == ["missed", "missed", "missed", "today", "coming"]
    assert standings(daily, [entry(1, 4, activity="feed")], 4) == ["missed", "missed", "missed", "done", "coming"]


def test_of_two_works_of_one_week_the_words_decide() -> None:
    blast = task(10, 14, "spray", title="Ngừa đạo ôn", what="Tricyclazole")
    hopper = task(10, 14, "spray", title="Trừ rầy nâu", what="Pymetrozine")
    turns = calendar([blast, hopper], DAY, [entry(1, 11, "spray", "Pymetrozine 50WG")])
    assert [(turn.task.title, turn.standing(DAY + timedelta(days=11))) for turn in turns] == [
        ("Ngừa đạo ôn", Standing.TODAY),
        ("Trừ rầy nâu", Standing.DONE),
    ]


def test_how_much_a_lot_needs_follows_from_its_size() -> None:
    plan = LotPlan(area_m2=Decimal(6500), heads=None, input_kg=Decimal(250))
    assert needed(task(1, amount=Decimal(80), per="hectare"), plan) == Decimal(52)
    assert needed(task(1, amount=Decimal("0.4"), per="hectare"), plan) == Decimal("0.26")
    assert needed(task(1, amount=Decimal(5), per="hundred_kg"), plan) == Decimal("12.5")
    assert needed(task(1, amount=Decimal(5), per="lot"), plan) == Decimal(5)
    assert needed(task(1, amount=Decimal(5), per="head"), plan) is None
    assert needed(task(1), plan) is None
    assert needed(task(1, amount=Decimal("0.001"), per="hectare"), plan) == Decimal("0.001")
