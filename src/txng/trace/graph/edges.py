"""What one event draws. Pure: the same event gives the same edges, whenever it comes and whatever came before.

So the order of arrival cannot matter, and what belongs together (a stay in a container, a declaration of error and
its event) is joined by who reads. Things meet in hubs, not each with each: a hundred lots milled into a hundred sacks
are two hundred edges and not ten thousand. A hub begins with “#”, which no identifier of a sender can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from txng.gs1.epcis import Event, Thing
from txng.gs1.epcis.likes import Like
from txng.trace.models.edges import Edge

Kind = Edge.Kind
SHIPPING = ("shipping", "departing", "retail_selling", "dispensing")
RECEIVING = ("receiving", "arriving", "accepting")
# Papers of one delivery. An order may cover many: goods sent under it at different times are not the same goods.
_OF_ONE_DELIVERY = ("desadv", "bol", "recadv")
# Who holds the goods is who must be reached first; then who owns them, then where they went.
_WHO = ("possessing_party", "owning_party", "location")
_ITEM = re.compile(r"(https://id\.gs1\.org/01/[0-9]{14})/21/[^/]+")
_WITH_LOT = re.compile(r"https://id\.gs1\.org/01/[0-9]{14}/10/[^/]+(?=/21/)")
_LOT_NUMBER = "lotNumber"

WORKING, EVENT, PAPER = "#working:", "#event:", "#paper:"


class Drawn(NamedTuple):
    source: str
    target: str
    kind: int
    quantity: Decimal | int | None = None
    uom: str = ""


def draws(event: Event) -> bool:
    """False: nothing, whatever its things are. The same for all events of one type, action and step."""
    if event.type in ("TransformationEvent", "AggregationEvent", "AssociationEvent"):
        return True
    return event.action == "ADD" or event.biz_step in SHIPPING or event.biz_step in RECEIVING


def edges_of(event: Event, things: list[Thing] | None = None) -> list[Drawn]:
    """In the order in which they are stored. A declaration of error draws nothing. `things`: the event's, for who has
    them at hand."""
    if event.error_declaration is not None:
        return []
    drawn = list(_drawn(event, list(event.things()) if things is None else things))
    if len(drawn) < 2:
        return drawn
    found: dict[tuple[str, str, int, str], Drawn] = {}
    for edge in drawn:
        key = (edge.source, edge.target, edge.kind, edge.uom)
        before = found.get(key)
        # One thing named twice, by its code and by its quantity: one step, with what is known of the amount.
        if before is None or before.quantity is None:
            found[key] = edge
        elif edge.quantity is not None:
            found[key] = Drawn(edge.source, edge.target, edge.kind, before.quantity + edge.quantity, edge.uom)
    return list(found.values())


def _drawn(event: Event, things: list[Thing]) -> Iterator[Drawn]:
    if event.type == "TransformationEvent":
        yield from _working(event, things)
    elif event.type == "AggregationEvent":
        yield from _stay(event, things, Kind.PACKED, Kind.UNPACKED, Kind.EMPTIED)
    elif event.type == "AssociationEvent":
        yield from _stay(event, things, Kind.ATTACHED, Kind.DETACHED, Kind.CLEARED)
    elif event.type == "ObjectEvent" and event.action == "ADD":
        yield from _coded(event, things)
    if event.type in ("ObjectEvent", "AggregationEvent") or (
        event.type == "TransactionEvent" and event.action != "DELETE"
    ):
        yield from _delivery(event, things)


def _working(event: Event, things: list[Thing]) -> Iterator[Drawn]:
    hub = f"{WORKING}{event.transformation_id}" if event.transformation_id else f"{EVENT}{event.id}"
    for thing in things:
        if thing.role in ("inputEPCList", "inputQuantityList"):
            yield Drawn(thing.id, hub, Kind.INPUT, *_amount(thing))
        elif thing.role in ("outputEPCList", "outputQuantityList"):
            yield Drawn(hub, thing.id, Kind.OUTPUT, *_amount(thing))


def _amount(thing: Thing) -> tuple[Decimal | int | None, str]:
    """A single thing is one of its kind."""
    return (thing.quantity, thing.uom) if thing.is_class else (1, "")


def _stay(event: Event, things: list[Thing], put_in: int, taken_out: int, all_out: int) -> Iterator[Drawn]:
    parent = event.parent_id
    if not parent:
        return
    children = [thing for thing in things if thing.role in ("childEPCs", "childQuantityList")]
    # Seen inside is as good as put in, where who packed it never told.
    kind = {"ADD": put_in, "DELETE": taken_out}.get(event.action, Kind.SEEN)
    for thing in children:
        if thing.id != parent:
            # A single thing is in or out; amounts are of lots, of which some may leave.
            yield Drawn(thing.id, parent, kind, thing.quantity, thing.uom)
    if event.action == "DELETE" and not children:
        yield Drawn(parent, parent, all_out)


def _coded(event: Event, things: list[Thing]) -> Iterator[Drawn]:
    """Items get their codes: of which lot says their own link, the lot's master data, or the lot beside them."""
    number = _lot_number(event)
    lots = [thing.id for thing in things if thing.role == "quantityList" and "/10/" in thing.id]
    for thing in things:
        item = _ITEM.fullmatch(thing.id) if thing.role == "epcList" else None
        if item is None:
            continue
        lot = _lot_of(thing.sent, item[1], number, lots)
        if lot:
            yield Drawn(lot, thing.id, Kind.COMMISSIONED, 1, "")


