"""Events as the chains of a province tell them: mangoes, durian, rice, from the plot to the shop.

The same seed tells the same events. No Django here, so that a load may be written on any machine.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from txng.gs1.check_characters import check_digit

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
VIETNAM = timezone(timedelta(hours=7))
BEGAN = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
_COMPANY = "89385059"  # the demo's co-operatives share this prefix
# One code on the way from packing house to shop: (action, step, disposition).
STEPS = (
    ("ADD", "commissioning", "active"),
    ("OBSERVE", "inspecting", "conformant"),
    ("OBSERVE", "storing", "in_progress"),
    ("OBSERVE", "shipping", "in_transit"),
)


def gtin(number: int) -> str:
    body = f"0{_COMPANY}{number:04d}"
    return f"{body}{check_digit(body)}"


def gln(number: int) -> str:
    body = f"{_COMPANY}{number:04d}"
    return f"{body}{check_digit(body)}"


def item(product: int, serial: int) -> str:
    return f"https://id.gs1.org/01/{gtin(product)}/21/{serial:09d}"


def lot(product: int, name: str) -> str:
    return f"https://id.gs1.org/01/{gtin(product)}/10/{name}"


@dataclass(slots=True)
class Chains:
    """What many co-operatives send, document by document; `serial` numbers are never used twice."""

    seed: int = 1
    serial: int = 0

    def document_of_items(self, size: int, step: int) -> bytes:
        """One scanner, one kind of reading, one event for each code: what a packing line sends."""
        rng = random.Random(f"{self.seed}:{self.serial}:{step}")
        product = self.serial % 40 + 1
        action, biz_step, disposition = STEPS[step % len(STEPS)]
        when = BEGAN + timedelta(seconds=self.serial)
        events = []
        for number in range(size):
            event: dict[str, Any] = {
                "type": "ObjectEvent",
                "eventID": _urn(rng),
                "eventTime": _local(when + timedelta(milliseconds=310 * number)),
                "eventTimeZoneOffset": "+07:00",
                "epcList": [item(product, self.serial + number)],
                "action": action,
                "bizStep": biz_step,
                "disposition": disposition,
                "readPoint": {"id": f"https://id.gs1.org/414/{gln(product + 100)}"},
                "bizLocation": {"id": f"https://id.gs1.org/414/{gln(product)}"},
            }
            if biz_step == "commissioning":
                event["ilmd"] = {"cbvmda:lotNumber": f"VU{self.serial // 1000}", "cbvmda:harvestEndDate": "2026-03-01"}
            if biz_step == "shipping":
                event["bizTransactionList"] = [
                    {"type": "desadv", "bizTransaction": f"urn:epcglobal:cbv:bt:{gln(product)}:PXK-{self.serial}"}
                ]
                event["destinationList"] = [
                    {"type": "possessing_party", "destination": f"https://id.gs1.org/417/{gln(product + 500)}"}
                ]
            events.append(event)
        self.serial += size
        return document(events)


def _urn(rng: random.Random) -> str:
    return uuid.UUID(int=rng.getrandbits(128), version=4).urn


def _local(when: datetime) -> str:
    return when.astimezone(VIETNAM).isoformat(timespec="milliseconds")


def document(events: list[dict[str, Any]]) -> bytes:
    return json.dumps(
        {
            "@context": [CONTEXT, {"cbvmda": "urn:epcglobal:cbv:mda:"}],
            "type": "EPCISDocument",
            "schemaVersion": "2.0",
            "creationDate": "2026-03-02T08:00:00.000Z",
            "epcisBody": {"eventList": events},
        },
        separators=(",", ":"),
        ensure_ascii=False,
    ).encode()


def documents(chains: Chains, count: int, size: int) -> Iterator[bytes]:
    for number in range(count):
        yield chains.document_of_items(size, number)


def lot_graph(width: int, layers: int, name: str) -> tuple[list[dict[str, Any]], str, str, int]:
    """Paddy of one big lot dried in many, mixed and milled again and again, and bagged as one export lot.

    (its events, the first lot, the last one, how many edges it has); every lot is on the way from first to last.
    """
    first, last = lot(1, f"{name}-DAU"), lot(1, f"{name}-CUOI")
    rows = [[lot(2, f"{name}-{layer}-{number}") for number in range(width)] for layer in range(layers + 1)]
    told = [_working(f"{name}:first", 0, [first], rows[0])]
    for layer in range(layers):
        for start in range(0, width, 5):
            # Each mill takes from five dryers far apart: the lots of a chain do not stay neighbours.
            inputs = [rows[layer][(start // 5 + number * width // 5) % width] for number in range(5)]
            told.append(_working(f"{name}:{layer}:{start}", layer + 1, inputs, rows[layer + 1][start : start + 5]))
    told.append(_working(f"{name}:last", layers + 1, rows[layers], [last]))
    return told, first, last, sum(len(one["inputQuantityList"]) + len(one["outputQuantityList"]) for one in told)


def _working(name: str, day: int, inputs: list[str], outputs: list[str]) -> dict[str, Any]:
    return {
        "type": "TransformationEvent",
        "eventID": uuid.uuid5(uuid.NAMESPACE_URL, f"https://txng.invalid/bench/{name}").urn,
        "eventTime": _local(BEGAN + timedelta(days=day)),
        "eventTimeZoneOffset": "+07:00",
        "inputQuantityList": [{"epcClass": key, "quantity": 500, "uom": "KGM"} for key in inputs],
        "outputQuantityList": [{"epcClass": key, "quantity": 480, "uom": "KGM"} for key in outputs],
        "bizStep": "commissioning",
        "bizLocation": {"id": f"https://id.gs1.org/414/{gln(1)}"},
    }
