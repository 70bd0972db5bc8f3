"""One event as lines of COPY: everything that can be said of it without asking the database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import msgspec

from txng.gs1.epcis import Event, Fault, Thing, event_hash
from txng.gs1.epcis.identifiers import canonical as looked
from txng.gs1.epcis.likes import Like
from txng.trace.graph.edges import draws
from txng.trace.graph.keeping import edge_lines, text
from txng.trace.models.captured import LONGEST
from txng.trace.numbers import ACTIONS, ROLES, TYPES

EVENT_COLUMNS = (
    "id", "event_id", "declared_at", "hash", "hash_ver", "type", "action", "event_time", "zone_minutes",
    "biz_step", "disposition", "read_point", "biz_location", "body", "sent", "position",
    "record_time", "capture_id", "establishment_id", "agency_id", "unit_path", "sector", "managing_agency_id",
)  # fmt: skip
IDENTIFIER_COLUMNS = ("event_id", "position", "role", "key", "quantity", "uom", "event_time")
HASH_VERSION = 20
_NULL = "\\N"
# Exact numbers; PostgreSQL writes 1E-7 out by itself.
_ENCODER = msgspec.json.Encoder(decimal_format="number")
# What PostgreSQL reads as it stands; finer fractions it would round, and we cut.
_PLAIN_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})")


@dataclass(slots=True)
class Row:
    """Ready to be stored; `event` stays for the rare case that its ID is known already."""

    event: Event
    event_id: str
    declared_at: datetime | None
    hash: str  # hexadecimal
    position: int
    line: str  # without the number before and the sender's columns behind
    identifiers: list[str]  # without the number before
    edges: list[str]  # as above

    @property
    def key(self) -> tuple[str, datetime | None]:
        return self.event_id, self.declared_at


def with_id(event: Event, event_id: str) -> Event:
    """The event under an ID of our own, and without the record time its sender claims (standards.md 1.2)."""
    if isinstance(event, Like):
        if not event.id:
            event.name(event_id)
        return event
    tree = event.tree
    if tree.get("eventID") and "recordTime" not in tree:
        return event
    tree = {key: value for key, value in tree.items() if key != "recordTime"}
    return Event(tree | {"eventID": event.id or event_id}, event.prefixes, event.path, event.warnings)


def row_of(event: Event, position: int) -> Row | Fault:
    """The lines of an event that has its ID; a fault where PostgreSQL could keep no index of it."""
    if isinstance(event, Like):
        return _row_like(event, position)
    declaration = event.error_declaration
    declared_at = declaration.time if declaration else None
    body, spelled, digest = _told(event)
    sent_time = event.tree["eventTime"]
    time = sent_time if _PLAIN_TIME.fullmatch(sent_time) else event.event_time.isoformat()
    places = (event.biz_step, event.disposition, event.read_point, event.biz_location)
    if any(len(one) > LONGEST or len(one.encode()) > LONGEST for one in (event.id, *places)):
        return Fault("identifier", event.path, "too_long", f"an identifier is longer than {LONGEST} bytes")
    things = list(event.things())
    found = _identifiers(event, things, time)
    if found is None:
        return Fault("identifier", event.path, "too_long", f"an identifier is longer than {LONGEST} bytes")
    fields = [
        text(event.id),
        declared_at.isoformat() if declared_at else _NULL,
        f"\\\\x{digest}",
        _kind(event),
        time,
        _zone(event),
        *map(text, places),
        # JSON escapes everything COPY would stumble over but the backslash itself.
        body.replace("\\", "\\\\"),
        _ENCODER.encode(spelled).decode().replace("\\", "\\\\") if spelled else _NULL,
        str(position),
    ]
    return Row(event, event.id, declared_at, digest, position, "\t".join(fields), found, edge_lines(event, things))


@dataclass(slots=True)
class _Same:
    """What the rows of one frame have in common."""

    kind: str
    between: str  # of the time and the places
    behind: str  # of an identifier that carries the transformation's ID
    draws: bool
    fits: bool


def _row_like(event: Like, position: int) -> Row | Fault:
    same: _Same | None = event.frame.kept.get("row")
    if same is None:
        same = event.frame.kept["row"] = _same(event)
    if not same.fits:
        return Fault("identifier", event.path, "too_long", f"an identifier is longer than {LONGEST} bytes")
    event_id, digest, body, time = event.id, event.digest(), event.body_text(), event.time
    spelled = _ENCODER.encode(event.spelled).decode() if event.spelled else _NULL
    if "\\" in body:
        body = body.replace("\\", "\\\\")
    line = (
        f"{event_id}\t\\N\t\\\\x{digest}\t{same.kind}\t{time}\t{same.between}\t{event.read_point}\t{event.biz_location}\t"
        f"{body}\t{spelled}\t{position}"
    )
    things, place = [], 0
    for role, key, _sent, amount, uom in event.named():
        things.append(f"{place}\t{ROLES[role]}\t{key}\t{_NULL if amount is None else amount}\t{uom}\t{time}\n")
        place += 1
    if same.behind:
        things.append(f"{place}\t{same.behind}\t{_NULL}\t\t{time}\n")
    return Row(event, event_id, None, digest, position, line, things, edge_lines(event) if same.draws else [])


def _same(event: Like) -> _Same:
    words = (event.biz_step, event.disposition, event.transformation_id)
    return _Same(
        kind=_kind(event),
        between=f"{_zone(event)}\t{text(event.biz_step)}\t{text(event.disposition)}",
        behind=f"{ROLES['transformationID']}\t{text(words[2])}" if words[2] else "",
        draws=draws(event),
        fits=all(len(one.encode()) <= LONGEST for one in words),
    )


def _kind(event: Event) -> str:
    action = ACTIONS.get(event.action)
    return f"{HASH_VERSION}\t{TYPES.get(event.type, 0)}\t{_NULL if action is None else action}"


def _zone(event: Event) -> str:
    zone = event.event_time_zone_offset
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    return str(-minutes if zone[0] == "-" else minutes)


def _told(event: Event) -> tuple[str, dict[str, str], str]:
    """Its normal form, what was spelled otherwise, and its hash."""
    spelled: dict[str, str] = {}

    def shown(uri: str) -> str:
        canonical = looked(uri)
        if canonical != uri:
            spelled[canonical] = uri
        return canonical

    # ni:///sha-256;…?ver=CBV2.0
    return _ENCODER.encode(event.as_json(identifiers=shown)).decode(), spelled, event_hash(event, "2.0")[14:78]


def _identifiers(event: Event, things: list[Thing], time: str) -> list[str] | None:
    lines = []
    if transformation := event.transformation_id:
        things = [*things, Thing("transformationID", transformation, "")]
    for place, thing in enumerate(things):
        key, quantity = thing.id, thing.quantity
        if len(key) > LONGEST or (not key.isascii() and len(key.encode()) > LONGEST):
            return None
        amount = _NULL if quantity is None else str(quantity) if isinstance(quantity, int) else format(quantity, "f")
        lines.append(f"{place}\t{ROLES[thing.role]}\t{text(key)}\t{amount}\t{text(thing.uom)}\t{time}\n")
    return lines