def _lot_number(event: Event) -> str:
    numbers = [value for key, value in event.ilmd.items() if key.rpartition("}")[2] == _LOT_NUMBER]
    return numbers[0] if len(numbers) == 1 and isinstance(numbers[0], str) else ""


def _lot_of(sent: str, product: str, number: str, lots: list[str]) -> str:
    from txng.gs1.epcis.identifiers import canonical, identity

    if told := _WITH_LOT.match(canonical(sent)):
        return told[0]
    if number:
        return identity(f"{product}/10/{number}")
    beside = [lot for lot in lots if lot.startswith(f"{product}/10/")]
    return beside[0] if len(beside) == 1 else ""


def _delivery(event: Event, things: list[Thing]) -> Iterator[Drawn]:
    step = event.biz_step
    out, into = step in SHIPPING, step in RECEIVING
    if not (out or into):
        return
    sides = event.destinations if out else event.sources
    other = next((one.id for who in _WHO for one in sides if one.type == who), "") or f"{EVENT}{event.id}"
    papers = [one.id for one in event.biz_transactions if one.type in _OF_ONE_DELIVERY]
    for thing in things:
        if thing.role not in ("parentID", "epcList", "quantityList") or thing.id == other:
            continue
        amount = _amount(thing)
        if out:
            yield Drawn(thing.id, other, Kind.SHIPPED, *amount)
        else:
            yield Drawn(other, thing.id, Kind.RECEIVED, *amount)
        for paper in papers:
            hub = f"{PAPER}{paper}"
            yield Drawn(thing.id, hub, Kind.SENT, *amount) if out else Drawn(hub, thing.id, Kind.TAKEN_IN, *amount)


# --- the same for events of one thing that came as one of many alike (gs1.epcis.likes) -------------------------------


class _Plan(NamedTuple):
    """What the edges of a frame have in common; a test holds what is drawn by it to what is drawn above."""

    coded: bool
    number: str
    out: bool
    into: bool
    other: int | None  # where in the event the other side stands
    papers: tuple[int, ...]


def edges_of_like(event: Like) -> list[Drawn] | None:
    """None where the event has to be looked at as a whole."""
    kept = event.frame.kept
    if "edges" not in kept:
        kept["edges"] = _plan(event)
    plan: _Plan | None = kept["edges"]
    if plan is None:
        return None
    ((role, key, sent, amount, uom),) = event.named()
    drawn: list[Drawn] = []
    if plan.coded and role == "epcList" and (item := _ITEM.fullmatch(key)):
        lot = _lot_of(sent, item[1], plan.number, [])
        if lot:
            drawn.append(Drawn(lot, key, Kind.COMMISSIONED, 1, ""))
    if not (plan.out or plan.into):
        return drawn
    other = f"{EVENT}{event.id}" if plan.other is None else event.same[plan.other]
    if other == key:
        return drawn
    much: tuple[Decimal | int | None, str] = (1, "")
    if role == "quantityList":
        much = None if amount is None else Decimal(amount) if "." in amount else int(amount), uom
    papers = [event.same[spot] for spot in plan.papers]  # each another one, or the event were not like the first
    if plan.out:
        drawn.append(Drawn(key, other, Kind.SHIPPED, *much))
        drawn += [Drawn(key, f"{PAPER}{paper}", Kind.SENT, *much) for paper in papers]
    else:
        drawn.append(Drawn(other, key, Kind.RECEIVED, *much))
        drawn += [Drawn(f"{PAPER}{paper}", key, Kind.TAKEN_IN, *much) for paper in papers]
    return drawn


def _plan(event: Like) -> _Plan | None:
    frame = event.frame
    if event.type != "ObjectEvent" or len(frame.roles) != 1:
        return None
    (only,) = frame.roles
    if only.role not in ("epcList", "quantityList") or only.several:
        return None
    out, into = event.biz_step in SHIPPING, event.biz_step in RECEIVING
    sides = frame.papers.get("destinationList" if out else "sourceList", ())
    papers = frame.papers.get("bizTransactionList", ())
    return _Plan(
        coded=event.action == "ADD",
        number=_lot_number(event),
        out=out,
        into=into,
        other=next((spot for who in _WHO for word, spot in sides if word == who), None),
        papers=tuple(spot for word, spot in papers if word in _OF_ONE_DELIVERY),
    )
