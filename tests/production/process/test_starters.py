"""The platform's samples are agronomy somebody will follow: each file is checked, line by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from tests import make
from txng.catalogue import groups
from txng.production import units
from txng.production.banned import banned
from txng.production.models import Activity, ProcessTask, ProcessTemplate
from txng.production.process import starters
from txng.production.process.rules import EARLIEST, LATEST, unsafe
from txng.production.process.starters import Starter, StarterTask
from txng.production.work import activities_of

WANTED = """
    lua-dong-xuan lua-he-thu lua-thu-dong rau-an-la dua-luoi-nha-mang cam buoi sau-rieng che ca-phe ga-thit heo-thit
    tom-the ca-tra mat-ong mien-bun thit-say tho-cam hat-de
""".split()  # noqa: SIM905 - read as a text


def tasks_of(starter: Starter) -> list[ProcessTask]:
    template = ProcessTemplate(nature=starter.nature)
    return [task.as_task(template, position) for position, task in enumerate(starter.tasks)]


def faults(starter: Starter) -> list[str]:
    """What nobody should follow, or could not."""
    found = []
    known = {unit.name for unit in units.all_units()}
    known_groups = {group.id for group in groups.all_groups() if group.nature == starter.nature}
    found += [f"group {group}" for group in starter.groups if group not in known_groups]
    for task in tasks_of(starter):
        if not EARLIEST <= task.first_day <= task.last_day <= LATEST:
            found.append(f"{task}: days {task.first_day}–{task.last_day}")
        if (task.every is None) != (task.until is None):
            found.append(f"{task}: repeated without an end, or an end without repeating")
        if task.every is not None and not (task.until or 0) > task.first_day:
            found.append(f"{task}: repeated until day {task.until}")
        if task.every is not None and task.every <= task.last_day - task.first_day:
            found.append(f"{task}: the next turn begins before the last one ends")
        if task.activity not in activities_of(starter.nature):
            found.append(f"{task}: there is no {task.activity} in {starter.nature}")
        if task.amount is not None and (task.amount <= 0 or task.amount_unit not in known):
            found.append(f"{task}: {task.amount} {task.amount_unit}")
        if task.material_kind and not task.what:
            found.append(f"{task}: of which material?")
        if banned(task.what, kind=task.material_kind or "other", on=date(2026, 1, 1)):
            found.append(f"{task}: {task.what} is banned")
        if task.activity == Activity.SPRAY and task.phi_days is None:
            found.append(f"{task}: a spray without a waiting time")
    found += [f"{task}: harvest on day {day}, free from day {free}" for task, day, free in unsafe(tasks_of(starter))]
    return found


def test_every_sample_the_design_names_is_there() -> None:
    assert sorted(starters.starters()) == sorted(WANTED)


@pytest.mark.parametrize("name", WANTED)
def test_a_sample_can_be_followed(name: str) -> None:
    starter = starters.starters()[name]
    assert faults(starter) == []
    assert starter.title and starter.first_day_is and starter.source.startswith("Mẫu của hệ thống")
    made = {task.activity for task in starter.tasks}
    assert made & ({Activity.HARVEST} if groups.group(starter.groups[0]).is_harvested else {Activity.PACK})  # type: ignore[union-attr]
    assert len(starter.tasks) >= 8


def test_the_check_notices_each_slip() -> None:
    rice = starters.starters()["lua-dong-xuan"]
    slips = {
        "free from": StarterTask(days=(90,), activity=Activity.SPRAY, title="Phun", phi=14),
        "days 5–3": StarterTask(days=(5, 3), activity=Activity.WEED, title="Cỏ"),
        "no feed": StarterTask(days=(5,), activity=Activity.FEED, title="Cho ăn"),
        "thúng": StarterTask(days=(5,), activity=Activity.WEED, title="Cỏ", amount="2", unit="thúng"),
        "without an end": StarterTask(days=(5,), activity=Activity.WEED, title="Cỏ", every=3),
        "banned": StarterTask(days=(5,), activity=Activity.SPRAY, title="Phun", what="Paraquat 20SL", phi=1),
        "waiting time": StarterTask(days=(5,), activity=Activity.SPRAY, title="Phun"),
    }
    for expected, task in slips.items():
        assert any(expected in fault for fault in faults(replace(rice, tasks=(*rice.tasks, task)))), expected


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_a_new_version_takes_the_place_of_the_old(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ProcessTemplate.objects.all()  # whatever the database brought along
    starters.load(make.AT)
    before = list(ProcessTemplate.objects.exclude(starter="").order_by("id").values())
    assert len(before) == len(WANTED) and starters.load(make.AT) == 0
    assert list(ProcessTemplate.objects.exclude(starter="").order_by("id").values()) == before
    changed = dict(starters.starters())
    changed["lua-he-thu"] = replace(changed["lua-he-thu"], version=2)
    monkeypatch.setattr(starters, "starters", lambda: changed)
    assert starters.load(make.AT) == 1
    first, second = ProcessTemplate.objects.filter(starter="lua-he-thu").order_by("version")
    assert (first.state, second.state, first.family) == ("retired", "published", second.family)


@pytest.mark.django_db
def test_the_database_itself_keeps_what_was_published() -> None:
    starters.load(make.AT)
    rice = ProcessTemplate.objects.get(starter="lua-dong-xuan", state="published")
    task = rice.tasks.first()
    assert task is not None

    def rename() -> None:
        ProcessTemplate.objects.filter(pk=rice.pk).update(title="Khác")

    def change() -> None:
        ProcessTask.objects.filter(pk=task.pk).update(amount=Decimal(900))

    def add() -> None:
        ProcessTask.objects.create(template=rice, activity="weed", title="Thêm", first_day=1, last_day=1)

    def back() -> None:
        ProcessTemplate.objects.filter(pk=rice.pk).update(state="draft")

    for meddle in (rename, change, add, back, task.delete, rice.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            meddle()
