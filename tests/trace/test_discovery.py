"""Collections, named queries, pages and their tokens (RE-01, RE-06, RE-12, RE-13, RE-14, RE-17, RE-21)."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import jsonschema_rs
import pytest
from django.core import signing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trace import kit, lychee
from tests.trace.kit import Program, document, observed
from tests.trace.lychee import answered, captured, vectors
from txng.ledger.models import Entry
from txng.trace.api import paging
from txng.trace.models import NamedQuery

pytestmark = pytest.mark.django_db

TOP = ["capture", "events", "queries", "eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints", "dispositions"]


def members(program: Program, path: str) -> list[str]:
    found: list[str] = []
    while path:
        answer = program.get(path)
        assert answer.status_code == 200, answer.content
        assert answer.json()["type"] == "Collection"
        found += answer.json()["member"]
        path = follow(answer)
    return found


def follow(answer: Any) -> str:
    link = answer.headers.get("Link", "")
    return link[1 : link.index(">")] if link else ""


def test_re_13_each_collection_lists_what_the_events_hold(lanh_program: Program) -> None:
    captured(lanh_program)
    dataset = vectors()["dataset"]
    assert members(lanh_program, "/epcis") == members(lanh_program, "/epcis/") == TOP
    assert members(lanh_program, "/epcis/eventTypes") == sorted({event["type"] for event in dataset})
    steps = members(lanh_program, "/epcis/bizSteps?perPage=3")
    assert steps == sorted({event["bizStep"] for event in dataset})
    assert members(lanh_program, "/epcis/dispositions") == sorted(
        {e["disposition"] for e in dataset if "disposition" in e}
    )
    for name, field in (("readPoints", "readPoint"), ("bizLocations", "bizLocation")):
        places = {lychee.as_link(event[field]["id"]) for event in dataset if field in event}
        assert members(lanh_program, f"/epcis/{name}?perPage=2") == sorted(places)
    things = members(lanh_program, "/epcis/epcs?perPage=4")
    assert len(things) == len(set(things)) == 9
    assert "https://id.gs1.org/00/195211020000004515" in things


def test_re_13_each_member_leads_to_its_events(lanh_program: Program) -> None:
    captured(lanh_program)
    for name in TOP[3:]:
        total = 0
        for item in members(lanh_program, f"/epcis/{name}"):
            path = f"/epcis/{name}/{quote(item, safe='')}"
            assert members(lanh_program, path) == ["events"]
            total += (count := len(answered(lanh_program.get(f"{path}/events"))))
            assert count, item
        assert total >= (8 if name == "bizLocations" else 10), name
    pallet = quote("urn:epc:id:sscc:9521102.1000000451", safe="")
    assert len(answered(lanh_program.get(f"/epcis/epcs/{pallet}/events?EQ_bizStep=shipping"))) == 1
    assert lanh_program.get(f"/epcis/epcs/{pallet}/events?MATCH_anyEPC=urn:x:1").status_code == 400
    lot = quote("urn:epc:class:lgtin:9521101.000011.BG-L1", safe="")
    assert len(answered(lanh_program.get(f"/epcis/epcs/{lot}/events"))) == 2
    for nothing in ("bizSteps/retail_selling", "bizSteps/flying", "epcs/urn%3Ax%3A1", "eventTypes/X", "readPoints/x"):
        assert lanh_program.get(f"/epcis/{nothing}").status_code == 404, nothing
        assert lanh_program.get(f"/epcis/{nothing}/events").status_code == 404, nothing


def test_re_14_a_named_query_is_kept_listed_run_and_deleted(lanh_program: Program, khai_program: Program) -> None:
    captured(lanh_program)
    body = {"name": "Đóng gói", "query": {"EQ_bizStep": ["packing"]}}
    made = lanh_program.post("/epcis/queries", body)
    assert (made.status_code, made.json()) == (201, body)
    assert made["Location"] == "/epcis/queries/%C4%90%C3%B3ng%20g%C3%B3i"
    again = lanh_program.post("/epcis/queries", body)
    assert (again.status_code, again.json()["type"]) == (409, "epcisException:ResourceAlreadyExistsException")
    assert lanh_program.get("/epcis/queries").json() == [body]
    assert lanh_program.get(made["Location"]).json() == body
    answer = lanh_program.get(f"{made['Location']}/events?perPage=1")
    assert len(answered(answer)) == 1
    assert answer.json()["epcisBody"]["queryResults"]["queryName"] == "Đóng gói"
    # Another account has names of its own.
    assert khai_program.get("/epcis/queries").json() == []
    assert khai_program.get(made["Location"]).status_code == 404
    assert khai_program.post("/epcis/queries", body).status_code == 201
    assert answered(khai_program.get(f"{made['Location']}/events")) == []
    deleted = lanh_program._ask("DELETE", made["Location"])
    assert (deleted.status_code, deleted.content) == (204, b"")
    for gone in (made["Location"], f"{made['Location']}/events", f"{made['Location']}/subscriptions"):
        assert lanh_program.get(gone).status_code == 404
    assert lanh_program._ask("DELETE", made["Location"]).json()["type"] == "epcisException:NoSuchNameException"
    # A page of the query that was is none of the one that bears its name now.
    lanh_program.post("/epcis/queries", body)
    assert lanh_program.get(follow(answer)).status_code == 400
    kinds = Entry.objects.filter(kind__startswith="trace.query").values_list("kind", flat=True).order_by("id")
    assert list(kinds) == ["trace.query:named", "trace.query:named", "trace.query:ended", "trace.query:named"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "QueryValidationException"),
        (b'{"name": "a", "query": {"EQ_eventID": "\\u0000"}}', "QueryParameterException"),
        ([], "QueryValidationException"),
        ({"name": "a"}, "QueryValidationException"),
        ({"name": "a/b", "query": {}}, "QueryValidationException"),
        ({"name": "SimpleEventQuery", "query": {}}, "QueryValidationException"),
        ({"name": "a", "query": {}, "queryType": "events"}, "QueryValidationException"),
        ({"name": "a", "query": {}, "@context": {"x": 1}}, "QueryValidationException"),
        ({"name": "a", "query": {}, "@context": {"x": "\x00"}}, "QueryValidationException"),
        ({"name": "a", "query": {"foo": 1}}, "QueryParameterException"),
        ({"name": "a", "query": {"EQ_bizStep": {"a": 1}}}, "QueryParameterException"),
        ({"name": "a", "query": {"EQ_bizStep": [["packing", ["packing"]]]}}, "QueryParameterException"),
        ({"name": "a", "query": {"EQ_quantity": 10**300}}, "QueryParameterException"),
        ({"name": "a", "query": {"perPage": 3}}, "QueryParameterException"),
    ],
)
def test_re_16_a_definition_that_is_none(lanh_program: Program, body: Any, kind: str) -> None:
    answer = lanh_program.post("/epcis/queries", body)
    assert (answer.status_code, answer.json()["type"]) == (400, f"epcisException:{kind}"), answer.content
    assert not NamedQuery.objects.exists()


def test_a_named_query_brings_its_own_prefixes(lanh_program: Program) -> None:
    captured(lanh_program)
    query = {"EQ_ILMD_mine:lotNumber": "BG-L1"}
    assert lanh_program.post("/epcis/queries", {"name": "q", "query": query}).status_code == 400
    declared = {"@context": {"mine": lychee.VNTX}, "name": "q", "query": query}
    assert lanh_program.post("/epcis/queries", declared).status_code == 201
    assert len(answered(lanh_program.get("/epcis/queries/q/events"))) == 2


def test_re_12_a_token_is_good_for_its_caller_its_question_and_its_hour(
    lanh_program: Program, khai_program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    captured(lanh_program)
    path = follow(lanh_program.get("/epcis/events?perPage=4&EQ_action=ADD"))
    token = parse_qs(urlsplit(path).query)["nextPageToken"][0]
    assert len(answered(lanh_program.get(path))) == 2
    changed = f"/epcis/events?{urlencode({'perPage': 4, 'EQ_action': 'OBSERVE', 'nextPageToken': token})}"
    elsewhere = f"/epcis/bizSteps/packing/events?{urlencode({'EQ_action': 'ADD', 'nextPageToken': token})}"
    for program, foreign in ((khai_program, path), (lanh_program, changed), (lanh_program, elsewhere)):
        answer = program.get(foreign)
        assert (answer.status_code, answer.json()["code"]) == (400, "next_page_token")
    later = signing.time.time() + paging.LIFE + 1
    with monkeypatch.context() as patched:
        patched.setattr(signing.time, "time", lambda: later)
        assert lanh_program.get(path).status_code == 400
    assert lanh_program._ask("DELETE", f"/epcis/nextPageToken/{token}x").status_code == 404
    for _ in range(2):
        assert lanh_program._ask("DELETE", f"/epcis/nextPageToken/{token}").status_code == 204
    assert lanh_program.get(path).json()["code"] == "next_page_token"


RUNS = itertools.count()
EVENT = st.tuples(st.integers(0, 9), st.integers(0, 4))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(EVENT, max_size=9),
    arrivals=st.lists(st.lists(EVENT, max_size=3), max_size=5),
    order=st.sampled_from(["", "&orderBy=eventTime&orderDirection=ASC", "&orderBy=recordTime", "&orderBy=x:rank"]),
    size=st.integers(1, 4),
)
def test_re_12_no_event_is_lost_or_repeated_while_others_arrive(
    lanh_program: Program, before: list[Any], arrivals: list[Any], order: str, size: int
) -> None:
    """Events of the same moment, and of every moment before and after the page that is being read."""
    numbers = iter(range(10**6))
    run = next(RUNS)
    thing = f"urn:test:thing:{run}"

    def arrive(events: list[Any]) -> list[str]:
        made = []
        for hour, rank in events:
            number = next(numbers)
            event = observed(number, epcList=[thing], eventTime=f"2026-09-21T0{hour}:00:00Z", **{"x:rank": rank})
            made.append(event | {"eventID": f"urn:test:{run}:{number}"})
        context = [kit.CONTEXT, {"x": "https://example.vn/x/"}]
        assert not made or lanh_program.capture(document(made, **{"@context": context}))["success"]
        return [event["eventID"] for event in made]

    arrive([(0, 0)])
    there = [f"urn:test:{run}:0", *arrive(before)]
    waiting, found = list(arrivals), []
    path = f"/epcis/events?perPage={size}&MATCH_epc={thing}{order}"
    while path:
        answer = lanh_program.get(path)
        found += [key for key, _ in answered(answer)]
        path = follow(answer)
        if waiting:
            arrive(waiting.pop())
    assert sorted(found) == sorted(there)


def test_re_01_and_re_06_every_address_says_what_it_can(lanh_program: Program) -> None:
    token = lanh_program.token
    paths = ["", "/events", "/queries", "/queries/x", "/queries/x/events", "/queries/x/subscriptions"]
    paths += [f"/{name}{rest}" for name in TOP[3:] for rest in ("", "/x", "/x/events")]
    for path in paths:
        lanh_program.token = "none"
        answer = lanh_program.options(f"/epcis{path}")
        assert answer.status_code == 204, path
        assert "GET" in answer["Allow"]
        assert answer["GS1-EPCIS-Max"] == answer["GS1-EPCIS-Version"] == "2.0.0"
        lanh_program.token = token
        refused = lanh_program.get(f"/epcis{path}", **{"GS1-EPCIS-Min": "3.0.0"})
        assert (refused.status_code, refused.json()["type"]) == (406, "epcisException:NotAcceptableException")
        assert lanh_program._ask("PATCH", f"/epcis{path}").status_code == 405


def test_re_17_collections_and_definitions_are_json(lanh_program: Program) -> None:
    for path in ("/epcis", "/epcis/bizSteps", "/epcis/queries"):
        assert lanh_program.get(path, Accept="application/ld+json")["Content-Type"] == "application/ld+json"
        assert lanh_program.get(path, Accept="application/xml").status_code == 406
    assert lanh_program.post("/epcis/queries", b"<a/>", "application/xml").status_code == 415
    assert lanh_program.get("/epcis/events?EQ_eventID=" + "x" * 17_000).status_code == 414
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade"}
    lanh_program.post("/epcis/queries", {"name": "w", "query": {}})
    assert lanh_program.get("/epcis/queries/w/events?stream=true", **upgrade).status_code == 501


def test_re_07_and_re_08_the_answer_in_the_words_asked_for(lanh_program: Program) -> None:
    captured(lanh_program)
    path = "/epcis/events?EQ_bizStep=shipping"
    said = {name: lanh_program.get(path, **{"GS1-EPC-Format": name}) for name in
            ("No_Preference", "Always_GS1_Digital_Link", "Always_EPC_URN", "Never_Translates")}  # fmt: skip
    for name, answer in said.items():
        [event] = answer.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
        as_urn = name in ("Always_EPC_URN", "Never_Translates")
        assert event["epcList"] == ["urn:epc:id:sscc:9521102.1000000451" if as_urn else
                                    "https://id.gs1.org/00/195211020000004515"], name  # fmt: skip
    words = {"Always_URN": b"urn:epcglobal:cbv:bizstep:shipping", "Always_Web_URI": b"https://ref.gs1.org/cbv/BizStep-"}
    for name, word in words.items():
        answer = lanh_program.get(path, Accept="application/xml", **{"GS1-CBV-XML-Format": name})
        assert word in answer.content and answer["GS1-CBV-XML-Format"] == name


def test_re_21_answers_are_as_the_description_says(lanh_program: Program) -> None:
    captured(lanh_program)
    lanh_program.post("/epcis/queries", {"name": "q", "query": {}})
    described = lanh_program.http.get("/epcis/openapi.json")
    assert described.status_code == 200
    openapi = described.json()
    asked = ["/", "/events", "/eventTypes", "/queries", "/queries/{queryName}", "/queries/{queryName}/events",
             "/queries/{queryName}/subscriptions", "/bizSteps/{item}", "/bizSteps/{item}/events", "/capture"]  # fmt: skip
    for path in asked:
        for query, status in (("", "200"), ("?foo=1", "400")):
            if query and path == "/capture":
                continue
            address = "/epcis" + path.replace("{queryName}", "q").replace("{item}", "packing")
            answer = lanh_program.get(address + query)
            assert str(answer.status_code) == status, (path, answer.content)
            response = openapi["paths"][path]["get"]["responses"][status]
            response = openapi["components"]["responses"]["400"] if "$ref" in response else response
            schema = response["content"][answer["Content-Type"]]["schema"]
            whole = {**schema, "components": openapi["components"]}
            jsonschema_rs.validator_for(json.dumps(whole)).validate(answer.json())
    life = timedelta(seconds=paging.LIFE)
    assert life <= timedelta(hours=24)
