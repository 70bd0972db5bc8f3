"""“Việc của tôi”: one list by deadline, whatever the work comes from (ux.md D12)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from txng.access import Actor
from txng.project import trays
from txng.review.trays import Task, by_deadline

TODAY = date(2026, 9, 21)


def task(days: int | None, title: str = "x") -> Task:
    due = None if days is None else TODAY + timedelta(days=days)
    return Task(kind="Hồ sơ", title=title, organisation="", address="/", state="waiting", state_label="", due_on=due)


def shape(tasks: list[Task]) -> dict[str, list[str]]:
    with translation.override("vi"):
        return {group.label: [t.title for t in group.tasks] for group in by_deadline(tasks, TODAY)}


def test_work_stands_in_four_groups_with_the_most_urgent_first() -> None:
    tasks = [task(days, str(days)) for days in (4, 3, 1, 0, -1, -30)] + [task(None, "none")]
    assert shape(tasks) == {
        "Quá hạn": ["-30", "-1"],
        "Đến hạn hôm nay": ["0"],
        "Sắp đến hạn": ["1", "3"],
        "Chưa đến hạn": ["4", "none"],
    }
    assert list(shape(tasks)) == ["Quá hạn", "Đến hạn hôm nay", "Sắp đến hạn", "Chưa đến hạn"]


def test_an_empty_group_has_no_heading() -> None:
    assert shape([]) == {}
    assert shape([task(0)]) == {"Đến hạn hôm nay": ["x"]}


def test_work_of_the_same_day_stands_by_name() -> None:
    assert shape([task(1, "b"), task(1, "a")]) == {"Sắp đến hạn": ["a", "b"]}


@given(st.lists(st.none() | st.integers(-400, 400), max_size=30))
def test_no_work_is_lost_or_shown_twice_and_deadlines_only_grow(days: list[int | None]) -> None:
    tasks = [task(each, str(n)) for n, each in enumerate(days)]
    shown = [t for group in by_deadline(tasks, TODAY) for t in group.tasks]
    assert sorted(t.title for t in shown) == sorted(t.title for t in tasks)
    due = [t.due_on or date.max for t in shown]
    assert due == sorted(due)


@pytest.mark.django_db
def test_every_area_named_has_a_tray_and_the_list_is_all_of_them(hanh: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new area is asked by adding its name; a name without a tray would fail for every officer."""
    for area in trays.AREAS:
        module = trays.import_module(f"txng.{area}.queries")
        monkeypatch.setattr(module, "tray", lambda actor, area=area: [task(0, f"{area} {actor.label}")])
    assert [t.title for t in trays.tasks_of(hanh)] == [f"{area} {hanh.label}" for area in trays.AREAS]


def test_no_area_with_a_tray_is_forgotten() -> None:
    from importlib.util import find_spec
    from pathlib import Path

    import txng

    with_tray = {
        path.parent.name
        for path in Path(txng.__path__[0]).glob("*/queries.py")
        if "\ndef tray(" in path.read_text() and find_spec(f"txng.{path.parent.name}.queries")
    }
    assert with_tray == set(trays.AREAS)
