"""Malformed, hostile and merely odd input: a plain refusal, never a 5xx, nothing stored (EP-17, EP-15, RE-16)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trace import kit
from tests.trace.kit import Program, document, observed, single
from txng.trace.models import Capture, CapturedEvent

pytestmark = pytest.mark.django_db
LONG = "https://example.vn/" + "x" * 1_100

BODIES: list[tuple[str, bytes, str]] = [
    ("blanks", b"  \n", "application/json"),
    ("half", b'{"type": "EPCISDocument", "epcisBody"', "application/json"),
    ("not utf-8", b'{"type": "\xff\xfe"}', "application/json"),
    ("surrogate", b'{"type": "\\ud800"}', "application/json"),
    ("number", b"7", "application/json"),
    ("null", b"null", "application/json"),
    ("list", b"[1, 2]", "application/json"),
    ("deep", b"[" * 100_000, "application/json"),
    ("deep objects", b'{"a":' * 50_000, "application/json"),
    ("endless number", b'{"type": ' + b"9" * 100_000 + b"}", "application/json"),
    ("body is text", json.dumps(document([]) | {"epcisBody": "x"}).encode(), "application/json"),
    ("list is text", json.dumps(document([]) | {"epcisBody": {"eventList": "x"}}).encode(), "application/json"),
    ("type is a list", json.dumps(document([]) | {"type": ["EPCISDocument"]}).encode(), "application/json"),
    ("query without results", json.dumps(document([]) | {"type": "EPCISQueryDocument"}).encode(), "application/json"),
    ("another type", json.dumps(document([]) | {"type": "Party"}).encode(), "application/json"),
    ("one event", json.dumps(single(observed(1))).encode(), "application/json"),
    ("not xml", b"{}", "application/xml"),
    ("doctype", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "application/xml"),
    ("outside entity", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "text/xml"),
    ("html", b"<html><body/></html>", "application/xml"),
    ("deep xml", b"<a>" * 5_000, "application/xml"),
    ("other encoding", b'<?xml version="1.0" encoding="utf-7"?><a/>', "application/xml"),
    ("soap", b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>', "application/xml"),
]


@pytest.mark.any_server  # judged before a database is asked
@pytest.mark.parametrize(("body", "media"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
def test_ep_17_what_is_no_document_is_refused_at_once(lanh_program: Program, body: bytes, media: str) -> None:
    for path in ("/epcis/capture", "/epcis/events"):
        if path.endswith("events") and body.startswith(b'{"@context"') and b"ObjectEvent" in body:
            continue
        answer = lanh_program.post(path, body, media)
        assert answer.status_code == 400, answer.content
        told = answer.json()
        assert told["type"] == "epcisException:ValidationException" and told["code"] and told["detail"]
    assert not Capture.objects.exists()


EVENTS: dict[str, dict[str, Any]] = {
    "no time": {"eventTime": "yesterday"},
    "no zone": {"eventTime": "2026-09-21T08:00:00"},
    "year nought": {"eventTime": "0000-01-01T00:00:00Z"},
    "end of time": {"eventTime": "9999-12-31T23:59:59-14:00"},
    "nul": {"eventID": "urn:x:\0"},
    "nul in an extension": {"urn:x:y": {"urn:x:z": "a\0b"}},
    "long id": {"eventID": LONG},
    "long thing": {"epcList": [LONG]},
    "long place": {"bizLocation": {"id": LONG}},
    "long step": {"bizStep": LONG},
    "wrong check digit": {"epcList": ["https://id.gs1.org/01/08930000000018/21/S1"]},
    "class as instance": {"epcList": [f"https://id.gs1.org/01/{kit.GTIN}"]},
    "unit of nobody": {
        "quantityList": [{"epcClass": f"https://id.gs1.org/01/{kit.GTIN}", "quantity": 1, "uom": "KILO"}]
    },
    "quantity in words": {"quantityList": [{"epcClass": f"https://id.gs1.org/01/{kit.GTIN}", "quantity": "ten"}]},
    "endless quantity": {"quantityList": [{"epcClass": f"https://id.gs1.org/01/{kit.GTIN}", "quantity": 10**90}]},
    "unknown field": {"colour": "green"},
    "list for a word": {"action": ["ADD"]},
    "object for an id": {"eventID": {"id": "x"}},
    "ilmd without adding": {"ilmd": {"cbvmda:lotNumber": "7"}},
    "declaration without a time": {"errorDeclaration": {"reason": "incorrect_data"}},
}


@pytest.mark.any_server  # as above
@pytest.mark.parametrize("fields", EVENTS.values(), ids=EVENTS.keys())
def test_ep_17_a_bad_event_is_refused_with_its_place(lanh_program: Program, fields: dict[str, Any]) -> None:
    answer = lanh_program.post("/epcis/events", single(observed(1, **fields)))
    assert answer.status_code == 400, answer.content
    assert all(error["code"] and error["message"] for error in answer.json()["errors"])
    job = lanh_program.capture(document([observed(2), observed(1, **fields)]))
    assert (job["success"], job["storedCount"]) == (False, 0)
    assert all(error["pointer"].startswith("/epcisBody/eventList/1") for error in job["errors"])
    assert not CapturedEvent.objects.exists()


ODD: dict[str, dict[str, Any]] = {
    "copy's own words": {"eventID": "urn:x:\\N\t\n\r\\.", "bizStep": "https://example.vn/a%09"},
    "backslashes": {"urn:x:y": "\\ \\\\ \\N \\. \t \n \u2028 \x7f"},
    "letters of everybody": {"urn:x:y": "Sầu riêng 榴蓮 🥭 \u202e"},
    "first year": {"eventTime": "0001-01-01T12:00:00+07:00"},
    "last year": {"eventTime": "9999-12-31T00:00:00Z"},
    "a very small amount": {"quantityList": [{"epcClass": f"https://id.gs1.org/01/{kit.GTIN}", "quantity": 1e-9}]},
    "forty digits": {"quantityList": [{"epcClass": f"https://id.gs1.org/01/{kit.GTIN}", "quantity": 10**39}]},
    "not gs1's": {"epcList": ["https://ma.vn/t/7K3M9QX2P4VN8RTC", "urn:xyz:Ω"]},
    "no id at all": {"eventID": ""},
    "farthest zone": {"eventTimeZoneOffset": "-13:45"},
}


@pytest.mark.parametrize("fields", ODD.values(), ids=ODD.keys())
def test_odd_but_lawful_events_come_back_as_they_were(lanh_program: Program, fields: dict[str, Any]) -> None:
    event = {name: value for name, value in observed(1, **fields).items() if value != ""}
    answer = lanh_program.post("/epcis/events", single(event))
    if answer.status_code == 400:  # the standard wants a URI here: then the refusal says so
        assert {error["layer"] for error in answer.json()["errors"]} <= {"schema", "identifier"}
        return
    assert answer.status_code == 201, answer.content
    [back] = lanh_program.get(answer["Location"]).json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    for name in ("bizStep", "eventTimeZoneOffset", "epcList"):
        assert back[name] == event[name]
    if "urn:x:y" in event:
        assert event["urn:x:y"] in back.values()
    if "quantityList" in event:
        assert float(back["quantityList"][0]["quantity"]) == float(event["quantityList"][0]["quantity"])


def test_addresses_that_mean_nothing(lanh_program: Program) -> None:
    for path in (
        "/epcis/capture/7", "/epcis/capture/%00", "/epcis/events/%00", "/epcis/events/..%2F..", "/epcis/events/%FF",
        "/epcis/events/" + "x" * 9_000, "/epcis//capture", "/epcis/Capture", "/epcis/capture/x/document",
    ):  # fmt: skip
        assert lanh_program.get(path).status_code in (400, 404), path
    assert lanh_program.get("/epcis/events/" + "x" * 20_000).status_code == 414


@pytest.mark.parametrize(
    "query", ["perPage=0", "perPage=-1", "perPage=x", "perPage=", "perPage=٣", "nextPageToken=", "nextPageToken=a:b:c"]
)
def test_a_page_that_cannot_be(lanh_program: Program, query: str) -> None:
    answer = lanh_program.get(f"/epcis/capture?{query}")
    assert (answer.status_code, answer.json()["type"]) == (400, "epcisException:QueryParameterException")


@pytest.mark.parametrize("value", ["", "sometimes", "rollback, proceed", "all"])
def test_a_behaviour_that_is_none(lanh_program: Program, value: str) -> None:
    answer = lanh_program.post("/epcis/capture", document([]), **{"GS1-Capture-Error-Behaviour": value})
    assert (answer.status_code, answer.json()["code"]) == (400, "error_behaviour")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [*observed(1), "errorDeclaration", "quantityList", "ilmd", "sensorElementList", "parentID", "urn:x:y"]
)


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(fields=st.dictionaries(NAMES, VALUES, max_size=3))
def test_no_value_in_any_field_breaks_anything(lanh_program: Program, fields: dict[str, Any]) -> None:
    assert lanh_program.post("/epcis/events", single(observed(1, **fields))).status_code in (201, 400, 409, 429)
