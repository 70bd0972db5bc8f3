"""Events that differ only in when, under which ID, with which things and papers: judged by the first of their kind.

Whoever reads a pallet sends one event ten thousand times, each with another code, letter for letter alike but for a few
values. What they have in common (the *frame*: type, action, step, master data, shape of the lists) is judged once, by
the way every event goes. Of each further one only the holes in the text are looked at, and only while they hold the
plainest values: no JSON is read, and no tree is built until somebody asks for it. Anything else goes the long way. A
test holds both ways to the same answers (tests/gs1/epcis/test_likes.py).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw

from txng.gs1.epcis import cbv, values
from txng.gs1.epcis.event_hash import HASH_ORDER, event_hash, prehash
from txng.gs1.epcis.faults import Fault
from txng.gs1.epcis.fields import EPC_LISTS, FIELDS, INSIDE, QUANTITY, QUANTITY_LISTS
from txng.gs1.epcis.identifiers import look
from txng.gs1.epcis.layouts import PAPERS, PLACES, URI, Hole, Kind, NoLayout, pattern, picker, template
from txng.gs1.epcis.model import Event, Thing, Typed

# Frames of one document; a document in which every event is another kind gains nothing here.
MOST = 64
# Of these, how many an event is laid beside, those last met first.
TRIED = 8
_ANY = "urn:x-txng:any"
_VARY = ("eventID", "eventTime", "parentID", *PLACES, *EPC_LISTS, *QUANTITY_LISTS, *PAPERS)
_NEVER = {"recordTime", "errorDeclaration", "sensorElementList"}
_KNOWN = frozenset(FIELDS) - _NEVER
_IS_URI = re.compile(URI).fullmatch
_GAPS = frozenset({",", ", "})
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_ID, _MOMENT, _ANYTHING, _INSTANCE, _CLASS, _INSTANCES = (
    Kind.ID, Kind.MOMENT, Kind.ANY, Kind.INSTANCE, Kind.CLASS, Kind.INSTANCES,
)  # fmt: skip
_FURTHEST = timedelta(hours=14)
_URIS = (_ANYTHING, _INSTANCE, _CLASS)


class _NotLike(Exception):
    """To be judged for itself."""


class Likes:
    """The frames of one document. `at_length` is the long way, for an event as it was sent and its path."""

    def __init__(self, at_length: Callable[[Raw, str], Event | list[Fault]]) -> None:
        self.at_length = at_length
        self.frames: list[Frame] = []  # the one last met first
        self.made = 0

    def judge(self, raw: Raw, path: str) -> Event | list[Fault]:
        """The event, or why not; what it is asked of first is whether one like it was found good."""
        text = str(raw, "utf-8")
        for place, frame in enumerate(self.frames[:TRIED]):
            if (fits := frame.fullmatch(text)) is not None:
                if place:
                    self.frames.insert(0, self.frames.pop(place))
                try:
                    return Like(frame, fits.groups(), path)
                except _NotLike:
                    return self.at_length(raw, path)
        found = self.at_length(raw, path)
        if self.made < MOST:
            self.made += 1
            if isinstance(found, Event) and (made := _frame(found, text)) is not None:
                self.frames.insert(0, made)
        return found


def _frame(first: Event, text: str) -> Frame | None:
    """None for what cannot be told by parts: fields within fields, words that were warned of at their place."""
    tree = first.tree
    if first.warnings or not _KNOWN.issuperset(tree):
        return None
    if any(not tree[name] or (name in PLACES and set(tree[name]) - INSIDE[name]) for name in _VARY if name in tree):
        return None
    if any(set(part) - QUANTITY for name in QUANTITY_LISTS for part in tree.get(name, ())):
        return None
    try:
        frame = Frame(first, text)
        fits = frame.fullmatch(text)
        if fits is None:
            return None
        again = Like(frame, fits.groups(), first.path)
    except (NoLayout, _NotLike):
        return None
    if not first.id:
        again.name(_ANY)
    whole = Event(tree | {"eventID": first.id or _ANY}, first.prefixes)
    same = again.tree == whole.tree and again.body() == _ENCODER.encode(whole.as_json())
    return frame if same and f";{again.digest()}?" in event_hash(whole) else None


class _Role(NamedTuple):
    """Where in an event a thing is named."""

    role: str
    spot: int
    kind: Kind
    amount: int | None
    uom: str

    @property
    def several(self) -> bool:
        return self.kind == _INSTANCES


class Frame:
    """What a kind of events has in common, read off the first of them."""

    __slots__ = (
        "body", "event_id", "first", "fullmatch", "hashed", "holes", "in_body", "in_hash", "kept", "kinds", "lists",
        "papers", "places", "roles", "time", "tree",
    )  # fmt: skip

    def __init__(self, first: Event, text: str) -> None:
        self.first = first
        self.tree = {name: value for name, value in first.tree.items() if name not in _VARY}
        # Room for whoever works out something that is the same for all of the kind.
        self.kept: dict[str, Any] = {}
        self.fullmatch, self.holes = pattern(text)
        self.kinds = [hole.kind for hole in self.holes]
        spots = {hole.path: place for place, hole in enumerate(self.holes)}
        # Behind the holes stands the ID of ours, where the sender gives none.
        self.event_id = spots.setdefault(("eventID",), len(self.holes))
        self.time = spots["eventTime",]
        self.places = {name: spots[name, "id"] for name in PLACES if (name, "id") in spots}
        normal = Event(first.tree | {"eventID": first.id or _ANY}, first.prefixes).as_json()
        self.body, self.in_body = template(_ENCODER.encode(normal).decode(), spots)
        # Lists of several parts: the hash takes them in the order of what is said of them.
        self.lists: list[tuple[str, list[tuple[str, int, int | None, str]]]] = []
        self.hashed, self.in_hash = self._hashed(spots)
        self.roles = self._roles(spots)
        self.papers = {
            name: [(part.get("type", ""), spots[name, place, of_what]) for place, part in enumerate(first.tree[name])]
            for name, of_what in PAPERS.items()
            if name in first.tree
        }

    def _hashed(self, spots: dict[Any, int]) -> tuple[str, Callable[[list[str]], tuple[str, ...]]]:
        """The text that is hashed, likewise."""
        tree = self.first.tree
        nothing = prehash(Event({"type": tree["type"]}))
        found, order = nothing.replace("%", "%%"), []
        for name in HASH_ORDER:
            if name not in tree or name == "eventID":
                continue
            if name not in _VARY:
                told = prehash(Event({"type": tree["type"], name: tree[name]})).removeprefix(nothing)
                found += told.replace("%", "%%")
                continue
            found += f"{name}%s"
            if name in QUANTITY_LISTS or name in PAPERS:
                order.append(len(self.holes) + 1 + len(self.lists))
                self.lists.append((name, [self._part(name, place, spots) for place in range(len(tree[name]))]))
            else:
                path = next(hole.path for hole in self.holes if hole.field == name)
                found = found[:-2] + {"eventTime": "=", "parentID": "="}.get(name, "id=" if name in PLACES else "epc=")
                found += "%s"
                order.append(spots[path])
        return found, picker(order)

    def _part(self, name: str, place: int, spots: dict[Any, int]) -> tuple[str, int, int | None, str]:
        """What is said before the identifier of one part, where that is, where its amount is, and what follows."""
        part = self.first.tree[name][place]
        if name in QUANTITY_LISTS:
            unit = f"uom={part['uom']}" if "uom" in part else ""
            return (
                "quantityElementepcClass=",
                spots[name, place, "epcClass"],
                spots.get((name, place, "quantity")),
                unit,
            )
        of_what, word = PAPERS[name], part.get("type", "")
        before = f"type={cbv.web_uri(cbv.FIELDS[of_what], word)}" if word else ""
        return f"{before}{of_what}=", spots[name, place, of_what], None, ""

    def _roles(self, spots: dict[Any, int]) -> list[_Role]:
        tree, found = self.first.tree, []
        if "parentID" in tree:
            found.append(_Role("parentID", spots["parentID",], _INSTANCE, None, ""))
        for name in EPC_LISTS:
            if tree.get(name):
                several = len(tree[name]) > 1
                spot = spots[(name,) if several else (name, 0)]
                found.append(_Role(name, spot, _INSTANCES if several else _INSTANCE, None, ""))
        for name in QUANTITY_LISTS:
            for place, part in enumerate(tree.get(name, ())):
                amount = spots.get((name, place, "quantity"))
                found.append(_Role(name, spots[name, place, "epcClass"], _CLASS, amount, part.get("uom", "")))
        return found


class Like(Event):
    """An event of a known frame: an Event like every other, with what is stored of it at hand."""

    __slots__ = ("_tree", "frame", "same", "sent", "shown", "spelled")

    def __init__(self, frame: Frame, sent: tuple[str, ...], path: str) -> None:
        self.frame, self.path = frame, path
        self.prefixes, self.warnings = frame.first.prefixes, ()
        self._tree: dict[str, Any] | None = None
        self.sent = sent
        self.spelled: dict[str, str] = {}  # canonical → as it was sent, where that is not the same
        # By hole: what the normal form shows and what is hashed; behind them the ID, then lists of parts.
        self.shown = shown = [*sent, ""]
        self.same = same = [*sent, ""]
        for place, kind in enumerate(frame.kinds):
            if kind in _URIS:
                looked = look(sent[place])
                if looked.code or (
                    looked.level and kind != _ANYTHING and looked.level != ("class" if kind == _CLASS else "instance")
                ):
                    raise _NotLike
                shown[place], same[place] = looked.canonical, looked.identity
                if looked.canonical != sent[place]:
                    self.spelled[looked.canonical] = sent[place]
            elif kind == _MOMENT:
                shown[place], same[place] = _moment(sent[place])
            elif kind == _INSTANCES:
                self._take(place)
        for name, parts in frame.lists:
            self._take_parts(name, parts)

    def _take(self, place: int) -> None:
        parts = self.sent[place].split('"')
        epcs = parts[::2]
        if not _GAPS.issuperset(parts[1::2]):
            raise _NotLike
        shown, same = [], []
        for epc in epcs:
            looked = look(epc)
            if looked.code or (looked.level and looked.level != "instance") or not _IS_URI(epc):
                raise _NotLike
            if looked.canonical != epc:
                self.spelled[looked.canonical] = epc
            shown.append(looked.canonical)
            same.append(looked.identity)
        if len(set(shown)) != len(shown):
            raise _NotLike
        self.shown[place], self.same[place] = '","'.join(shown), "epc=".join(sorted(same))

    def _take_parts(self, name: str, parts: list[tuple[str, int, int | None, str]]) -> None:
        told = []
        for before, spot, amount, behind in parts:
            quantity = "" if amount is None else f"quantity={self.sent[amount]}"
            told.append(f"{before}{self.same[spot]}{quantity}{behind}")
        if len(told) > 1:
            told.sort()
            if len({self.shown[spot] for _, spot, _, _ in parts}) != len(parts):
                raise _NotLike
        self.same.append("".join(told))

    def name(self, event_id: str) -> None:
        """An ID of ours, where its sender gave none."""
        self.shown[-1] = event_id
        self._tree = None

    @property
    def tree(self) -> dict[str, Any]:  # type: ignore[override]
        if self._tree is None:
            self._tree = self._grown()
        return self._tree

    def _grown(self) -> dict[str, Any]:
        frame = self.frame
        found = {**frame.tree}
        if self.id:
            found["eventID"] = self.id
        for hole, value in zip(frame.holes, self.sent, strict=True):
            _plant(found, hole, value, frame.first.tree)
        return found

    @property
    def id(self) -> str:
        return self.shown[self.frame.event_id]

    @property
    def type(self) -> str:
        return self.frame.first.type

    @property
    def action(self) -> str:
        return self.frame.first.action

    @property
    def biz_step(self) -> str:
        return self.frame.first.biz_step

    @property
    def ilmd(self) -> dict[str, Any]:
        return self.frame.first.ilmd

    @property
    def time(self) -> str:
        """As it was sent, and PostgreSQL reads it so."""
        return self.sent[self.frame.time]

    @property
    def event_time(self) -> datetime:
        return values.moment(self.time)

    @property
    def error_declaration(self) -> None:
        return None

    @property
    def read_point(self) -> str:
        return self._place("readPoint")

    @property
    def biz_location(self) -> str:
        return self._place("bizLocation")

    def _place(self, name: str) -> str:
        spot = self.frame.places.get(name)
        return "" if spot is None else self.same[spot]

    def _typed(self, field_name: str, name: str) -> tuple[Typed, ...]:
        return tuple([Typed(word, self.same[spot]) for word, spot in self.frame.papers.get(field_name, ())])

    def named(self) -> Iterator[tuple[str, str, str, str | None, str]]:
        """What `things` tells, bare: (role, identity, as it was sent, amount as text, unit)."""
        for role, spot, kind, amount, uom in self.frame.roles:
            if kind == _INSTANCES:
                for epc in self.sent[spot].split('"')[::2]:
                    yield role, look(epc).identity, epc, None, ""
            else:
                yield role, self.same[spot], self.sent[spot], None if amount is None else self.sent[amount], uom

    def things(self) -> Iterator[Thing]:
        for role, same, sent, amount, uom in self.named():
            quantity = None if amount is None else Decimal(amount) if "." in amount else int(amount)
            yield Thing(role, same, sent, quantity, uom, is_class=role in QUANTITY_LISTS)

    def body_text(self) -> str:
        """The normal form (`as_json`) as JSON."""
        return self.frame.body % self.frame.in_body(self.shown)

    def body(self) -> bytes:
        return self.body_text().encode()

    def digest(self) -> str:
        """The hash of CBV 2.0, hexadecimal."""
        text = self.frame.hashed % self.frame.in_hash(self.same)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plant(found: dict[str, Any], hole: Hole, value: str, first: dict[str, Any]) -> None:
    name = hole.field
    if hole.kind == _INSTANCES:
        found[name] = value.split('"')[::2]
    elif len(hole.path) == 1:
        found[name] = value
    elif name in PLACES:
        found[name] = {"id": value}
    elif name in EPC_LISTS:
        found[name] = [value]
    else:
        if name not in found:
            found[name] = [{**part} for part in first[name]]
        part = found[name][hole.path[1]]
        part[hole.path[2]] = value if hole.kind != Kind.AMOUNT else Decimal(value) if "." in value else int(value)


def _moment(time: str) -> tuple[str, str]:
    zone = "Z" if time[-1] == "Z" else time[-6:]
    fraction = time[20 : -len(zone)] if time[19] == "." else ""
    second = _second(time[:19] + zone)
    if len(fraction) <= 3:
        shown = f"{second}.{fraction.ljust(3, '0')}Z"
        return shown, shown
    return values.utc_text(time), values.hash_text(time)


@lru_cache(maxsize=4_096)
def _second(time: str) -> str:
    """In UTC; a reader of pallets sees many things within one second. Of the shape the layout asks for, so Python's own
    reader will do; a test holds it to the one that reads everything (values.is_time)."""
    try:
        moment = datetime.fromisoformat(time)
        shown = moment.astimezone(UTC).isoformat()[:19]
    except (ValueError, OverflowError):
        raise _NotLike from None
    if time[-1] != "Z" and (time[-2:] > "59" or abs(moment.utcoffset() or timedelta()) > _FURTHEST):
        raise _NotLike
    return shown
