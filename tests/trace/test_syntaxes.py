"""The same event in three syntaxes is one row with one hash (EP-06); every valid example comes back (EP-04, EP-05, EP-07)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.trace import kit
from tests.trace.kit import Program, document, observed
from txng.gs1.epcis import Event, event_hash, read_json, write_xml
from txng.trace.models import Capture, CapturedEvent, EventIdentifier, MasterData, Namespace

pytestmark = pytest.mark.django_db

EPCIS_12 = """<?xml version="1.0" encoding="UTF-8"?>
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" schemaVersion="1.2" creationDate="2026-09-21T08:00:00Z">
 <EPCISBody><EventList>
  <ObjectEvent>
   <eventTime>2026-09-21T01:00:00.000+07:00</eventTime>
   <eventTimeZoneOffset>+07:00</eventTimeZoneOffset>
   <baseExtension><eventID>urn:uuid:0192f0c1-0000-7000-8000-000000000001</eventID></baseExtension>
   <epcList><epc>urn:epc:id:sgtin:8930000.000001.S1</epc></epcList>
   <action>OBSERVE</action>
   <bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>
   <disposition>urn:epcglobal:cbv:disp:in_transit</disposition>
   <readPoint><id>urn:epc:id:sgln:8930000.00000.0</id></readPoint>
  </ObjectEvent>
 </EventList></EPCISBody>
</epcis:EPCISDocument>"""


def in_syntaxes() -> dict[str, tuple[bytes, str]]:
    event = observed(1)
    [read] = read_json(json.dumps(document([event])).encode()).events
    return {
        "JSON": (json.dumps(document([event])).encode(), "application/json"),
        "XML 2.0": (write_xml([read]), "application/xml"),
        "XML 1.2": (EPCIS_12.encode(), "text/xml"),
    }


@pytest.mark.parametrize("first", ["JSON", "XML 2.0", "XML 1.2"])
def test_ep_06_three_syntaxes_one_event(lanh_program: Program, first: str) -> None:
    syntaxes = in_syntaxes()
    order = [first, *(name for name in syntaxes if name != first)]
    jobs = [lanh_program.capture(*syntaxes[name]) for name in order]
    assert [job["errors"] for job in jobs] == [[], [], []]
    assert [job["storedCount"] for job in jobs] == [1, 0, 0]
    stored = CapturedEvent.objects.get()
    [expected] = read_json(syntaxes["JSON"][0]).events
    assert bytes(stored.hash).hex() == event_hash(expected)[14:78]
    assert Event.from_json(stored.body) == expected
    assert EventIdentifier.objects.get().key == f"https://id.gs1.org/01/{kit.GTIN}/21/S1"


def test_what_was_sent_in_xml_comes_out_in_json(lanh_program: Program) -> None:
    lanh_program.capture(*in_syntaxes()["XML 1.2"])
    [event] = lanh_program.events("urn:uuid:0192f0c1-0000-7000-8000-000000000001")
    assert event["epcList"] == [f"https://id.gs1.org/01/{kit.GTIN}/21/S1"]
    assert (event["bizStep"], event["eventTime"]) == ("shipping", "2026-09-20T18:00:00.000Z")


def test_ep_18_master_data_in_the_header_is_kept(lanh_program: Program, khai_program: Program) -> None:
    def header(name: str) -> dict[str, Any]:
        location = {
            "id": "urn:epc:id:sgln:8930000.00000.0",
            "attributes": [{"id": "urn:epcglobal:cbv:mda:name", "attribute": name}],
            "children": ["urn:epc:id:sgln:8930000.00000.1"],
        }
        kinds = [{"type": "urn:epcglobal:epcis:vtype:Location", "vocabularyElementList": [location]}]
        return {"epcisHeader": {"epcisMasterData": {"vocabularyList": kinds}}}

    lanh_program.capture(document([observed(1)], **header("Vựa Lành")))
    lanh_program.capture(document([observed(2)], **header("Vựa Lành, cơ sở 2")))
    khai_program.capture(document([observed(3)], **header("Kho Khải")))
    found = MasterData.objects.order_by("id")
    assert [(one.establishment.name, one.attributes[0]["attribute"]) for one in found] == [
        ("Hợp tác xã Trái cây Lành", "Vựa Lành, cơ sở 2"),
        ("Cơ sở Khải", "Kho Khải"),
    ]
    assert found[0].key == "https://id.gs1.org/414/8930000000002"
    assert found[0].children == ["https://id.gs1.org/414/8930000000002/254/1"]


def test_a_namespace_is_called_as_its_first_sender_called_it(lanh_program: Program) -> None:
    def with_note(prefix: str, number: int) -> dict[str, Any]:
        event = observed(number) | {f"{prefix}:note": "x"}
        return document([event], **{"@context": [kit.CONTEXT, {prefix: "https://example.vn/ns/"}]})

    lanh_program.capture(with_note("vd", 1))
    lanh_program.capture(with_note("khac", 2))
    assert list(Namespace.objects.values_list("prefix", "uri")) == [("vd", "https://example.vn/ns/")]
    [event] = lanh_program.events(observed(2)["eventID"])
    assert event["vd:note"] == "x"


@pytest.mark.parametrize("prefix", ["txng", "cbvmda", "gs1", "epcis"])
def test_nobody_takes_a_prefix_that_means_something(lanh_program: Program, prefix: str) -> None:
    event = observed(1) | {f"{prefix}:note": "x"}
    lanh_program.capture(document([event], **{"@context": [{prefix: "https://boese.example/"}, kit.CONTEXT]}))
    assert not Namespace.objects.filter(prefix=prefix).exists()


def test_original_bytes_of_every_syntax(lanh_program: Program) -> None:
    for body, media in in_syntaxes().values():
        place = lanh_program.post("/epcis/capture", body, media)["Location"]
        assert lanh_program.get(f"{place}/document").content == body
    assert Capture.objects.count() == 3
