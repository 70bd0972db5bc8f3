"""One event as lines of COPY: everything that can be said of it without asking the database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import msgspec

from txng.gs1.epcis import Event, Fault, Thing, event_hash
from txng.gs1.epcis.identifiers import canonical as looked
from txng.gs1.epcis.likes import Like
from txng.trace.graph.keeping import edge_lines
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
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclass(slots=True)
class Row:
    """Ready to be stored; `event` stays for the rare case that its ID is known already."""

    event: Event
    event_id: str
    declared_at: datetime | None
    hash: str  # hexadecimal
    position: int
    line: bytes  # without the number before and the sender's columns behind
    identifiers: list[bytes]  # without the number before
    edges: list[bytes]  # as above

    @property
    def key(self) -> tuple[str, datetime | None]:
        return self.event_id, self.declared_at


def with_id(event: Event, event_id: str) -> Event:
    """The event under an ID of our own, and without the record time its sender claims (standards.md 1.2)."""
    tree = event.tree
    if isinstance(event, Like):
        if "eventID" not in tree:
            event.name(event_id)
        return event
    if tree.get("eventID") and "recordTime" not in tree:
        return event
    tree = {key: value for key, value in tree.items() if key != "recordTime"}
    return Event(tree | {"eventID": event.id or event_id}, event.prefixes, event.path, event.warnings)


def row_of(event: Event, position: int) -> Row | Fault:
    """The lines of an event that has its ID; a fault where PostgreSQL could keep no index of it."""
    declaration = event.error_declaration
    declared_at = declaration.time if declaration else None
    body, spelled, digest = _told(event)
    sent_time = event.tree["eventTime"]
    time = sent_time if _PLAIN_TIME.fullmatch(sent_time) else event.event_time.isoformat()
    zone = event.event_time_zone_offset
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    places = (event.biz_step, event.disposition, event.read_point, event.biz_location)
    if any(len(one) > LONGEST or len(one.encode()) > LONGEST for one in (event.id, *places)):
        return Fault("identifier", event.path, "too_long", f"an identifier is longer than {LONGEST} bytes")
    things = list(event.things())
    found = _identifiers(event, things, time)
    if found is None:
        return Fault("identifier", event.path, "too_long", f"an identifier is longer than {LONGEST} bytes")
    action = event.tree.get("action")
    fields = [
        text(event.id),
        declared_at.isoformat() if declared_at else _NULL,
        f"\\\\x{digest}\t{HASH_VERSION}\t{TYPES.get(event.type, 0)}",
        str(ACTIONS[action]) if action in ACTIONS else _NULL,
        time,
        str(-minutes if zone[0] == "-" else minutes),
        *map(text, places),
    ]
    # JSON escapes everything COPY would stumble over but the backslash itself.
    body = body.replace(b"\\", b"\\\\")
    sent = _ENCODER.encode(spelled).replace(b"\\", b"\\\\") if spelled else b"\\N"
    line = b"%b\t%b\t%b\t%d" % ("\t".join(fields).encode(), body, sent, position)
    return Row(event, event.id, declared_at, digest, position, line, found, edge_lines(event, things))


def _told(event: Event) -> tuple[bytes, dict[str, str], str]:
    """Its normal form, what was spelled otherwise, and its hash."""
    if isinstance(event, Like):
        return event.body(), event.spelled, event.digest()
    spelled: dict[str, str] = {}

    def shown(uri: str) -> str:
        canonical = looked(uri)
        if canonical != uri:
            spelled[canonical] = uri
        return canonical

    # ni:///sha-256;…?ver=CBV2.0
    return _ENCODER.encode(event.as_json(identifiers=shown)), spelled, event_hash(event, "2.0")[14:78]


def _identifiers(event: Event, things: list[Thing], time: str) -> list[bytes] | None:
    lines = []
    if transformation := event.transformation_id:
        things = [*things, Thing("transformationID", transformation, "")]
    for place, thing in enumerate(things):
        key, quantity = thing.id, thing.quantity
        if len(key) > LONGEST or (not key.isascii() and len(key.encode()) > LONGEST):
            return None
        amount = _NULL if quantity is None else str(quantity) if isinstance(quantity, int) else format(quantity, "f")
        lines.append(f"{place}\t{ROLES[thing.role]}\t{text(key)}\t{amount}\t{text(thing.uom)}\t{time}\n".encode())
    return lines


def text(value: str) -> str:
    return value.translate(_ESCAPES) if "\\" in value or "\n" in value or "\r" in value or "\t" in value else value
