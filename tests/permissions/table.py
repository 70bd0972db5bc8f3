"""The rows of rows_<area>.py: every address × method × person × relation, declared by hand.

    GET  lot-detail    200  200  404 …     the thing is bà Lành's: her establishment, cô Hạnh's commune manages it
           same-area   404  404  404 …     a firm's of the same commune, managed by ông Nam's department
           foreign     404  404  200 …     ông Khải's, of another commune
           cancelled   200  200  404 …     bà Lành's, and over (ENDED says how)
           none        404  404  404 …     there is no such thing

An address without a thing has its first line alone. Methods that stand in no line are taken from nobody.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.permissions
from tests.cast import CAST

PERSONS = (*CAST, "guest")
OWN, SAME_AREA, FOREIGN, CANCELLED, NONE = RELATIONS = ("own", "same-area", "foreign", "cancelled", "none")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
Row = tuple[int, ...]


@dataclass
class Table:
    rows: dict[tuple[str, str], dict[str, Row]] = field(default_factory=dict)  # method, name: relation: statuses
    things: dict[str, Callable[[Any], Any]] = field(default_factory=dict)  # name: what its address opens in a world
    ended: dict[str, Callable[[Any], Any]] = field(default_factory=dict)  # name: make that thing over

    def address(self, name: str, world: Any, change: Callable[[Any], Any] = lambda value: value) -> str:
        """Of that world's thing, each part of its name changed before; a key `?x` is a parameter."""
        thing = {key: change(value) for key, value in self.things[name](world).items()} if name in self.things else {}
        asked = urlencode({key[1:]: value for key, value in thing.items() if key[0] == "?"})
        path = reverse(name, kwargs={key: value for key, value in thing.items() if key[0] != "?"})
        return f"{path}?{asked}" if asked else path

    @property
    def names(self) -> set[str]:
        return {name for _, name in self.rows}

    @property
    def cells(self) -> int:
        return sum(len(row) for relations in self.rows.values() for row in relations.values())


def rows_of(text: str) -> dict[tuple[str, str], dict[str, Row]]:
    """Raise ValueError for a line that is no row: a slip of the pen must not take a cell away."""
    found: dict[tuple[str, str], dict[str, Row]] = {}
    key = ("", "")
    for line in filter(None, (line.split("#")[0].split() for line in text.splitlines())):
        if line == list(PERSONS):
            continue
        words, statuses = line[: -len(PERSONS)], tuple(int(word) for word in line[-len(PERSONS) :])
        if len(words) == 2 and words[0] in METHODS and tuple(words) not in found:
            key = (words[0], words[1])
            found[key] = {OWN: statuses}
        elif len(words) == 1 and words[0] in RELATIONS[1:] and words[0] not in found[key]:
            found[key][words[0]] = statuses
        else:
            raise ValueError(f"not a row, or a row said twice: {' '.join(line)}")
    return found


def rows_of_statuses(text: str) -> dict[tuple[str, str], int]:
    """Lines of a method, an address and one status."""
    lines = [line.split("#")[0].split() for line in text.splitlines()]
    found = {(method, name): int(status) for method, name, status in filter(None, lines)}
    assert len(found) == len([line for line in lines if line]), "a line said twice"
    return found


def read() -> Table:
    table = Table()
    for module in pkgutil.iter_modules(tests.permissions.__path__):
        if module.name.startswith("rows_"):
            area = importlib.import_module(f"tests.permissions.{module.name}")
            rows = rows_of(area.ROWS)
            assert not table.rows.keys() & rows.keys(), f"{module.name} repeats a row"
            table.rows |= rows
            table.things |= getattr(area, "THINGS", {})
            table.ended |= getattr(area, "ENDED", {})
    return table


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
