"""Everything before or after some goods: from lot, code or pallet, along the edges, with time.

Round by round, each one statement for all that the last round reached, and not one recursive statement: SQL keeps
every pair of thing and time it met, so that a few diamonds would multiply; here each edge is read once, because only
the span of time not asked about yet is asked for. That makes the cost linear in the edges answered.

Time: goods that came at ten cannot have left at nine. Forward a thing is followed from its arrival on, back until its
departure; at the same moment counts, because one event draws both an arrival and a departure.

Containers: who sits in a pallet goes where the pallet goes, for as long as it sits there, and is not mixed with its
neighbours. So a pallet reached through its content is a *carrier*: followed within that stay, and never opened.
A pallet from which the walk starts, or that came out of a working, is opened: all in it belong to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from txng.access.actors import Actor
from txng.kernel.collecting import collector_waits
from txng.trace import queries
from txng.trace.graph.spans import EVER, Span, uncovered
from txng.trace.graph.stays import Stay, Step, stays
from txng.trace.models import CapturedEvent, Edge

Kind = Edge.Kind
FORWARD, BACK = "forward", "back"
DEEPEST = 60
MOST_EDGES = 20_000
_FLOW = (Kind.INPUT, Kind.OUTPUT, Kind.COMMISSIONED, Kind.SENT, Kind.TAKEN_IN)
_ENDS = (Kind.SHIPPED, Kind.RECEIVED)
_STAYS = (Kind.PACKED, Kind.SEEN, Kind.UNPACKED, Kind.EMPTIED, Kind.ATTACHED, Kind.DETACHED, Kind.CLEARED)
WHOLE, CARRIER = "whole", "carrier"
# The columns of `Told`.
TOLD = (
    "id", "event_id", "type", "action", "event_time", "zone_minutes", "biz_step", "disposition", "read_point",
    "biz_location", "establishment_id", "agency_id",
)  # fmt: skip


class Told(NamedTuple):
    """What an event says beside its things."""

    id: int
    event_id: str
    type: int
    action: int | None
    time: datetime
    zone_minutes: int
    biz_step: str
    disposition: str
    read_point: str
    biz_location: str
    establishment_id: int | None
    agency_id: int | None


@dataclass(slots=True)
class Walk:
    direction: str
    seeds: tuple[str, ...]
    level: dict[str, int] = field(default_factory=dict)  # thing or hub → rounds from the start
    # When each was first, going back last, touched by these goods.
    since: dict[str, datetime] = field(default_factory=dict)
    mode: dict[str, str] = field(default_factory=dict)
    steps: dict[tuple[int, int], Step] = field(default_factory=dict)
    ends: dict[tuple[int, int], Step] = field(default_factory=dict)  # deliveries, receipts
    events: dict[int, Told] = field(default_factory=dict)
    too_deep: bool = False
    too_many: bool = False

    @property
    def whole(self) -> bool:
        return not (self.too_deep or self.too_many)


def events_to_follow(actor: Actor) -> QuerySet[CapturedEvent]:
    """What the actor sees whole, and nothing else: a walk must not tell of events that reading would not."""
    return CapturedEvent.objects.filter(queries.reach(actor) | queries.granted(actor))


def walk(
    seeds: Iterable[str],
    direction: str,
    *,
    events: QuerySet[CapturedEvent],
    deepest: int = DEEPEST,
    most: int = MOST_EDGES,
) -> Walk:
    return Walker(seeds, direction, events=events, deepest=deepest, most=most).go()


class Walker:
    def __init__(
        self,
        seeds: Iterable[str],
        direction: str,
        *,
        events: QuerySet[CapturedEvent],
        deepest: int = DEEPEST,
        most: int = MOST_EDGES,
    ) -> None:
        self.found = Walk(direction, tuple(dict.fromkeys(seeds)))
        self.forward = direction == FORWARD
        self.visible = events
        self.deepest, self.most = deepest, most
        self.covered: dict[tuple[str, str], list[Span]] = defaultdict(list)
        self.hidden: set[int] = set()  # events that may not be seen, or are declared wrong
        self.read = 0

    def go(self) -> Walk:
        with collector_waits():
            return self._go()

    def _go(self) -> Walk:
        frontier = self._reached([(seed, WHOLE, EVER) for seed in self.found.seeds], 0)
        depth = 0
        while frontier:
            if depth >= self.deepest:
                self.found.too_deep = True
                break
            if self.read >= self.most:
                self.found.too_many = True
                break
            depth += 1
            frontier = self._reached(self._next(frontier), depth)
        return self.found

    def _reached(self, came: Iterable[tuple[str, str, Span]], level: int) -> list[tuple[str, str, Span]]:
        """What of it is new: only spans of time nobody asked about yet."""
        new = []
        for key, mode, span in came:
            covered = self.covered[key, mode]
            # Whoever is opened is followed everywhere a carrier is.
            known = covered + self.covered.get((key, WHOLE), []) if mode == CARRIER else covered
            rest = uncovered(span, known) if known else [span]
            if not rest:
                continue
            covered.append(span)
            new += [(key, mode, part) for part in rest]
            self.found.level.setdefault(key, level)
            touched = span.start if self.forward else span.end
            before = self.found.since.get(key)
            if before is None or (touched < before if self.forward else touched > before):
                self.found.since[key] = touched
            if mode == WHOLE or key not in self.found.mode:
                self.found.mode[key] = mode
        return new

    def _next(self, frontier: list[tuple[str, str, Span]]) -> list[tuple[str, str, Span]]:
        ends, steps = self.found.ends, self.found.steps
        # What several edges lead to is followed once, from the earliest of them on: their spans lie in one another.
        reached: dict[str, datetime] = {}
        moves: list[Step] = []
        for step in self._around(frontier):
            kind = step.kind
            if kind in _ENDS:
                ends[step.event_id, step.position] = step
            elif kind in _STAYS:
                moves.append(step)
            else:
                steps[step.event_id, step.position] = step
                key, time = step.target if self.forward else step.source, step.time
                before = reached.get(key)
                if before is None or (time < before if self.forward else time > before):
                    reached[key] = time
        if self.forward:
            came = [(key, WHOLE, Span(time, EVER.end)) for key, time in reached.items()]
        else:
            came = [(key, WHOLE, Span(EVER.start, time)) for key, time in reached.items()]
        return came + self._staying(frontier, moves) if moves else came

    # --- containers -----------------------------------------------------------------------------------------------

    def _staying(self, frontier: list[tuple[str, str, Span]], found: list[Step]) -> list[tuple[str, str, Span]]:
        # What was emptied ends stays of those who were put in by name.
        asked = {key for key, _mode, _span in frontier}
        parents = {step.target for step in found if step.kind not in (Kind.EMPTIED, Kind.CLEARED)} - asked
        moves = {step.place: step for step in [*found, *self._emptied(sorted(parents))]}
        pairs: dict[tuple[str, str], list[Step]] = defaultdict(list)
        all_out: dict[str, list[Step]] = defaultdict(list)
        for step in moves.values():
            if step.kind in (Kind.EMPTIED, Kind.CLEARED):
                all_out[step.target].append(step)
            else:
                pairs[step.source, step.target].append(step)
        by_child: dict[str, list[tuple[str, Stay]]] = defaultdict(list)
        by_parent: dict[str, list[tuple[str, Stay]]] = defaultdict(list)
        for (child, parent), steps in pairs.items():
            for stay in stays(steps, all_out[parent]):
                by_child[child].append((parent, stay))
                by_parent[parent].append((child, stay))
        came = []
        for key, mode, span in frontier:
            for parent, stay in by_child[key]:
                if (ride := self._ride(stay, span, mode)) is not None:
                    self._note(stay)
                    came.append((parent, CARRIER, ride))
            for child, stay in by_parent[key] if mode == WHOLE else ():
                if stay.span.end >= span.start if self.forward else stay.span.start <= span.end:
                    self._note(stay)
                    came.append((child, WHOLE, self._onwards(stay.span, span)))
        return came

    def _ride(self, stay: Stay, span: Span, mode: str) -> Span | None:
        """When goods known during `span` went with that container."""
        if mode == CARRIER:
            both = Span(max(stay.span.start, span.start), min(stay.span.end, span.end))
            return both if both.start <= both.end else None
        return stay.since(span.start) if self.forward else stay.until(span.end)

    def _onwards(self, stay: Span, span: Span) -> Span:
        if self.forward:
            return Span(max(stay.start, span.start), EVER.end)
        # What it had been before it was put in; nobody told when: before it was taken out.
        return Span(EVER.start, min(stay.start if stay.start > EVER.start else stay.end, span.end))

    def _note(self, stay: Stay) -> None:
        for step in stay.steps:
            self.found.steps[step.place] = step

    # --- reading ----------------------------------------------------------------------------------------------------

    def _around(self, frontier: list[tuple[str, str, Span]]) -> list[Step]:
        """Every edge at these: what flows within their time, who sent and received them then, and their stays."""
        onwards, back = ("source", "target") if self.forward else ("target", "source")
        flow = [*_FLOW, Kind.SHIPPED if self.forward else Kind.RECEIVED]
        told = Kind.RECEIVED if self.forward else Kind.SHIPPED
        # A paper joins what went out under one name and came in under another. What kept its name is not joined to its
        # neighbours by it, and what rode inside a pallet is known by its own name.
        papers = f"({Kind.SENT.value}, {Kind.TAKEN_IN.value})"
        within = "edge.event_time BETWEEN asked.since AND asked.until"
        stays = {"source": f"edge.kind IN {_numbers(_STAYS)}"}
        stays["target"] = f"{stays['source']} AND asked.opened"
        parts = [
            f"SELECT * FROM trace_edge edge WHERE edge.{onwards} = asked.key AND ({within} "
            f"AND edge.kind IN {_numbers(flow)} AND (edge.kind NOT IN {papers} OR asked.opened AND NOT EXISTS ("
            "SELECT 1 FROM trace_edge same WHERE same.source = edge.target AND same.target = edge.source "
            f"AND same.kind IN {papers})) OR {stays[onwards]})",
            # Nobody packs, sends or receives a hub.
            f"SELECT * FROM trace_edge edge WHERE NOT asked.hub AND edge.{back} = asked.key "
            f"AND ({within} AND edge.kind = {told.value} OR {stays[back]})",
        ]
        return self._fetch(
            f"SELECT {_COLUMNS} FROM unnest(%s::text[], %s::timestamptz[], %s::timestamptz[], %s::bool[], %s::bool[]) "
            f"AS asked(key, since, until, opened, hub) CROSS JOIN LATERAL ({' UNION ALL '.join(parts)} OFFSET 0) edge",
            [
                texts(key for key, _mode, _span in frontier),
                _moments(span.start for _key, _mode, span in frontier),
                _moments(span.end for _key, _mode, span in frontier),
                "{" + ",".join(["t" if mode == WHOLE else "f" for _key, mode, _span in frontier]) + "}",
                "{" + ",".join(["t" if key[0] == "#" else "f" for key, _mode, _span in frontier]) + "}",
            ],
        )

    def _emptied(self, parents: list[str]) -> list[Step]:
        if not parents:
            return []
        return self._fetch(
            f"SELECT {_COLUMNS} FROM trace_edge edge WHERE edge.source = ANY(%s::text[]) "
            f"AND edge.kind IN {_numbers((Kind.EMPTIED, Kind.CLEARED))}",
            [texts(parents)],
        )

    def inflows(self, keys: list[str]) -> list[Step]:
        """All that came into these, also from what the walk did not come to."""
        self.read = 0  # a reading of its own, with the same limit
        return self._fetch(
            f"SELECT {_COLUMNS} FROM trace_edge edge WHERE edge.target = ANY(%s::text[]) "
            f"AND edge.kind IN {_numbers(_FLOW)}",
            [texts(keys)],
        )

    def _fetch(self, sql: str, params: list[Any]) -> list[Step]:
        """Edges whose event the reader may see and nobody declared wrong; the time of an edge is its event's."""
        room = max(self.most - self.read, 0)
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} LIMIT %s", [*params, room + 1])
            rows = cursor.fetchall()
        if len(rows) > room:
            self.found.too_many = True
            rows = rows[:room]
        self.read += len(rows)
        asked = {row[0] for row in rows} - self.found.events.keys() - self.hidden
        if asked:
            told = self.tell(asked)
            self.found.events |= told
            self.hidden |= asked - told.keys()
        events = self.found.events
        return [
            Step(number, position, source, target, kind, events[number].time, quantity, uom)
            for number, position, source, target, kind, quantity, uom in rows
            if number in events
        ]

    def tell(self, numbers: set[int]) -> dict[int, Told]:
        return told_of(self.visible, numbers)


