"""Edges into their table, and the question whether they still are what the events say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import connection

from txng.gs1.epcis import Event, Thing
from txng.gs1.epcis.likes import Like
from txng.trace import order
from txng.trace.graph.edges import edges_of, edges_of_like
from txng.trace.models import CapturedEvent, Edge

EDGE_COLUMNS = ("event_id", "position", "source", "target", "kind", "event_time", "quantity", "uom")
_AT_ONCE = 1_000  # events read together
EXAMPLES = 20
_NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})

Row = tuple[int, str, str, int, datetime, Decimal | None, str]  # an edge without its event


def edge_lines(event: Event, things: list[Thing] | None = None) -> list[str]:
    """Lines of COPY for EDGE_COLUMNS, each without the event's number and the tab behind it. Most events draw none."""
    lines: list[str] = []
    drawn = edges_of_like(event) if isinstance(event, Like) else None
    if drawn is None:
        drawn = edges_of(event, things)
    if not drawn:
        return lines
    time = event.time if isinstance(event, Like) else event.event_time.isoformat()
    for position, (source, target, kind, quantity, uom) in enumerate(drawn):
        amount = _NULL if quantity is None else str(quantity) if isinstance(quantity, int) else format(quantity, "f")
        lines.append(f"{position}\t{text(source)}\t{text(target)}\t{kind}\t{time}\t{amount}\t{uom}\n")
    return lines


def text(value: str) -> str:
    """As COPY reads it."""
    return value.translate(_ESCAPES) if "\\" in value or "\n" in value or "\r" in value or "\t" in value else value


def store_edges(events: Iterable[tuple[int, Event]]) -> int:
    """The edges of events just stored, in the transaction that stores them; returns how many there are."""
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {Edge._meta.db_table} ({', '.join(EDGE_COLUMNS)}) FROM STDIN") as copy,
    ):
        for number, event in events:
            if lines := edge_lines(event):
                count += len(lines)
                copy.write("".join([f"{number}\t{line}" for line in lines]))
    return count


@dataclass(slots=True)
class Difference:
    """Of the table from what the events draw."""

    events: int = 0  # looked at
    edges: int = 0  # they draw
    missing: int = 0
    surplus: int = 0
    event_ids: list[int] = field(default_factory=list)  # in which something differs

    def __bool__(self) -> bool:
        return bool(self.event_ids)


def drawn_anew(event: Event) -> list[Row]:
    time = event.event_time
    return [
        (
            place,
            edge.source,
            edge.target,
            edge.kind,
            time,
            None if edge.quantity is None else Decimal(edge.quantity),
            edge.uom,
        )
        for place, edge in enumerate(edges_of(event))
    ]


def compare(*, repair: bool = False) -> Difference:
    """Draw every event again and lay it beside the table; `repair` puts the table right, portion by portion.

    Only events below the horizon: of those above, rows may still become visible.
    """
    found = Difference()
    for first, last, events in _portions(order.horizon()):
        wanted = {number: drawn_anew(event) for number, event in events}
        there = _stored(first, last)
        found.events += len(wanted)
        found.edges += sum(map(len, wanted.values()))
        wrong = [number for number in wanted.keys() | there.keys() if wanted.get(number, []) != there.get(number, [])]
        for number in sorted(wrong):
            drawn, stored = set(wanted.get(number, [])), set(there.get(number, []))
            found.missing += len(drawn - stored)
            found.surplus += len(stored - drawn)
        found.event_ids += sorted(wrong)
        if repair and wrong:
            Edge.objects.filter(event_id__in=wrong).delete()
            store_edges((number, event) for number, event in events if number in set(wrong))
    return found


def _portions(horizon: int) -> Iterator[tuple[int, int, list[tuple[int, Event]]]]:
    """Events by the thousand, with the span of numbers each thousand answers for: edges of no event lie in one too."""
    first = 0
    while first <= horizon:
        rows = list(
            CapturedEvent.objects.filter(id__gte=first, id__lte=horizon)
            .order_by("id")
            .values_list("id", "body")[:_AT_ONCE]
        )
        last = rows[-1][0] if len(rows) == _AT_ONCE else horizon
        yield first, last, [(number, Event.from_json(body)) for number, body in rows]
        first = last + 1


def _stored(first: int, last: int) -> dict[int, list[Row]]:
    names = ("event_id", "position", "source", "target", "kind", "event_time", "quantity", "uom")
    found: dict[int, list[Row]] = {}
    rows = Edge.objects.filter(event_id__gte=first, event_id__lte=last).order_by("event_id", "position")
    for number, *row in rows.values_list(*names).iterator(chunk_size=5_000):
        found.setdefault(number, []).append(tuple(row))
    return found
