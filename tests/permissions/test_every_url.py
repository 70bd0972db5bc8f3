"""Every address × every person, as one table (architecture 3.11, G14).

Rows stand beside each other by area in rows_<area>.py: statuses for lanh, tu, khai, hanh, dung, nam, mai, guest. A
URL name without a row fails, so nobody adds a door without saying who may use it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.permissions
from tests.cast import CAST, sign_in

PERSONS = (*CAST, "guest")
Row = tuple[int, ...]


def _rows() -> tuple[dict[tuple[str, str], Row], dict[str, Callable[[Any], dict[str, Any]]]]:
    rows: dict[tuple[str, str], Row] = {}
    kwargs: dict[str, Callable[[Any], dict[str, Any]]] = {}
    for module in pkgutil.iter_modules(tests.permissions.__path__):
        if module.name.startswith("rows_"):
            found = importlib.import_module(f"tests.permissions.{module.name}")
            assert not rows.keys() & found.ROWS.keys(), f"{module.name} repeats a row"
            rows |= found.ROWS
            kwargs |= getattr(found, "KWARGS", {})
    return rows, kwargs


ROWS, KWARGS = _rows()


def all_url_names() -> set[str]:
    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                yield from walk(pattern.url_patterns, inner)
            else:
                assert pattern.name, f"{pattern} has no name"
                yield prefix + pattern.name

    return set(walk(get_resolver().url_patterns, ""))


def test_no_url_is_missing_from_the_table() -> None:
    listed = {name for _, name in ROWS}
    assert all_url_names() - listed == set(), "addresses without a row"
    assert listed - all_url_names() == set(), "rows without an address"


def test_every_person_of_the_cast_has_a_column() -> None:
    assert {key: len(row) for key, row in ROWS.items() if len(row) != len(PERSONS)} == {}


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "name"), sorted(ROWS), ids=lambda value: str(value))
def test_every_person_gets_the_listed_answer(method: str, name: str, people: Any, organisations: Any) -> None:
    from tests.permissions.world import World

    world = World(people=people, organisations=organisations)
    kwargs = KWARGS[name](world) if name in KWARGS else {}
    path = reverse(name, kwargs=kwargs) if not isinstance(kwargs, str) else kwargs
    answers = []
    for person in PERSONS:
        client = Client()
        if person != "guest":
            sign_in(client, people[person].user)
        answers.append(client.generic(method, path).status_code)
    assert dict(zip(PERSONS, answers, strict=True)) == dict(zip(PERSONS, ROWS[method, name], strict=True))
