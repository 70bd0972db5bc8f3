"""What this system records itself, as EPCIS events, in the transaction of what happened (CT-17, NAT-01).

The areas above build their events (production/tracing.py, stamps/tracing.py) and hand them over here; nothing of theirs
is known here. An event's ID is drawn from the row it tells of, so telling the same thing again adds nothing.
docs/one-more-kind-of-event.md says how one more kind is added.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol

from txng import provinces
from txng.access.scopes import Placed, is_practice
from txng.gs1.epcis import Event
from txng.kernel.clock import VIETNAM
from txng.trace.beside import OWN_NAMESPACE, OWN_PREFIX
from txng.trace.ids import uuid_of
from txng.trace.models import CapturedEvent, MasterData
from txng.trace.rows import Row, row_of
from txng.trace.storing import Sender, Stored, store

log = logging.getLogger("txng.trace")
# What EPCIS has no word for: which codes, which batch, that a time is only a day.
_CONTEXT = {OWN_PREFIX: OWN_NAMESPACE}
PARTY = "urn:epcglobal:epcis:vtype:Party"
_NAME = "urn:epcglobal:cbv:mda:name"


class Owned(Placed, Protocol):
    """A row of an establishment, whose columns the event takes over."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A class of goods, with how much of it where that is known. No unit is a count (UN/ECE Rec. 20 otherwise)."""

    key: str
    quantity: Decimal | int | None = None
    uom: str = ""

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"epcClass": self.key}
        if self.quantity is not None:
            found["quantity"] = self.quantity
            if self.uom:
                found["uom"] = self.uom
        return found


def own_id(*what: str) -> str:
    """The ID of the event that tells of a row: `own_id("diary", entry.client_id)`."""
    return uuid_of(provinces.current().identity.id_host, "event", *what).urn


def of_day(day: date, place: int) -> datetime:
    """People write down days. The order within one is that of the work: opened, received, harvested, packed."""
    return datetime.combine(day, time(), tzinfo=VIETNAM) + timedelta(seconds=place)


def event(
    kind: str,
    *,
    event_id: str,
    at: datetime,
    biz_step: str,
    disposition: str,
    place: str = "",
    only_a_day: bool = False,
    **fields: Any,
) -> dict[str, Any]:
    """An event as JSON; `fields` by their EPCIS names, empty ones left out."""
    where = {"readPoint": {"id": place}, "bizLocation": {"id": place}} if place else {}
    precision = {"txng:precision": "day"} if only_a_day else {}
    return {
        "@context": _CONTEXT,
        "type": kind,
        "eventID": event_id,
        "eventTime": at.astimezone(VIETNAM).isoformat(timespec="milliseconds"),
        "eventTimeZoneOffset": "+07:00",
        "bizStep": biz_step,
        "disposition": disposition,
        **where,
        **{name: value for name, value in fields.items() if value not in (None, "", [], {})},
        **precision,
    }


def amounts(*found: Amount) -> list[dict[str, Any]]:
    return [amount.as_json() for amount in found]


def record_own(events: Sequence[dict[str, Any]], *, owner: Owned, at: datetime) -> int:
    """Store them, in the transaction of what they tell of; how many were new. What is practised did not happen."""
    if is_practice(owner):
        return 0
    rows = [_row(Event.from_json(one), place) for place, one in enumerate(events)]
    if not rows:
        return 0
    sender = Sender(
        establishment_id=owner.establishment_id,
        agency_id=None,
        unit_path=owner.unit_path,
        sector=owner.sector,
        managing_agency_id=owner.managing_agency_id,
    )
    return _told(store(rows, most=len(rows), sender=sender, at=at, careful=False))


def declare_wrong(event_id: str, *, owner: Owned, at: datetime, instead: Iterable[str] = ()) -> bool:
    """Say that what was told was wrong: the event as it stands, once more under its ID, with the declaration
    (standards.md 1.6). False where it was never told."""
    told = CapturedEvent.objects.filter(event_id=event_id, declared_at=None, capture=None).first()
    if told is None:
        return False
    declaration = {
        "declarationTime": at.astimezone(VIETNAM).isoformat(timespec="milliseconds"),
        "reason": "incorrect_data",
        "correctiveEventIDs": list(instead),
    }
    again = told.body | {"errorDeclaration": {name: value for name, value in declaration.items() if value}}
    return bool(record_own([again], owner=owner, at=at))


def name_party(key: str, name: str, *, owner: Owned, at: datetime) -> None:
    """What the owner calls somebody who has no number of their own; nobody else is told."""
    if is_practice(owner):
        return
    MasterData.objects.update_or_create(
        establishment_id=owner.establishment_id or 0,
        agency=None,
        type=PARTY,
        key=key,
        defaults={
            "attributes": [{"id": _NAME, "attribute": name}],
            "valid_since": at,
            "unit_path": owner.unit_path,
            "sector": owner.sector,
            "managing_agency_id": owner.managing_agency_id,
        },
    )


def _row(one: Event, place: int) -> Row:
    found = row_of(one, place)
    if not isinstance(found, Row):
        raise ValueError(found.message)  # our own identifiers are short
    return found


def _told(found: Stored) -> int:
    for fault in found.refused.values():
        # Told before in other words: the first telling stands, and what happened now must not fail for it.
        log.error("own event not recorded: %s", fault.message)
    return found.stored
