"""One event as lines of COPY: everything that can be said of it without asking the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from txng.gs1.epcis import Event, Fault, event_hash
from txng.gs1.epcis.identifiers import canonical as looked
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

    @property
    def key(self) -> tuple[str, datetime | None]:
        return self.event_id, self.declared_at


def with_id(event: Event, event_id: str) -> Event:
    """The event under an ID of our own, and without the record time its sender claims (standards.md 1.2)."""
    tree = event.tree
    if tree.get("eventID") and "recordTime" not in tree:
        return event
    tree = {key: value for key, value in tree.items() if key != "recordTime"}
    return Event(tree | {"eventID": event.id or event_id}, event.prefixes, event.path, event.warnings)


def row_of(event: Event, position: int) -> Row | Fault:
    """The lines of an event that has its ID; a fault where PostgreSQL could keep no index of it."""
    declaration = event.error_declaration
    declared_at = declaration.time if declaration else None
    # ni:///sha-256;…?ver=CBV2.0
    digest = event_hash(event, "2.0")[14:78]
    sent_time = event.tree["eventTime"]
    time = sent_time if _PLAIN_TIME.fullmatch(sent_time) else event.event_time.isoformat()
    zone = event.event_time_zone_offset
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    places = (event.biz_step, event.disposition, event.read_point, event.biz_location)
    if any(len(text.encode()) > LONGEST for text in (event.id, *places)):
        return Fault("identifier", event.path, "too_long", f"an identifier is longer than {LONGEST} bytes")
    found = _identifiers(event, time)
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
    spelled: dict[str, str] = {}

    def shown(uri: str) -> str:
        canonical = looked(uri)
        if canonical != uri:
            spelled[canonical] = uri
        return canonical

    body = _ENCODER.encode(event.as_json(identifiers=shown)).replace(b"\\", b"\\\\")
    sent = _ENCODER.encode(spelled).replace(b"\\", b"\\\\") if spelled else b"\\N"
    line = b"%b\t%b\t%b\t%d" % ("\t".join(fields).encode(), body, sent, position)
    return Row(event, event.id, declared_at, digest, position, line, found)


def _identifiers(event: Event, time: str) -> list[bytes] | None:
    lines = []
    for place, (role, key, quantity, uom) in enumerate(_things(event)):
        if len(key) > LONGEST or (not key.isascii() and len(key.encode()) > LONGEST):
            return None
        amount = _NULL if quantity is None else str(quantity) if isinstance(quantity, int) else format(quantity, "f")
        lines.append(f"{place}\t{ROLES[role]}\t{text(key)}\t{amount}\t{text(uom)}\t{time}\n".encode())
    return lines


def _things(event: Event) -> Iterator[tuple[str, str, Any, str]]:
    for thing in event.things():
        yield thing.role, thing.id, thing.quantity, thing.uom
    if transformation := event.transformation_id:
        yield "transformationID", transformation, None, ""


def text(value: str) -> str:
    return value.translate(_ESCAPES) if "\\" in value or "\n" in value or "\r" in value or "\t" in value else value
