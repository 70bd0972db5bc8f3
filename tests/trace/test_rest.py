"""The rules every address shares: OPTIONS, headers, versions, problems, negotiation, limits (RE-01 … RE-08, RE-16, RE-17)."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from tests.trace import kit
from tests.trace.kit import Program, document, observed, single
from txng.access.permissions import Permission
from txng.gs1.epcis import read_xml
from txng.trace.models import Capture, CapturedEvent

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
NS = "{urn:epcglobal:epcis:xsd:2}"
URN_GOODS = "urn:epc:id:sgtin:8930000.000001.S1"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/epcis/capture", "OPTIONS, GET, HEAD, POST"),
        (f"/epcis/capture/{uuid.UUID(int=1)}", "OPTIONS, GET, HEAD"),
        ("/epcis/events", "OPTIONS, GET, HEAD, POST"),
        ("/epcis/events/urn:uuid:1", "OPTIONS, GET, HEAD"),
    ],
)
def test_re_01_options_say_what_the_software_can(client: Client, path: str, allowed: str) -> None:
    answer = client.options(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert set(allowed.split(", ")) <= set(answer["Allow"].split(", "))
    for which in ("EPCIS", "CBV"):
        assert answer[f"GS1-{which}-Version"] == answer[f"GS1-{which}-Min"] == answer[f"GS1-{which}-Max"] == "2.0.0"
    assert answer["GS1-EPC-Format"] == "Always_GS1_Digital_Link"


def test_re_01_and_re_05_options_of_capture_announce_the_limits(client: Client, settings: Any) -> None:
    settings.EPCIS_EVENTS, settings.EPCIS_BYTES = 77, 5_000
    answer = client.options("/epcis/capture")
    assert answer["GS1-EPCIS-Capture-Limit"] == "77"
    assert answer["GS1-EPCIS-Capture-File-Size-Limit"] == "5000"
    assert answer["GS1-Capture-Error-Behaviour"] == "all"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_another_method_is_refused_with_what_is_allowed(lanh_program: Program, method: str) -> None:
    answer = lanh_program._ask(method, "/epcis/capture")
    assert answer.status_code == 405
    assert "POST" in answer["Allow"]


def test_re_05_the_limits_are_held(lanh_program: Program, settings: Any) -> None:
    settings.EPCIS_EVENTS, settings.EPCIS_BYTES = 2, 4_000
    many = lanh_program.post("/epcis/capture", document([observed(n) for n in range(1, 4)]))
    large = lanh_program.post("/epcis/capture", document([observed(1, disposition="x" * 4_000)]))
    single_one = lanh_program.post("/epcis/events", b" " * 4_001)
    for answer in (many, large, single_one):
        assert answer.status_code == 413
        assert answer.json()["type"] == "epcisException:CaptureLimitExceededException"
        assert answer["GS1-EPCIS-Capture-Limit"] == "2"
        assert answer["GS1-EPCIS-Capture-File-Size-Limit"] == "4000"
    assert not Capture.objects.exists()


def test_re_05_size_is_refused_before_anything_is_read(lanh_program: Program, settings: Any) -> None:
    settings.EPCIS_BYTES = 1_000
    answer = lanh_program.post("/epcis/capture", b"<" * 1_001, "application/xml")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "headers",
    [
        {"GS1-EPCIS-Min": "2.1"},
        {"GS1-EPCIS-Max": "1.2"},
        {"GS1-CBV-Min": "3.0.0"},
        {"GS1-EPCIS-Version": "3.0"},
        {"GS1-EPCIS-Version": "latest"},
        {"GS1-EPC-Format": "Sometimes"},
        {"GS1-CBV-XML-Format": "urn"},
    ],
)
def test_re_06_what_we_do_not_speak_is_not_acceptable(lanh_program: Program, headers: dict[str, str]) -> None:
    answer = lanh_program.get("/epcis/capture", **headers)
    assert (answer.status_code, answer.json()["type"]) == (406, "epcisException:NotAcceptableException")


@pytest.mark.parametrize(
    "headers",
    [
        {"GS1-EPCIS-Min": "1.0", "GS1-EPCIS-Max": "2.0.1"},
        {"GS1-EPCIS-Max": "2"},
        {"GS1-EPCIS-Min": "2.0", "GS1-EPCIS-Version": "2.0.0"},
        {"GS1-EPCIS-Version": "1.2"},
    ],
)
def test_re_06_any_overlap_will_do(lanh_program: Program, headers: dict[str, str]) -> None:
    answer = lanh_program.get("/epcis/capture", **headers)
    assert (answer.status_code, answer["GS1-EPCIS-Version"], answer["GS1-CBV-Version"]) == (200, "2.0.0", "2.0.0")


@pytest.mark.parametrize(
    ("sent", "asked", "back", "said"),
    [
        (URN_GOODS, "Always_GS1_Digital_Link", f"https://id.gs1.org/01/{kit.GTIN}/21/S1", "Always_GS1_Digital_Link"),
        (URN_GOODS, "No_Preference", f"https://id.gs1.org/01/{kit.GTIN}/21/S1", "Always_GS1_Digital_Link"),
        (URN_GOODS, "Always_EPC_URN", URN_GOODS, "Always_EPC_URN"),
        (URN_GOODS, "Never_Translates", URN_GOODS, "Never_Translates"),
        (
            f"https://ma.vn/01/{kit.GTIN}/21/S1",
            "Never_Translates",
            f"https://ma.vn/01/{kit.GTIN}/21/S1",
            "Never_Translates",
        ),
        # Nobody wrote how long the company prefix is, and we do not guess it.
        (
            f"https://id.gs1.org/01/{kit.GTIN}/21/S1",
            "Always_EPC_URN",
            f"https://id.gs1.org/01/{kit.GTIN}/21/S1",
            "No_Preference",
        ),
    ],
)
def test_re_07_identifiers_come_in_the_form_asked_for(
    lanh_program: Program, sent: str, asked: str, back: str, said: str
) -> None:
    event = {k: v for k, v in observed(1, epcList=[sent]).items() if k != "readPoint"}
    place = lanh_program.post("/epcis/events", single(event))["Location"]
    answer = lanh_program.get(place, **{"GS1-EPC-Format": asked})
    [one] = answer.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert (one["epcList"], answer["GS1-EPC-Format"]) == ([back], said)


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("Always_URN", "urn:epcglobal:cbv:bizstep:shipping"),
        ("Always_Web_URI", "https://ref.gs1.org/cbv/BizStep-shipping"),
        ("No_Preference", "https://ref.gs1.org/cbv/BizStep-shipping"),
    ],
)
def test_re_08_words_of_the_vocabulary_in_xml(lanh_program: Program, asked: str, word: str) -> None:
    place = lanh_program.post("/epcis/events", single(observed(1)))["Location"]
    answer = lanh_program.get(place, Accept="application/xml", **{"GS1-CBV-XML-Format": asked})
    assert answer["Content-Type"] == "application/xml"
    assert etree.fromstring(answer.content).findtext(".//bizStep") == word
    assert read_xml(answer.content).events[0].biz_step == "shipping"


def test_re_16_a_problem_says_the_same_status_twice(lanh_program: Program) -> None:
    seen = {
        lanh_program.post("/epcis/capture", b"{").status_code: "epcisException:ValidationException",
        lanh_program.get("/epcis/nothing").status_code: "epcisException:NoSuchNameException",
        lanh_program.post(
            "/epcis/capture", b"{}", "text/csv"
        ).status_code: "epcisException:UnsupportedMediaTypeException",
        lanh_program.get("/epcis/capture", Accept="text/html").status_code: "epcisException:NotAcceptableException",
    }
    assert set(seen) == {400, 404, 415, 406}
    for answer in (
        lanh_program.post("/epcis/capture", b"{"),
        lanh_program.get("/epcis/nothing"),
        lanh_program.post("/epcis/capture", b"{}", "text/csv"),
        lanh_program.get("/epcis/capture", Accept="text/html"),
        Client().get("/epcis/capture"),
    ):
        body = json.loads(answer.content)
        assert answer["Content-Type"] == "application/problem+json"
        assert body["status"] == answer.status_code
        assert body["type"] == seen.get(answer.status_code, "epcisException:SecurityException")


def test_re_16_a_problem_comes_in_xml_to_who_speaks_xml(lanh_program: Program) -> None:
    answer = lanh_program.post("/epcis/capture", b"<nothing/>", "application/xml", Accept="application/xml")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+xml")
    root = etree.fromstring(answer.content)
    assert root.tag == f"{NS}EPCISException"
    assert root.findtext("type") == "epcisException:ValidationException"
    assert root.findtext("error/code") == "not_epcis"


def test_re_16_each_fault_says_where_it_stands(lanh_program: Program) -> None:
    bad = observed(1, eventTimeZoneOffset="7", action="GROW")
    errors = lanh_program.post("/epcis/events", single(bad)).json()["errors"]
    assert {error["pointer"] for error in errors} == {"/eventTimeZoneOffset", "/action"}
    assert {"layer", "pointer", "code", "message"} == set(errors[0])


@pytest.mark.parametrize("accept", ["application/json", "application/ld+json", "application/xml"])
def test_re_17_one_answer_in_three_syntaxes(lanh_program: Program, accept: str) -> None:
    place = lanh_program.post("/epcis/events", single(observed(1)))["Location"]
    answer = lanh_program.get(place, Accept=accept)
    assert (answer.status_code, answer["Content-Type"]) == (200, accept)
    job = lanh_program.post("/epcis/capture", document([]))["Location"]
    assert lanh_program.get(job, Accept=accept)["Content-Type"] == accept


def test_a_job_in_xml_has_its_state_in_attributes(lanh_program: Program) -> None:
    place = lanh_program.post("/epcis/capture", document([observed(1, action="GROW")]))["Location"]
    kit.work()
    root = etree.fromstring(lanh_program.get(place, Accept="application/xml").content)
    assert (root.tag, root.get("running"), root.get("success")) == (f"{NS}EPCISCaptureJob", "false", "false")
    assert root.findtext("errors/pointer") == "/epcisBody/eventList/0/action"


def test_re_17_what_we_cannot_read_or_write_is_said(lanh_program: Program) -> None:
    for media in ("text/plain", "application/json; charset=utf-16", "", "application/zip"):
        assert lanh_program.post("/epcis/capture", document([]), media).status_code == 415
    packed = lanh_program.post("/epcis/capture", b"\x1f\x8b", **{"Content-Encoding": "gzip"})
    assert packed.status_code == 415
    assert lanh_program.get("/epcis/capture", Accept="application/xml").status_code == 406
    assert lanh_program.post("/epcis/capture", document([]), 'application/json; charset="UTF-8"').status_code == 202


def test_a_key_says_what_it_lacks(people: dict[str, Any]) -> None:
    reads = kit.program(people["lanh"], Permission.TRACE_READ, name="Màn hình")
    refused = reads.post("/epcis/capture", document([observed(1)]))
    assert (refused.status_code, refused.json()["code"]) == (403, "missing_verb")
    assert reads.post("/epcis/events", single(observed(1))).status_code == 403
    sends = kit.program(people["lanh"], Permission.TRACE_CAPTURE, name="Máy đóng gói")
    place = sends.post("/epcis/events", single(observed(1)))["Location"]
    assert sends.get(place).status_code == 403
    assert not Capture.objects.filter(client=reads.key).exists()


def test_without_a_key_nothing_is_taken(client: Client, hanh_client: Client) -> None:
    for asking in (client, hanh_client):  # a session is no key
        answer = asking.post("/epcis/capture", document([]), content_type="application/json")
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
    assert not Capture.objects.exists() and not CapturedEvent.objects.exists()


def test_nothing_here_sets_a_cookie_or_redirects(lanh_program: Program) -> None:
    for path, status in (("/epcis", 200), ("/epcis/", 200), ("/epcis/capture/", 404), ("/epcis/events/", 404)):
        answer = lanh_program.get(path)
        assert (answer.status_code, answer.cookies) == (status, {}), path
