"""The requests of resolver-cases.json, each by its own number."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.conformance.resolver import kit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case", kit.CASES["requests"], ids=lambda case: case["id"])
def test_the_answer_of_a_case(client: Client, organisations: Any, case: dict[str, Any]) -> None:
    kit.load()
    headers = {name.replace("-", "_"): value for name, value in case["headers"].items()}
    response = kit.ask(client, case["path"], case["method"], **headers)
    wanted = case["expect"]
    statuses = wanted["status"] if isinstance(wanted["status"], list) else [wanted["status"]]

    assert response.status_code in statuses, response.content[:300]
    if "location" in wanted:
        assert response["Location"] == wanted["location"]
    if "location_query_contains" in wanted:
        assert wanted["location_query_contains"] in urlsplit(response["Location"]).query
    if "link_header_contains" in wanted:
        assert wanted["link_header_contains"] in response["Link"]
    if "content_type_prefix" in wanted:
        assert response["Content-Type"].startswith(wanted["content_type_prefix"])
    said = json.loads(response.content) if wanted.keys() & {"schema", "anchors", "json_has"} else {}
    if "schema" in wanted:
        kit.schema().validate(said)
    assert [urlsplit(one["anchor"]).path for one in said.get("linkset", ())] == wanted.get(
        "anchors", [urlsplit(one["anchor"]).path for one in said.get("linkset", ())]
    )
    assert set(wanted.get("json_has", ())) <= said.keys()
    for name, value in wanted.get("headers_present", {}).items():
        assert all(one in response[name] for one in ([value] if isinstance(value, str) else value))
