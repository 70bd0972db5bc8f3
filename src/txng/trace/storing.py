"""Events into their tables, by COPY, each once whoever else brings it at the same moment.

First everything is sent as new: that is the rule, and costs no question. Where the unique key refuses, the whole is
taken back and done with care: known ones are looked up and compared, the rest is sent again. A key that is being
written by somebody else makes us wait for their commit, so nobody stores an event twice and nobody is told a lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from psycopg import errors

from txng.gs1.epcis import Event, Fault, fingerprint
from txng.trace import order
from txng.trace.graph.keeping import EDGE_COLUMNS, text
from txng.trace.models import CapturedEvent, Edge, EventIdentifier
from txng.trace.rows import EVENT_COLUMNS, IDENTIFIER_COLUMNS, Row

# Two documents with the same events in different order may each wait for the other; one of them begins again.
TRIES = 20
_COPY = "COPY {} ({}) FROM STDIN"
_NULL = "\\N"
_AT_ONCE = 64  # rows handed to the driver together


class Busy(Exception):
    """Nothing is wrong with the events; they are to be brought again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Whose the events are, and where they stand: the same columns for every row of a capture."""

    establishment_id: int | None
    agency_id: int | None
    unit_path: str
    sector: str
    managing_agency_id: int | None
    capture_id: str | None = None

    def columns(self, at: datetime) -> str:
        values = (
            at.isoformat(), self.capture_id, self.establishment_id, self.agency_id,
            text(self.unit_path), text(self.sector), self.managing_agency_id,
        )  # fmt: skip
        return "\t" + "\t".join(_NULL if value is None else str(value) for value in values) + "\n"

    def owns(self, known: Known) -> bool:
        return (known.establishment_id, known.agency_id) == (self.establishment_id, self.agency_id)


@dataclass(frozen=True, slots=True)
class Known:
    """An event that is stored already."""

    id: int
    event_id: str
    declared_at: datetime | None
    hash: bytes
    event_time: datetime
    body: dict[str, Any]
    establishment_id: int | None
    agency_id: int | None


@dataclass(slots=True)
class Stored:
    ids: dict[int, int] = field(default_factory=dict)  # position → number of the row, new or known
    stored: int = 0
    duplicates: int = 0
    # position → why it was not stored: its ID is another event's, or it declares wrong what is not the sender's.
    refused: dict[int, Fault] = field(default_factory=dict)
    twins: dict[int, int] = field(default_factory=dict)  # position → an earlier one of the same document


def store(rows: Iterable[Row | tuple[int, Fault]], *, most: int, sender: Sender, at: datetime, careful: bool) -> Stored:
    """Store what is new of these events; call it inside the transaction that acknowledges them.

    `rows` may still be in the making: PostgreSQL works on what it has while the next ones are judged. `careful` says
    that some ID is expected to be known, as with every error declaration.
    """
    assert connection.in_atomic_block
    order.announce()
    result = Stored()
    seen: list[Row] = []
    fresh = _once_each(rows, seen, result)
    if careful:
        return _with_care(list(fresh), sender=sender, at=at, result=result)
    try:
        return _copied(fresh, most=most, sender=sender, at=at, result=result)
    except errors.UniqueViolation:
        return _with_care([*seen, *fresh], sender=sender, at=at, result=result)


def _once_each(rows: Iterable[Row | tuple[int, Fault]], seen: list[Row], result: Stored) -> Iterator[Row]:
    """A document may name one event twice: the first stands, a second that says the same is acknowledged."""
    first: dict[Any, Row] = {}
    for row in rows:
        if isinstance(row, tuple):
            result.refused[row[0]] = row[1]
            continue
        other = first.setdefault(row.key, row)
        if other is row:
            seen.append(row)
            yield row
        elif other.hash == row.hash and same(other.event, row.event):
            result.duplicates += 1
            result.twins[row.position] = other.position
        else:
            result.refused[row.position] = _conflict(row)


def _with_care(rows: list[Row], *, sender: Sender, at: datetime, result: Stored) -> Stored:
    for _ in range(TRIES):
        tried = Stored(dict(result.ids), 0, result.duplicates, dict(result.refused), result.twins)
        fresh = _judged(rows, sender=sender, result=tried)
        try:
            return _copied(fresh, most=len(fresh), sender=sender, at=at, result=tried)
        except errors.UniqueViolation:
            continue  # somebody was faster since we looked
    raise Busy("the same events keep coming from elsewhere")


def _judged(rows: list[Row], *, sender: Sender, result: Stored) -> list[Row]:
    """The rows that are new; of the others `result` says what they are."""
    known = known_events([row.event_id for row in rows])
    fresh = []
    for row in rows:
        of_its_id = known.get(row.event_id, {})
        if (other := of_its_id.get(row.declared_at)) is not None:
            if says_the_same(other, row):
                result.duplicates += 1
                result.ids[row.position] = other.id
            else:
                result.refused[row.position] = _conflict(row)
        elif row.declared_at and any(not sender.owns(one) for one in of_its_id.values()):
            result.refused[row.position] = Fault(
                "model",
                f"{row.event.path}/errorDeclaration",
                "declared_by_another",
                "an event is declared wrong by who captured it",
            )
        else:
            fresh.append(row)
    return fresh


def _conflict(row: Row) -> Fault:
    return Fault(
        "model", f"{row.event.path}/eventID", "event_id_taken", f"another event bears the ID “{row.event_id[:200]}”"
    )


def known_events(event_ids: list[str]) -> dict[str, dict[datetime | None, Known]]:
    columns = ("id", "event_id", "declared_at", "hash", "event_time", "body", "establishment_id", "agency_id")
    found: dict[str, dict[datetime | None, Known]] = {}
    for values in CapturedEvent.objects.filter(event_id__in=event_ids).order_by("id").values_list(*columns):
        one = Known(*values)
        found.setdefault(one.event_id, {})[one.declared_at] = one
    return found


def stored_as(row: Row) -> int | None:
    """The number under which this very event is stored already."""
    other = known_events([row.event_id]).get(row.event_id, {}).get(row.declared_at)
    return other.id if other is not None and says_the_same(other, row) else None


def says_the_same(known: Known, row: Row) -> bool:
    """A hash alone proves nothing: it rounds times to milliseconds (security.md 6.2)."""
    if bytes(known.hash).hex() == row.hash and known.body == row.event.as_json():
        return True
    return same(Event.from_json(known.body), row.event)


def same(one: Event, other: Event) -> bool:
    """Whether two deliveries are one event, whatever syntax, order and spelling each came in."""
    return (
        one.event_time == other.event_time
        and one.error_declaration == other.error_declaration
        and fingerprint(one) == fingerprint(other)
    )


def _copied(rows: Iterable[Row], *, most: int, sender: Sender, at: datetime, result: Stored) -> Stored:
    numbers = order.draw(most)
    behind = sender.columns(at)
    ids: dict[int, int] = {}
    things: list[str] = []
    edges: list[str] = []
    # A savepoint: what the unique key refuses is taken back whole, and the transaction lives on.
    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(_COPY.format(CapturedEvent._meta.db_table, ", ".join(EVENT_COLUMNS))) as copy:
            waiting: list[str] = []
            for number, row in zip(numbers, rows, strict=False):
                ids[row.position] = number
                waiting.append(f"{number}\t{row.line}{behind}")
                for line in row.identifiers:
                    things.append(f"{number}\t{line}")
                for line in row.edges:
                    edges.append(f"{number}\t{line}")
                if len(waiting) == _AT_ONCE:
                    copy.write("".join(waiting))
                    waiting.clear()
            copy.write("".join(waiting))
        _copy(cursor, EventIdentifier, IDENTIFIER_COLUMNS, things)
        _copy(cursor, Edge, EDGE_COLUMNS, edges)
    result.stored = len(ids)
    result.ids |= ids
    result.ids |= {position: result.ids[twin] for position, twin in result.twins.items() if twin in result.ids}
    return result


def _copy(cursor: Any, table: type[Model], columns: tuple[str, ...], lines: list[str]) -> None:
    if not lines:
        return
    with cursor.copy(_COPY.format(table._meta.db_table, ", ".join(columns))) as copy:
        for start in range(0, len(lines), 1024):
            copy.write("".join(lines[start : start + 1024]))
