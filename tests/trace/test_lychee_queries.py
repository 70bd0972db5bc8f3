"""The lychee chain answers its questions, in URN and in Digital Link (RE-09, RE-12, RE-16, RE-18)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.trace import lychee
from tests.trace.kit import Program
from tests.trace.lychee import answered, as_link, as_urn, captured, expected, question, vectors

pytestmark = pytest.mark.django_db


def one_by_one(found: list[Any], vector: dict[str, Any]) -> None:
    if vector["ordered"]:
        assert found == expected(vector), vector["id"]
    else:
        assert sorted(found) == sorted(expected(vector)), vector["id"]


@pytest.mark.parametrize("spelled", [str, as_link, as_urn], ids=["as given", "Digital Link", "URN"])
def test_re_09_and_re_18_every_question_in_every_spelling(lanh_program: Program, spelled: Any) -> None:
    captured(lanh_program)
    for vector in vectors()["queries"]:
        one_by_one(answered(lanh_program.get("/epcis/events?" + question(vector["query"], spelled))), vector)


@pytest.mark.parametrize("spelled", [as_link, as_urn], ids=["Digital Link", "URN"])
def test_re_18_whatever_spelling_the_events_came_in(lanh_program: Program, spelled: Any) -> None:
    def rewritten(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: inner if name == "eventID" else rewritten(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [rewritten(inner) for inner in value]
        return spelled(value) if isinstance(value, str) else value

    captured(lanh_program, [rewritten(event) for event in vectors()["dataset"]])
    for vector in vectors()["queries"]:
        one_by_one(answered(lanh_program.get("/epcis/events?" + question(vector["query"]))), vector)


def test_re_14_the_same_questions_under_names(lanh_program: Program) -> None:
    captured(lanh_program)
    for vector in vectors()["queries"]:
        made = lanh_program.post("/epcis/queries", {"name": vector["id"], "query": vector["query"]})
        assert made.status_code == 201, made.content
        answer = lanh_program.get(f"/epcis/queries/{vector['id']}/events")
        one_by_one(answered(answer), vector)
        assert answer.json()["epcisBody"]["queryResults"]["queryName"] == vector["id"]


def test_re_16_every_error_says_what_it_is(lanh_program: Program) -> None:
    captured(lanh_program)
    for vector in vectors()["errors"]:
        path = vector.get("path") or "/events?" + question(vector["query"])
        answer = lanh_program.get("/epcis" + path.replace("urn:", quote("urn:")), **vector.get("headers", {}))
        assert answer.status_code == vector["expect_status"], (vector["id"], answer.content)
        assert answer.json()["status"] == answer.status_code
        assert answer.json()["type"] in vector["expect_type"]
        assert answer["Content-Type"] == "application/problem+json"


def test_re_12_the_walk_through_all_pages(lanh_program: Program) -> None:
    captured(lanh_program)
    found: list[Any] = []
    path, pages = "/epcis/events?perPage=4", 0
    while path:
        answer = lanh_program.get(path)
        found += answered(answer)
        pages += 1
        link = answer.headers.get("Link", "")
        assert ('rel="next"' in link) == ("GS1-Next-Page-Token-Expires" in answer.headers)
        path = link[1 : link.index(">")] if link else ""
        assert not path or ("perPage=4" in path and "nextPageToken=" in path)
    assert pages == 4
    assert sorted(found) == sorted(map(lychee.key, vectors()["dataset"]))


def test_re_17_json_ld_and_xml_say_the_same(lanh_program: Program) -> None:
    from txng.gs1.epcis import read_json, read_xml

    captured(lanh_program)
    as_json = lanh_program.get("/epcis/events?orderBy=eventTime", Accept="application/ld+json")
    as_xml = lanh_program.get("/epcis/events?orderBy=eventTime", Accept="application/xml")
    assert (as_json["Content-Type"], as_xml["Content-Type"]) == ("application/ld+json", "application/xml")
    one, other = read_json(as_json.content), read_xml(as_xml.content)
    assert not one.errors and not other.errors
    assert one.events == other.events
    assert json.loads(as_json.content)["type"] == "EPCISQueryDocument"
