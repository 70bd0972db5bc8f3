"""The text of one event as a pattern, with holes where the values of its like vary.

Nothing here judges: which holes there may be and what may stand in them is likes.py's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from operator import itemgetter
from typing import Any

from txng.gs1.epcis.fields import EPC_LISTS, QUANTITY_LISTS

PAPERS = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}
PLACES = ("readPoint", "bizLocation")
# URIs nobody could read in two ways: no escapes, no quotes, nothing but ASCII; and never near the length of a fault.
URI = r"(?:urn:[a-z][a-z0-9-]{1,30}:|https?://[a-z0-9][a-z0-9.-]{0,200}/)[A-Za-z0-9._:/-]{1,400}"
_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
# A number that already is as the normal form writes it.
_NUMBER = r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{0,8}[1-9])?"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+|\s+')

Path = tuple[str | int, ...]


class Kind(IntEnum):
    ID = 0
    MOMENT = 1
    ANY = 2  # places and papers: of either level
    INSTANCE = 3
    CLASS = 4
    INSTANCES = 5  # a list of any length
    AMOUNT = 6


_PATTERNS = {
    Kind.MOMENT: f'"({_TIME})"',
    Kind.INSTANCES: r'\["([^\[\]\\]*)"\]',
    Kind.AMOUNT: f"({_NUMBER})",
}
_URI_HOLE = f'"({URI})"'
_MARKS = {Kind.AMOUNT: "%s", Kind.INSTANCES: '["%s"]'}


class NoLayout(Exception):
    """A text whose holes cannot be named."""


@dataclass(frozen=True, slots=True)
class Hole:
    path: Path
    kind: Kind

    @property
    def field(self) -> str:
        return str(self.path[0])


def kind_of(path: Path) -> Kind | None:
    name = path[0]
    if len(path) == 1:
        return {"eventID": Kind.ID, "eventTime": Kind.MOMENT, "parentID": Kind.INSTANCE}.get(str(name))
    if name in PLACES and path[1:] == ("id",):
        return Kind.ANY
    if name in EPC_LISTS and len(path) == 2:
        return Kind.INSTANCE
    if name in QUANTITY_LISTS and len(path) == 3:
        return {"epcClass": Kind.CLASS, "quantity": Kind.AMOUNT}.get(str(path[2]))
    if name in PAPERS and len(path) == 3 and path[2] == PAPERS[str(name)]:
        return Kind.ANY
    return None


def pattern(text: str) -> tuple[Callable[[str], re.Match[str] | None], list[Hole]]:
    """What texts of the same layout match, and the holes in their order."""
    found, holes = "", []
    for piece, hole in _pieces(text):
        if hole is None:
            found += re.escape(piece)
        else:
            holes.append(hole)
            found += _PATTERNS.get(hole.kind, _URI_HOLE)
    if len({hole.path for hole in holes}) != len(holes):
        raise NoLayout  # a name given twice
    return re.compile(found).fullmatch, holes


def template(text: str, spots: dict[Path, int]) -> tuple[str, Callable[[list[str]], tuple[str, ...]]]:
    """Another text with holes at the same paths, to be filled by `%`, and who picks the values in its order."""
    found, order = "", []
    for piece, hole in _pieces(text):
        if hole is None:
            found += piece.replace("%", "%%")
        elif hole.path not in spots:
            raise NoLayout
        else:
            order.append(spots[hole.path])
            found += _MARKS.get(hole.kind, '"%s"')
    return found, picker(order)


def picker(order: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    if len(order) < 2:
        return lambda values: tuple(values[place] for place in order)
    return itemgetter(*order)


def _pieces(text: str) -> Iterator[tuple[str, Hole | None]]:
    """Token by sign, a list of several single things as one."""
    tokens = [(sign, path) for sign, path in _tokens(text)]
    place = 0
    while place < len(tokens):
        sign, path = tokens[place]
        if sign == "[" and len(path) == 1 and path[0] in EPC_LISTS:
            end = next(later for later in range(place, len(tokens)) if tokens[later] == ("]", path))
            if sum(len(inside) == 2 for _, inside in tokens[place:end]) > 1:
                yield "".join(one for one, _ in tokens[place : end + 1]), Hole(path, Kind.INSTANCES)
                place = end + 1
                continue
        kind = kind_of(path) if path and sign[0] not in "{}[]" else None
        yield sign, None if kind is None else Hole(path, kind)
        place += 1


def _tokens(text: str) -> Iterator[tuple[str, Path]]:
    """(sign, path): the path of a value, of the brackets around a list or object, or () for what is between."""
    stack: list[Any] = []  # names of objects, positions of lists
    is_name = False
    for found in _TOKEN.finditer(text):
        sign = found[0]
        if sign in "{[":
            yield sign, tuple(stack)
            stack.append(0 if sign == "[" else "")
            is_name = sign == "{"
        elif sign in "}]":
            stack.pop()
            yield sign, tuple(stack)
        elif sign == ",":
            is_name = isinstance(stack[-1], str)
            if not is_name:
                stack[-1] += 1
            yield sign, ()
        elif sign == ":":
            is_name = False
            yield sign, ()
        elif sign.isspace():
            yield sign, ()
        elif is_name:
            stack[-1] = sign[1:-1]
            yield sign, ()
        else:
            yield sign, tuple(stack)
