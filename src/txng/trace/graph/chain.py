"""A supply chain as a page tells it: the steps before and after some goods, who sent, who received, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from txng.access.actors import Actor
from txng.kernel.clock import VIETNAM
from txng.trace import directory, wording
from txng.trace.directory import Known
from txng.trace.graph.shares import Shares, shares
from txng.trace.graph.stays import Step
from txng.trace.graph.walking import BACK, FORWARD, Kind, Told, Walk, Walker, events_to_follow
from txng.trace.models import CapturedEvent, EventIdentifier
from txng.ui.formats import NARROW, vn_number

ROWS = 300  # steps a page lists; the walk itself goes on further
NAMED = 100  # receipts looked into for the names of goods


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    key: str
    known: Known
    amount: str = ""
    share: str = ""
    is_start: bool = False


@dataclass(slots=True, kw_only=True)
class Row:
    """One event: what went in, what came out, where and when."""

    told: Told
    title: str
    icon: str
    place: Known | None
    into: list[Thing] = field(default_factory=list)
    out: list[Thing] = field(default_factory=list)
    other: Known | None = None  # who sent or received
    came_in: bool = False  # told by who received it

    @property
    def at(self) -> datetime:
        return self.told.time

    @property
    def only_a_day(self) -> bool:
        """Who writes down days has them told from midnight on, a second apart (trace/own_events.py `of_day`)."""
        local = self.at.astimezone(VIETNAM)
        return (local.hour, local.minute) == (0, 0)

    @property
    def receiver(self) -> Known | None:
        """Who sent tells to whom; who received tells where they are."""
        return self.place if self.came_in else self.other


@dataclass(slots=True, kw_only=True)
class Chain:
    seeds: list[Thing]
    back: Walk
    forward: Walk
    rows: list[Row]
    sources: list[Row]
    deliveries: list[Row]
    known: dict[str, Known]
    shares: dict[str, Shares]
    truncated: bool
    unlisted: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def receivers(self) -> list[Known]:
        """Everyone who got something of it, once."""
        return list({who.name: who for row in self.deliveries if (who := row.receiver)}.values())


def chain_of(actor: Actor, keys: Iterable[str]) -> Chain:
    keys = list(keys)
    events = events_to_follow(actor)
    walkers = {direction: Walker(keys, direction, events=events) for direction in (BACK, FORWARD)}
    walks = {direction: walker.go() for direction, walker in walkers.items()}
    counted = {direction: shares(walks[direction], walker) for direction, walker in walkers.items()}
    told = walks[BACK].events | walks[FORWARD].events
    steps = {**walks[BACK].steps, **walks[FORWARD].steps}
    ends = {**walks[BACK].ends, **walks[FORWARD].ends}
    others = _other_events(actor, keys, told)
    told |= others
    used = {step.event_id for step in (*steps.values(), *ends.values())} | others.keys()
    told = {number: event for number, event in told.items() if number in used}
    known = directory.names(actor, _keys(steps.values(), ends.values(), told.values(), keys))
    known |= _told_with_goods(known, ends.values(), told)
    seeds = [_thing(key, None, known, keys, counted) for key in keys if key in known]
    rows = _rows(told, steps.values(), ends.values(), known, keys, counted)
    forward_ends, back_ends = ({step.event_id for step in walks[way].ends.values()} for way in (FORWARD, BACK))
    return Chain(
        seeds=seeds,
        back=walks[BACK],
        forward=walks[FORWARD],
        rows=rows[:ROWS],
        sources=[row for row in rows if row.told.id in back_ends and row.other],
        deliveries=[row for row in rows if row.told.id in forward_ends],
        known=known,
        shares=counted,
        truncated=not (walks[BACK].whole and walks[FORWARD].whole),
        unlisted=max(len(rows) - ROWS, 0),
    )


def _other_events(actor: Actor, keys: list[str], told: dict[int, Told]) -> dict[int, Told]:
    """What else was told of the goods themselves: inspections, storage, sales in the shop."""
    numbers = (
        EventIdentifier.objects.filter(key__in=keys)
        .order_by("-event_time", "-event_id")
        .values_list("event_id", flat=True)[:ROWS]
    )
    return Walker(keys, FORWARD, events=events_to_follow(actor)).tell(set(numbers) - told.keys())


def _told_with_goods(known: dict[str, Known], ends: Iterable[Step], told: dict[int, Told]) -> dict[str, Known]:
    """Goods a supplier gave no code are called by what the receipt says: “Cây giống Ri6, lô GIONG-7”."""
    wanted: dict[int, str] = {}
    for step in ends:
        key = step.target if step.kind == Kind.RECEIVED else step.source
        if step.event_id in told and key in known and known[key].spelled and len(wanted) < NAMED:
            wanted[step.event_id] = key
    found = {}
    for number, body in CapturedEvent.objects.filter(id__in=wanted).values_list("id", "body"):
        said = {name.rpartition(":")[2]: value for name, value in body.items() if isinstance(value, str)}
        if what := said.get("what"):
            lot = said.get("supplierLot", "")
            found[wanted[number]] = Known(name=what[:200], detail=lot[:100])
    return found


def _keys(steps: Iterable[Step], ends: Iterable[Step], told: Iterable[Told], seeds: Iterable[str]) -> set[str]:
    found = set(seeds)
    for step in (*steps, *ends):
        found |= {step.source, step.target}
    for event in told:
        found |= {event.read_point, event.biz_location}
    return {key for key in found if key and not key.startswith("#")}


def _rows(
    told: dict[int, Told],
    steps: Iterable[Step],
    ends: Iterable[Step],
    known: dict[str, Known],
    seeds: list[str],
    counted: dict[str, Shares],
) -> list[Row]:
    by_event: dict[int, list[Step]] = defaultdict(list)
    for step in (*steps, *ends):
        by_event[step.event_id].append(step)
    rows = []
    for number, event in told.items():
        place = known.get(event.biz_location) or known.get(event.read_point)
        row = Row(
            told=event,
            title=wording.step_of(event.biz_step, event.type, event.disposition),
            icon=wording.icon_of(event.biz_step),
            place=place,
        )
        for step in sorted(by_event[number], key=lambda one: one.position):
            _put(row, step, known, seeds, counted)
        row.into, row.out = _once(row.into), _once(row.out)
        rows.append(row)
    rows.sort(key=lambda row: (row.told.time, row.told.id))
    return rows


def _put(row: Row, step: Step, known: dict[str, Known], seeds: list[str], counted: dict[str, Shares]) -> None:
    source = _thing(step.source, step, known, seeds, counted) if step.source in known else None
    target = _thing(step.target, step, known, seeds, counted) if step.target in known else None
    if step.kind == Kind.SHIPPED:
        row.other = known.get(step.target)
        row.into += [source] if source else []
    elif step.kind == Kind.RECEIVED:
        row.other, row.came_in = known.get(step.source), True
        row.out += [target] if target else []
    elif step.kind in (Kind.UNPACKED, Kind.DETACHED):
        row.into += [target] if target else []
        row.out += [source] if source else []
    elif step.kind in (Kind.EMPTIED, Kind.CLEARED):
        row.into += [source] if source else []
    else:
        row.into += [source] if source else []
        row.out += [target] if target else []


def _once(things: list[Thing]) -> list[Thing]:
    return list({thing.key: thing for thing in reversed(things)}.values())[::-1]


def _thing(key: str, step: Step | None, known: dict[str, Known], seeds: list[str], counted: dict[str, Shares]) -> Thing:
    amount = ""
    if step is not None and step.quantity is not None and (step.uom or step.quantity != 1):
        amount = quantity(step.quantity, step.uom)
    share = ""
    if key not in seeds:
        part = next((one.of[key] for one in counted.values() if key in one.of), None)
        share = "" if part is None else percent(part)
    return Thing(key=key, known=known[key], amount=amount, share=share, is_start=key in seeds)


def quantity(amount: Decimal, uom: str) -> str:
    return f"{vn_number(amount)}{NARROW}{wording.UNITS.get(uom) or directory.unit(uom)}"


def percent(share: float) -> str:
    if 0 < share < 0.001:
        return f"< 0,1{NARROW}%"
    return f"{vn_number(round(share * 100, 1))}{NARROW}%"
