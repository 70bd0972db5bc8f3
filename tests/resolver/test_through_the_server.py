"""What a scanner sends reaches us letter for letter: `%2F`, `+`, `%25` through server and framework (DL-09).

Decoded once too often, a serial with a slash becomes an address with another part, and answers for another thing.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote

import pytest

GTIN = "08930000000019"
SERIAL = "A/1+2%3C5"  # as it is; what looks like an escape in it is none
WIRE = "A%2F1%2B2%253C5"

pytestmark = pytest.mark.browser  # a running site, as its tests have one


def ask(site: Any, path: str, body: dict[str, Any] | None = None, **headers: str) -> tuple[int, bytes]:
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(site.base_url + path, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def test_dl_09_a_scanned_serial_is_read_as_it_was_printed(sites: Any) -> None:
    site = sites.of("can-tho")
    own = site.facts["scan"]["valid"].split("/")[2]
    status, page = ask(site, f"/01/{own}/10/{WIRE}")
    assert status == 404, "one lot nobody knows; cut at the slash it would be no address at all (400)"
    assert WIRE.replace("%2B", "+").encode() in page
    [(raw,)] = site.sql(
        "SELECT raw FROM resolver_scanline WHERE raw LIKE %s ORDER BY id DESC LIMIT 1", [f"%{own}/10/A%"]
    )
    assert raw.replace("+", "%2B") == f"/01/{own}/10/{WIRE}", "a plus may stand as it is"


def test_dl_09_an_event_is_found_by_such_a_serial_in_every_path(sites: Any) -> None:
    site = sites.of("can-tho")
    thing = f"https://id.gs1.org/01/{GTIN}/21/{WIRE}"
    headers = {"Authorization": f"Bearer {site.facts['api']['token']}", "Content-Type": "application/json"}
    event: dict[str, Any] = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "ObjectEvent",
        "eventID": "urn:test:dl-09:a%2Fb+c",
        "eventTime": "2026-09-21T08:00:00.000+07:00",
        "eventTimeZoneOffset": "+07:00",
        "epcList": [thing],
        "action": "OBSERVE",
    }
    assert ask(site, "/epcis/events", event, **headers)[0] == 201
    encoded = quote(thing, safe="")
    for path in (
        f"/epcis/events/{quote(event['eventID'], safe='')}",
        f"/epcis/epcs/{encoded}/events",
        f"/epcis/events?MATCH_epc={encoded}",
        f"/epcis/events?EQ_eventID={quote(event['eventID'], safe='')}",
    ):
        status, said = ask(site, path, None, **headers)
        found = json.loads(said)["epcisBody"]["queryResults"]["resultsBody"]["eventList"] if status == 200 else said
        assert [(one["eventID"], one["epcList"]) for one in found] == [(event["eventID"], [thing])], path  # type: ignore[index]
