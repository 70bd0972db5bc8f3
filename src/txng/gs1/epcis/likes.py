"""Events that differ only in when, under which ID, with which things and papers: judged by the first of their kind.

Whoever reads a pallet sends one event ten thousand times, each with another code. What two of them have in common (the
*frame*: type, action, step, places, master data, shape of the lists) is judged once, by the way every event goes.
Of each further one only the parts that change are looked at, and only while they are of the plainest form: anything
else goes the long way. A test holds both ways to the same answers (tests/gs1/epcis/test_likes.py).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import UNSET, Raw, UnsetType

from txng.gs1.epcis import cbv, values
from txng.gs1.epcis.event_hash import HASH_ORDER, event_hash, prehash
from txng.gs1.epcis.faults import Fault
from txng.gs1.epcis.fields import EPC_LISTS, QUANTITY_LISTS
from txng.gs1.epcis.identifiers import look
from txng.gs1.epcis.model import Event

# Frames of one document; a document in which every event is another kind gains nothing here.
MOST = 256
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.([0-9]{1,6}))?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
# URIs nobody could read in two ways: no escapes, no quotes, nothing but ASCII.
_URI = re.compile(r"(?:urn:[a-z][a-z0-9-]{1,30}:|https?://[a-z0-9][a-z0-9.-]*/)[A-Za-z0-9._:/-]+")
# A number that already is as the normal form writes it.
_NUMBER = re.compile(rb"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{0,8}[1-9])?")
_PAPERS = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}
_Ids = list[str] | UnsetType
_NOTHING = Raw(b"")


class _Amount(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    epcClass: str
    quantity: Raw = _NOTHING
    uom: str | UnsetType = UNSET


class _Paper(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    type: str | UnsetType = UNSET
    bizTransaction: str = ""
    source: str = ""
    destination: str = ""


class _Place(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    id: str


_Amounts = list[_Amount] | UnsetType
_Papers = list[_Paper] | UnsetType


class _Sent(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """An event without extensions. Raw parts are of the frame, letter for letter."""

    type: Raw
    eventTime: str
    eventTimeZoneOffset: Raw
    eventID: str | UnsetType = UNSET
    certificationInfo: Raw = _NOTHING
    parentID: str | UnsetType = UNSET
    epcList: _Ids = UNSET
    childEPCs: _Ids = UNSET
    inputEPCList: _Ids = UNSET
    outputEPCList: _Ids = UNSET
    quantityList: _Amounts = UNSET
    childQuantityList: _Amounts = UNSET
    inputQuantityList: _Amounts = UNSET
    outputQuantityList: _Amounts = UNSET
    action: Raw = _NOTHING
    transformationID: Raw = _NOTHING
    bizStep: Raw = _NOTHING
    disposition: Raw = _NOTHING
    persistentDisposition: Raw = _NOTHING
    readPoint: _Place | UnsetType = UNSET
    bizLocation: _Place | UnsetType = UNSET
    bizTransactionList: _Papers = UNSET
    sourceList: _Papers = UNSET
    destinationList: _Papers = UNSET
    ilmd: Raw = _NOTHING


_PLACES = ("readPoint", "bizLocation")
_VARY = ("eventID", "eventTime", "parentID", *_PLACES, *EPC_LISTS, *QUANTITY_LISTS, *_PAPERS)
_decode = msgspec.json.Decoder(_Sent).decode
_ANY = "urn:x-txng:any"
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class _NotLike(Exception):
    """To be judged for itself."""


class Likes:
    """The frames of one document. `at_length` is the long way, for an event as it was sent and its path."""

    def __init__(self, at_length: Callable[[Raw, str], Event | list[Fault]]) -> None:
        self.at_length = at_length
        self.frames: dict[Any, Frame | None] = {}

    def judge(self, raw: Raw, path: str) -> Event | list[Fault]:
        """The event, or why not; what it is asked of first is whether one like it was found good."""
        try:
            sent = _decode(raw)
            key = _frame_of(sent)
            if key in self.frames:
                frame = self.frames[key]
                return Like(frame, sent, path) if frame is not None else self.at_length(raw, path)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, _NotLike):
            return self.at_length(raw, path)
        found = self.at_length(raw, path)
        if len(self.frames) < MOST:
            self.frames[key] = _frame(found, sent) if isinstance(found, Event) else None
        return found


def _frame_of(sent: _Sent) -> Any:
    """Everything but the values that vary: that they are there, their units and types belong to it."""
    return (
        bytes(sent.type),
        bytes(sent.eventTimeZoneOffset),
        bytes(sent.action),
        bytes(sent.bizStep),
        bytes(sent.disposition),
        bytes(sent.transformationID),
        bytes(sent.persistentDisposition),
        bytes(sent.certificationInfo),
        bytes(sent.ilmd),
        sent.readPoint is UNSET,
        sent.bizLocation is UNSET,
        sent.parentID is UNSET,
        sent.epcList is UNSET,
        sent.childEPCs is UNSET,
        sent.inputEPCList is UNSET,
        sent.outputEPCList is UNSET,
        _units(sent.quantityList),
        _units(sent.childQuantityList),
        _units(sent.inputQuantityList),
        _units(sent.outputQuantityList),
        _types(sent.bizTransactionList, "bizTransaction"),
        _types(sent.sourceList, "source"),
        _types(sent.destinationList, "destination"),
    )


def _units(parts: _Amounts) -> Any:
    return parts if parts is UNSET else tuple([(part.uom, part.quantity != _NOTHING) for part in parts])


def _types(parts: _Papers, name: str) -> Any:
    if parts is UNSET:
        return parts
    found = []
    for part in parts:
        # Exactly one of the three, and the one of this list.
        if not getattr(part, name) or (part.bizTransaction != "") + (part.source != "") + (part.destination != "") != 1:
            raise _NotLike
        found.append(part.type)
    return tuple(found)


def _frame(first: Event, sent: _Sent) -> Frame | None:
    """None for what cannot be told by parts: fields within fields, words that were warned of at their place."""
    frame = Frame(first)
    try:
        again = Like(frame, sent, first.path)
    except _NotLike:
        return None
    again.name(first.id or _ANY)
    whole = Event(first.tree | {"eventID": first.id or _ANY}, first.prefixes)
    same = again.tree == whole.tree and again.body() == _ENCODER.encode(whole.as_json())
    return frame if same and f";{again.digest()}?" in event_hash(whole) and not first.warnings else None


class Frame:
    """What a kind of events has in common, read off the first of them."""

    __slots__ = ("first", "hashed", "tree", "types", "written")

    def __init__(self, first: Event) -> None:
        self.first = first
        self.tree = {name: value for name, value in first.tree.items() if name not in _VARY}
        # The words of papers, bare, in their order.
        self.types = {
            name: [part.get("type", "") for part in first.tree[name]] for name in _PAPERS if name in first.tree
        }
        self.written = self._written()
        self.hashed = self._hashed()

    def _written(self) -> list[tuple[bytes, str]]:
        """The normal form: bytes that stay, and what varies behind them."""
        found, stays = [], b"{"
        body = self.first.as_json()
        # The ID stands before the time, whether or not the first one had any.
        names = [name for name in body if name != "eventID"]
        names.insert(names.index("eventTime"), "eventID")
        for number, name in enumerate(names):
            stays += b'%b"%b":' % (b"," if number else b"", name.encode())
            if name in _VARY:
                found.append((stays, name))
                stays = b""
            else:
                stays += _ENCODER.encode(body[name])
        return [*found, (stays + b"}", "")]

    def _hashed(self) -> list[tuple[str, str]]:
        """The text that is hashed, likewise."""
        tree = self.first.tree
        nothing = prehash(Event({"type": tree["type"]}))
        found, stays = [], nothing
        for name in HASH_ORDER:
            if name in tree and name in _VARY:
                found.append((stays, name))
                stays = ""
            elif name in tree:
                stays += prehash(Event({"type": tree["type"], name: tree[name]})).removeprefix(nothing)
        return [*found, (stays, "")]


class Like(Event):
    """An event of a known frame: an Event like every other, with what is stored of it at hand."""

    __slots__ = ("_hashed", "_written", "frame", "spelled")

    def __init__(self, frame: Frame, sent: _Sent, path: str) -> None:
        first = frame.first
        super().__init__({**frame.tree}, first.prefixes, path)
        self.frame = frame
        self.spelled: dict[str, str] = {}  # canonical → as it was sent, where that is not the same
        self._written: dict[str, bytes] = {"": b""}
        self._hashed: dict[str, str] = {"": ""}
        self._take_id_and_time(sent)
        if sent.parentID is not UNSET:
            shown, same = self._identifier(sent.parentID, "instance")
            self._keep("parentID", sent.parentID, f'"{shown}"', f"parentID={same}")
        for name in _PLACES:
            if (place := getattr(sent, name)) is not UNSET:
                shown, same = self._identifier(place.id, "")
                self._keep(name, {"id": place.id}, f'{{"id":"{shown}"}}', f"{name}id={same}")
        for name in EPC_LISTS:
            if (epcs := getattr(sent, name)) is not UNSET:
                self._take_epcs(name, epcs)
        for name in QUANTITY_LISTS:
            if (parts := getattr(sent, name)) is not UNSET:
                self._take_amounts(name, parts)
        for name, of_what in _PAPERS.items():
            if (parts := getattr(sent, name)) is not UNSET:
                self._take_papers(name, of_what, parts)

    def _keep(self, name: str, value: Any, written: str, hashed: str) -> None:
        self.tree[name] = value
        self._written[name] = written.encode()
        self._hashed[name] = hashed

    def _take_id_and_time(self, sent: _Sent) -> None:
        self._written["eventID"] = b'""'
        if sent.eventID is not UNSET:
            if not _URI.fullmatch(sent.eventID):
                raise _NotLike
            self.name(sent.eventID)
        time = sent.eventTime
        found = _TIME.fullmatch(time)
        if found is None or not values.is_time(time):
            raise _NotLike
        fraction = found[1] or ""
        if len(fraction) <= 3:
            shown = hashed = f"{values.moment(time).astimezone(UTC).isoformat()[:19]}.{fraction.ljust(3, '0')}Z"
        else:
            shown, hashed = values.utc_text(time), values.hash_text(time)
        self._keep("eventTime", time, f'"{shown}"', f"eventTime={hashed}")

    def name(self, event_id: str) -> None:
        """The ID of the event, also one of ours where its sender gave none."""
        self.tree["eventID"] = event_id
        self._written["eventID"] = b'"%b"' % event_id.encode()

    def _identifier(self, uri: str, level: str) -> tuple[str, str]:
        if not _URI.fullmatch(uri):
            raise _NotLike
        looked = look(uri)
        if looked.code or (looked.level and level and looked.level != level):
            raise _NotLike
        if looked.canonical != uri:
            self.spelled[looked.canonical] = uri
        return looked.canonical, looked.identity

    def _take_epcs(self, name: str, epcs: list[str]) -> None:
        found = [self._identifier(epc, "instance") for epc in epcs]
        shown = [canonical for canonical, _ in found]
        if not found or len(set(shown)) != len(shown):
            raise _NotLike
        hashed = name + "".join(sorted([f"epc={same}" for _, same in found]))
        self._keep(name, epcs, '["' + '","'.join(shown) + '"]', hashed)

    def _take_amounts(self, name: str, parts: list[_Amount]) -> None:
        tree: list[dict[str, Any]] = []
        written, hashed, classes = [], [], set()
        for part in parts:
            shown, same = self._identifier(part.epcClass, "class")
            one: dict[str, Any] = {"epcClass": part.epcClass}
            text, told = f'{{"epcClass":"{shown}"', f"quantityElementepcClass={same}"
            if part.quantity != _NOTHING:
                if not _NUMBER.fullmatch(part.quantity):
                    raise _NotLike
                amount = bytes(part.quantity).decode()
                one["quantity"] = Decimal(amount) if "." in amount else int(amount)
                text += f',"quantity":{amount}'
                told += f"quantity={amount}"
            if part.uom is not UNSET:
                one["uom"] = part.uom
                text += f',"uom":"{part.uom}"'  # the first one's: the schema has seen it
                told += f"uom={part.uom}"
            tree.append(one)
            written.append(text + "}")
            hashed.append(told)
            classes.add(shown)
        if not parts or len(classes) != len(parts):
            raise _NotLike
        self._keep(name, tree, "[" + ",".join(written) + "]", name + "".join(sorted(hashed)))

    def _take_papers(self, name: str, of_what: str, parts: list[_Paper]) -> None:
        tree: list[dict[str, str]] = []
        written, hashed, ids = [], [], set()
        for word, part in zip(self.frame.types[name], parts, strict=True):
            sent = getattr(part, of_what)
            shown, same = self._identifier(sent, "")
            kind = {"type": word} if word else {}
            tree.append({**kind, of_what: sent})
            written.append(_ENCODER.encode({**kind, of_what: shown}).decode())
            hashed.append((f"type={cbv.web_uri(cbv.FIELDS[of_what], word)}" if word else "") + f"{of_what}={same}")
            ids.add(shown)
        if not parts or len(ids) != len(parts):
            raise _NotLike
        self._keep(name, tree, "[" + ",".join(written) + "]", name + "".join(sorted(hashed)))

    def body(self) -> bytes:
        """The normal form (`as_json`) as JSON."""
        varies = self._written
        return b"".join([stays + varies[name] for stays, name in self.frame.written])

    def digest(self) -> str:
        """The hash of CBV 2.0, hexadecimal."""
        varies = self._hashed
        text = "".join([stays + varies[name] for stays, name in self.frame.hashed])
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
