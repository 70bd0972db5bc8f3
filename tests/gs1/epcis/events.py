"""Small EPCIS documents for tests: one good event of each type, and ways to spoil it."""

from __future__ import annotations

import copy
import json
from typing import Any

from txng.gs1 import epcis

CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"vntx": "https://example.org/vntx/"}]
LOT = "https://id.gs1.org/01/09521102000213/10/L26A0917"
ITEM = "https://id.gs1.org/01/09521102000213/21/A1"
PALLET = "https://id.gs1.org/00/195211020000004515"
FARM = "https://id.gs1.org/414/9521101001013"
COMMON = {"eventTime": "2026-09-17T06:30:00.000+07:00", "eventTimeZoneOffset": "+07:00"}

GOOD: dict[str, dict[str, Any]] = {
    "ObjectEvent": {
        **COMMON,
        "action": "ADD",
        "bizStep": "commissioning",
        "disposition": "active",
        "epcList": [ITEM],
        "quantityList": [{"epcClass": LOT, "quantity": 812.5, "uom": "KGM"}],
        "readPoint": {"id": FARM},
        "bizLocation": {"id": FARM},
        "ilmd": {"vntx:harvestDate": "2026-09-17"},
    },
    "AggregationEvent": {**COMMON, "action": "ADD", "parentID": PALLET, "childEPCs": [ITEM], "bizStep": "packing"},
    "TransactionEvent": {
        **COMMON,
        "action": "ADD",
        "epcList": [ITEM],
        "bizTransactionList": [{"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:9521102000008:PO-1"}],
    },
    "TransformationEvent": {
        **COMMON,
        "inputQuantityList": [{"epcClass": LOT, "quantity": 10, "uom": "KGM"}],
        "outputEPCList": [ITEM],
        "bizStep": "commissioning",
    },
    "AssociationEvent": {
        **COMMON,
        "action": "ADD",
        "parentID": FARM,
        "childEPCs": ["https://id.gs1.org/8004/9521104LOGBG"],
        "bizStep": "installing",
    },
}
SENSOR = {
    "sensorMetadata": {"time": "2026-09-17T06:00:00.000+07:00"},
    "sensorReport": [{"type": "Temperature", "value": 4.5, "uom": "CEL"}],
}


def event(kind: str = "ObjectEvent", **changes: Any) -> dict[str, Any]:
    """A good event with some fields changed; `None` takes a field away."""
    found = {"type": kind, **copy.deepcopy(GOOD[kind]), **changes}
    return {key: value for key, value in found.items() if value is not None}


def document(*events: dict[str, Any], **changes: Any) -> dict[str, Any]:
    found = {
        "@context": copy.deepcopy(CONTEXT),
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-09-17T00:00:00.000Z",
        "epcisBody": {"eventList": copy.deepcopy(list(events))},
        **changes,
    }
    return {key: value for key, value in found.items() if value is not None}


def dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


def read(*events: dict[str, Any], source: epcis.Source = epcis.STANDARD, **changes: Any) -> epcis.Document:
    return epcis.read_json(dumped(document(*events, **changes)), source=source)


def one(kind: str = "ObjectEvent", source: epcis.Source = epcis.STANDARD, **changes: Any) -> epcis.Event:
    found = read(event(kind, **changes), source=source)
    assert not found.errors, found.faults
    return found.events[0]


def faults(kind: str = "ObjectEvent", source: epcis.Source = epcis.STANDARD, **changes: Any) -> list[epcis.Fault]:
    return read(event(kind, **changes), source=source).faults


def xml(body: str, *, version: int = 2, prolog: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return (
        f'{prolog}<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:{version}"'
        ' xmlns:vntx="https://example.org/vntx/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' schemaVersion="{version}.0" creationDate="2026-09-17T00:00:00.000Z">'
        f"<EPCISBody><EventList>{body}</EventList></EPCISBody></epcis:EPCISDocument>"
    ).encode()


def xml_event(inside: str = "", *, before_action: str = "<epcList/>") -> str:
    return (
        "<ObjectEvent><eventTime>2026-09-17T06:30:00.000+07:00</eventTime>"
        f"<eventTimeZoneOffset>+07:00</eventTimeZoneOffset>{before_action}<action>OBSERVE</action>{inside}</ObjectEvent>"
    )