_COLUMNS = "edge.event_id, edge.position, edge.source, edge.target, edge.kind, edge.quantity, edge.uom"


def texts(values: Iterable[str]) -> str:
    """An array as PostgreSQL reads it. The driver writes one element by element, which costs more than the walk."""
    return "{" + ",".join(_quoted(value) for value in values) + "}"


def _quoted(value: str) -> str:
    if "\\" in value or '"' in value:
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{value}"'


def _moments(moments: Iterable[datetime]) -> str:
    written: dict[datetime, str] = {EVER.start: "-infinity", EVER.end: "infinity"}
    found = []
    for moment in moments:
        text = written.get(moment)
        if text is None:
            text = written[moment] = f'"{moment.isoformat()}"'
        found.append(text)
    return "{" + ",".join(found) + "}"


def _numbers(kinds: Iterable[Edge.Kind]) -> str:
    return "(" + ", ".join(str(kind.value) for kind in kinds) + ")"


# A condition on the place of events must not tempt the planner to go through all events of the establishment: the few
# asked about are fetched first, one by one, and stand for the table in what comes after. Those that their own sender
# has declared wrong are none of them, whichever of the two came first. Only the sender's: an ID can be guessed, and
# nobody takes away another's events by naming them.
_ASKED = f"""
WITH trace_capturedevent AS MATERIALIZED (
  SELECT event.* FROM unnest(%s::bigint[]) AS asked(number) CROSS JOIN LATERAL (
    SELECT {", ".join((*TOLD, "declared_at", "unit_path", "sector", "managing_agency_id"))}
    FROM trace_capturedevent WHERE id = asked.number AND declared_at IS NULL OFFSET 0
  ) event
  WHERE NOT EXISTS (
    SELECT FROM trace_capturedevent said WHERE said.event_id = event.event_id AND said.declared_at IS NOT NULL
    AND (said.establishment_id, said.agency_id) IS NOT DISTINCT FROM (event.establishment_id, event.agency_id) OFFSET 0
  )
)
"""


def told_of(events: QuerySet[CapturedEvent], numbers: set[int]) -> dict[int, Told]:
    """Of these, the ones among `events` that nobody declared wrong."""
    if not numbers:
        return {}
    try:
        sql, params = events.order_by().values_list(*TOLD).query.sql_with_params()
    except EmptyResultSet:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ASKED + sql, ["{" + ",".join(map(str, sorted(numbers))) + "}", *params])
        return {row[0]: Told._make(row) for row in cursor.fetchall()}
