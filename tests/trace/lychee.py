"""The lychee chain with its questions and the answers that are right (tests/conformance/epcis/README.md)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import urlencode

from tests.conformance.epcis.corpus import index
from tests.trace import kit
from txng.gs1 import epc
from txng.gs1.errors import GS1Error

VNTX = "https://example.org/vntx/"


@cache
def vectors() -> dict[str, Any]:
    return index("epcis/examples/own-vn-lychee/rest-queries.json")


def context() -> list[Any]:
    return list(index("epcis/examples/own-vn-lychee/01-commission-farm-lots.jsonld")["@context"])


def captured(program: kit.Program, events: list[dict[str, Any]] | None = None) -> None:
    job = program.capture(kit.document(events or vectors()["dataset"], **{"@context": context()}))
    assert job["success"], job["errors"]


def question(query: dict[str, Any], spelled: Any = str) -> str:
    """The query as an address has it."""
    pairs = []
    for name, value in query.items():
        values = value if isinstance(value, list) else [value]
        pairs.append((name, "|".join(spelled(str(one).lower() if one is True else str(one)) for one in values)))
    return urlencode(pairs)


def as_link(value: str) -> str:
    try:
        return epc.to_digital_link(value)
    except GS1Error:
        return value


def as_urn(value: str) -> str:
    """All keys of the chain have company prefixes of seven digits."""
    if not re.match("https?://", value):
        return value
    try:
        return epc.to_urn(value, 7)
    except GS1Error:
        return value


def key(event: dict[str, Any]) -> tuple[str, bool]:
    return event["eventID"], "errorDeclaration" in event


def answered(answer: Any) -> list[tuple[str, bool]]:
    assert answer.status_code == 200, answer.content
    events = answer.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    return [key(event) for event in events]


def expected(vector: dict[str, Any]) -> list[tuple[str, bool]]:
    return [key(vectors()["dataset"][place]) for place in vector["expect_event_indexes"]]
