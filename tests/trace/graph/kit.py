"""Events as a story tells them, stored as capture stores them: rows, identifiers and edges."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from django.db import transaction

from tests import make
from txng.access.actors import Actor, system
from txng.gs1.epcis import Event
from txng.trace import order, storing
from txng.trace.graph.walking import Walk, events_to_follow, walk
from txng.trace.models import CapturedEvent
from txng.trace.rows import Row, row_of
from txng.trace.storing import Sender

_serial = itertools.count(1)
GTIN = "08938505974002"
SHOP = "https://id.gs1.org/417/8938505974019"
FARM = "https://id.gs1.org/417/8938505974026"


def lot(name: str, gtin: str = GTIN) -> str:
    return f"https://id.gs1.org/01/{gtin}/10/{name}"


def item(name: str, gtin: str = GTIN) -> str:
    return f"https://id.gs1.org/01/{gtin}/21/{name}"


def pallet(number: int) -> str:
    from txng.gs1.check_characters import check_digit

    body = f"3893850597{number:07d}"
    return f"https://id.gs1.org/00/{body}{check_digit(body)}"


def at(hour: float) -> datetime:
    return make.AT + timedelta(hours=hour)


def amounts(things: dict[str, float | None]) -> list[dict[str, Any]]:
    return [
        {"epcClass": key, **({} if amount is None else {"quantity": amount, "uom": "KGM"})}
        for key, amount in things.items()
    ]


def event(kind: str, hour: float, **fields: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "eventID": fields.pop("id", "") or f"urn:uuid:00000000-0000-4000-8000-{next(_serial):012d}",
        "eventTime": at(hour).isoformat(),
        "eventTimeZoneOffset": "+07:00",
        **fields,
    }


def worked(hour: float, into: dict[str, float | None], out: dict[str, float | None], **more: Any) -> dict[str, Any]:
    return event(
        "TransformationEvent",
        hour,
        inputQuantityList=amounts(into),
        outputQuantityList=amounts(out),
        bizStep=more.pop("bizStep", "creating_class_instance"),
        **more,
    )


def packed(hour: float, parent: str, children: list[str], action: str = "ADD", **more: Any) -> dict[str, Any]:
    return event("AggregationEvent", hour, action=action, parentID=parent, childEPCs=children, **more)


def packed_lots(hour: float, parent: str, things: dict[str, float | None], action: str = "ADD") -> dict[str, Any]:
    return event("AggregationEvent", hour, action=action, parentID=parent, childQuantityList=amounts(things))


def shipped(hour: float, things: list[str], to: str = SHOP, **more: Any) -> dict[str, Any]:
    return _moved(hour, things, "shipping", destinationList=[{"type": "possessing_party", "destination": to}], **more)


def received(hour: float, things: list[str], sender: str = FARM, **more: Any) -> dict[str, Any]:
    return _moved(hour, things, "receiving", sourceList=[{"type": "possessing_party", "source": sender}], **more)


def _moved(hour: float, things: list[str], step: str, **more: Any) -> dict[str, Any]:
    singles = [key for key in things if "/10/" not in key]
    lots = [key for key in things if "/10/" in key]
    paper = more.pop("paper", "")
    if paper:
        more["bizTransactionList"] = [{"type": "desadv", "bizTransaction": paper}]
    return event(
        "ObjectEvent",
        hour,
        action="OBSERVE",
        bizStep=step,
        **({"epcList": singles} if singles else {}),
        **({"quantityList": amounts(dict.fromkeys(lots, 10))} if lots else {}),
        **more,
    )


def declared_wrong(told: dict[str, Any], hour: float = 90, **more: Any) -> dict[str, Any]:
    return told | {"errorDeclaration": {"declarationTime": at(hour).isoformat(), "reason": "did_not_occur", **more}}


def store(*told: dict[str, Any], owner: Any = None, capture: Any = None) -> list[CapturedEvent]:
    """Each in the order given; `owner` is the establishment whose they are."""
    sender = Sender(
        establishment_id=owner.id if owner else None,
        agency_id=None,
        unit_path=owner.unit_path if owner else "",
        sector=owner.sector if owner else "",
        managing_agency_id=owner.managing_agency_id if owner else None,
        capture_id=str(capture.pk) if capture else None,
    )
    numbers = []
    for one in told:
        row = row_of(Event(one), 0)
        assert isinstance(row, Row), row
        # The transaction of a test does not end: what it announces would never be settled.
        with transaction.atomic(), patch.object(order, "announce"):
            numbers.append(storing.store([row], most=1, sender=sender, at=make.AT, careful=False).ids[0])
    rows = CapturedEvent.objects.in_bulk(numbers)
    return [rows[number] for number in numbers]


def follow(direction: str, *seeds: str, actor: Actor | None = None, **limits: Any) -> Walk:
    return walk(seeds, direction, events=events_to_follow(actor or system("Hệ thống")), **limits)


def reached(direction: str, *seeds: str, **more: Any) -> set[str]:
    """The things a walk came to, without its start and without hubs."""
    found = follow(direction, *seeds, **more)
    return {key for key in found.level if not key.startswith("#")} - set(seeds)


def delivered(*seeds: str) -> set[str]:
    """Who was sent something of it."""
    return {step.source if step.kind == 11 else step.target for step in follow("forward", *seeds).ends.values()}
