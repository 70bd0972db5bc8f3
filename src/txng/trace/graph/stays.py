"""From what is said of going in and out: how long one thing stayed in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from txng.trace.graph.spans import EVER, Span
from txng.trace.models.edges import Edge

Kind = Edge.Kind
_IN = (Kind.PACKED, Kind.ATTACHED, Kind.SEEN)
_ALL_OUT = (Kind.EMPTIED, Kind.CLEARED)


class Step(NamedTuple):
    """An edge as it was read."""

    event_id: int
    position: int
    source: str
    target: str
    kind: int
    time: datetime
    quantity: Decimal | None
    uom: str

    @property
    def place(self) -> tuple[int, int]:
        return self.event_id, self.position


@dataclass(slots=True)
class Stay:
    entries: list[datetime] = field(default_factory=list)
    exits: list[datetime] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)  # which say so
    ended: bool = False

    @property
    def span(self) -> Span:
        """Out without in: it had been there before anybody told."""
        start = self.entries[0] if self.entries else EVER.start
        return Span(start, self.exits[-1] if self.ended else EVER.end)

    def since(self, moment: datetime) -> Span | None:
        """The stay of what was put in from then on."""
        if not self.entries:
            return self.span if self.span.end >= moment else None
        later = [entry for entry in self.entries if entry >= moment]
        return Span(later[0], self.span.end) if later else None

    def until(self, moment: datetime) -> Span | None:
        """The stay of what had come out by then; who is asked about as of today may still sit in it."""
        if moment == EVER.end:
            return self.span
        earlier = [leaving for leaving in self.exits if leaving <= moment]
        return Span(self.span.start, earlier[-1]) if earlier else None


def stays(steps: Iterable[Step], all_out: Iterable[Step] = ()) -> list[Stay]:
    """Of one child in one parent.

    A single thing is in or out. Of a lot some may leave while the rest stays: it is out when as much came out as went
    in, or when nobody counted. At one moment going in comes first: who went in and out then has passed through.
    """
    found: list[Stay] = []
    now: Stay | None = None
    inside: dict[str, Decimal] = defaultdict(Decimal)
    ordered = sorted([*steps, *all_out], key=lambda one: (one.time, one.kind not in _IN, *one.place))
    for step in ordered:
        amount = step.quantity
        if step.kind in _IN:
            if now is None:
                now, inside = Stay(), defaultdict(Decimal)
                found.append(now)
                inside[step.uom] += amount or Decimal(0)
            elif step.kind != Kind.SEEN:
                inside[step.uom] += amount or Decimal(0)
            now.entries.append(step.time)
            now.steps.append(step)
            continue
        if now is None:
            if found or step.kind in _ALL_OUT:
                continue
            found.append(Stay([], [step.time], [step], ended=True))
            continue
        now.exits.append(step.time)
        now.steps.append(step)
        inside[step.uom] -= amount or Decimal(0)
        if step.kind in _ALL_OUT or amount is None or all(left <= 0 for left in inside.values()):
            now.ended = True
            now = None
    return found
