"""POST /events: one event, stored before its sender is answered (RE-04), and what comes back (EP-01, EP-09)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest

from tests.trace import kit
from tests.trace.kit import Program, document, observed, single, without
from txng.gs1.epcis import read_json
from txng.ledger.models import Entry
from txng.trace.models import Capture, CapturedEvent, EventIdentifier

pytestmark = pytest.mark.django_db

LOT = f"https://id.gs1.org/01/{kit.GTIN}/10/L26A0917"
PALLET = "https://id.gs1.org/00/189300000000000016"
WHERE = {
    "readPoint": {"id": "https://id.gs1.org/414/8930000000002"},
    "bizLocation": {"id": "https://id.gs1.org/414/8930000000002"},
}


def base(kind: str, number: int) -> dict[str, Any]:
    return {
        "type": kind,
        "eventID": f"urn:uuid:0192f0c1-1111-7000-8000-{number:012d}",
        "eventTime": "2026-09-21T08:30:15.120+07:00",
        "eventTimeZoneOffset": "+07:00",
        "certificationInfo": ["https://example.vn/vietgap/1", "https://example.vn/ocop/2"],
        **WHERE,
        "bizTransactionList": [{"type": "po", "bizTransaction": "https://example.vn/po/7"}],
        "sourceList": [{"type": "owning_party", "source": "https://id.gs1.org/417/8930000000002"}],
        "destinationList": [{"type": "location", "destination": "https://id.gs1.org/414/8930000000002"}],
        "sensorElementList": [
            {
                "sensorMetadata": {
                    "time": "2026-09-21T01:00:00.000Z",
                    "deviceID": "https://id.gs1.org/8004/8930000000002X",
                },
                "sensorReport": [{"type": "Temperature", "value": 4.50, "uom": "CEL"}],
            }
        ],
        "example:note": {"example:inner": ["một", "hai"]},
        "@context": [kit.CONTEXT, {"example": "https://example.vn/ns/"}],
    }


FIVE = [
    base("ObjectEvent", 1)
    | {
        "action": "ADD",
        "bizStep": "commissioning",
        "disposition": "active",
        "persistentDisposition": {"set": ["completeness_verified"]},
        "epcList": [f"https://id.gs1.org/01/{kit.GTIN}/21/A1"],
        "quantityList": [{"epcClass": LOT, "quantity": 120.5, "uom": "KGM"}],
        "ilmd": {"cbvmda:bestBeforeDate": "2026-10-21"},
    },
    base("AggregationEvent", 2)
    | {
        "action": "ADD",
        "bizStep": "packing",
        "disposition": "in_progress",
        "parentID": PALLET,
        "childEPCs": [f"https://id.gs1.org/01/{kit.GTIN}/21/A1"],
        "childQuantityList": [{"epcClass": LOT, "quantity": 20, "uom": "KGM"}],
    },
    base("TransactionEvent", 3)
    | {
        "action": "OBSERVE",
        "bizStep": "shipping",
        "disposition": "in_transit",
        "parentID": PALLET,
        "epcList": [f"https://id.gs1.org/01/{kit.GTIN}/21/A1"],
        "quantityList": [{"epcClass": LOT, "quantity": 3}],
    },
    base("TransformationEvent", 4)
    | {
        "bizStep": "commissioning",
        "disposition": "active",
        "persistentDisposition": {"unset": ["recalled"]},
        "transformationID": "https://example.vn/me/9",
        "inputEPCList": [f"https://id.gs1.org/01/{kit.GTIN}/21/A1"],
        "inputQuantityList": [{"epcClass": LOT, "quantity": 100, "uom": "KGM"}],
        "outputEPCList": [f"https://id.gs1.org/01/{kit.GTIN}/21/B1"],
        "outputQuantityList": [{"epcClass": f"{LOT}B", "quantity": 80, "uom": "KGM"}],
        "ilmd": {"cbvmda:lotNumber": "L26A0917B"},
    },
    base("AssociationEvent", 5)
    | {
        "action": "ADD",
        "bizStep": "assembling",
        "disposition": "in_progress",
        "parentID": "https://id.gs1.org/414/8930000000002",
        "childEPCs": ["https://id.gs1.org/8004/8930000000002X"],
        "childQuantityList": [{"epcClass": LOT, "quantity": 2}],
    },
]


def comparable(event: dict[str, Any]) -> Any:
    found = read_json(json.dumps(single(event)).encode()).events
    assert found, "not readable"
    return {name: value for name, value in found[0].as_json().items() if name not in ("recordTime",)}


@pytest.mark.parametrize("event", FIVE, ids=[event["type"] for event in FIVE])
def test_ep_01_all_five_types_come_back_with_every_field(lanh_program: Program, event: dict[str, Any]) -> None:
    answer = lanh_program.post("/epcis/events", event)
    assert answer.status_code == 201, answer.content
    assert answer["Location"] == f"/epcis/events/{quote(event['eventID'], safe='')}"
    back = lanh_program.get(answer["Location"])
    assert back["Content-Type"] == "application/json"
    [one] = back.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert one["recordTime"] > "2026-11"
    read = read_json(back.content).events[0].as_json()
    assert {k: v for k, v in read.items() if k != "recordTime"} == comparable(event)


def test_every_identifier_is_indexed_with_its_role_and_amount(lanh_program: Program) -> None:
    for event in FIVE[:4:3]:
        lanh_program.post("/epcis/events", event)
    found = EventIdentifier.objects.order_by("event_id", "position").values_list("role", "key", "quantity", "uom")
    serial = f"https://id.gs1.org/01/{kit.GTIN}/21/"
    assert list(found) == [
        (2, f"{serial}A1", None, ""),
        (6, LOT, Decimal("120.5"), "KGM"),
        (4, f"{serial}A1", None, ""),
        (5, f"{serial}B1", None, ""),
        (8, LOT, Decimal(100), "KGM"),
        (9, f"{LOT}B", Decimal(80), "KGM"),
        (10, "https://example.vn/me/9", None, ""),
    ]


def test_re_04_the_same_event_again_is_answered_the_same(lanh_program: Program) -> None:
    first = lanh_program.post("/epcis/events", single(observed(1)))
    again = lanh_program.post("/epcis/events", single(observed(1, eventTime="2026-09-20T18:00:00Z")))
    assert (again.status_code, again["Location"], again.content) == (201, first["Location"], first.content)
    assert (CapturedEvent.objects.count(), Capture.objects.count()) == (1, 1)
    assert Entry.objects.filter(kind="trace.capture:stored").count() == 1


def test_re_04_the_same_id_with_other_content_is_a_conflict(lanh_program: Program) -> None:
    lanh_program.post("/epcis/events", single(observed(1)))
    answer = lanh_program.post("/epcis/events", single(observed(1, disposition="active")))
    assert answer.status_code == answer.json()["status"] == 409
    assert answer.json()["type"] == "epcisException:ResourceAlreadyExistsException"
    assert answer.json()["errors"][0]["pointer"] == "/eventID"
    assert CapturedEvent.objects.get().disposition == "in_transit"
    assert Capture.objects.count() == 1


def test_an_event_without_an_id_is_given_one_and_keeps_it(lanh_program: Program) -> None:
    event = single(without(observed(1), "eventID"))
    first, again = lanh_program.post("/epcis/events", event), lanh_program.post("/epcis/events", event)
    assert first.json()["eventID"].startswith("urn:uuid:")
    assert first["Location"] == again["Location"]
    assert CapturedEvent.objects.count() == 1


def declaration(number: int = 1, at: str = "2026-09-22T08:00:00.000+07:00", **fields: Any) -> dict[str, Any]:
    return observed(number, **fields) | {
        "errorDeclaration": {
            "declarationTime": at,
            "reason": "incorrect_data",
            "correctiveEventIDs": ["urn:uuid:0192f0c1-0000-7000-8000-000000000099"],
        }
    }


def test_ep_09_a_declaration_stands_beside_the_original_and_both_come_back(lanh_program: Program) -> None:
    original = lanh_program.post("/epcis/events", single(observed(1)))
    declared = lanh_program.post("/epcis/events", single(declaration()))
    assert (declared.status_code, declared["Location"]) == (201, original["Location"])
    both = lanh_program.events(observed(1)["eventID"])
    assert ["errorDeclaration" in event for event in both] == [False, True]
    assert both[1]["errorDeclaration"]["reason"] == "incorrect_data"


def test_a_declaration_sent_again_is_the_same_one_and_a_later_one_another(lanh_program: Program) -> None:
    lanh_program.post("/epcis/events", single(observed(1)))
    for at in ("2026-09-22T08:00:00.000+07:00", "2026-09-22T01:00:00Z", "2026-09-23T01:00:00Z"):
        assert lanh_program.post("/epcis/events", single(declaration(at=at))).status_code == 201
    assert CapturedEvent.objects.filter(event_id=observed(1)["eventID"]).count() == 3
    job = lanh_program.capture(document([observed(1), declaration(at="2026-09-24T01:00:00Z"), declaration()]))
    assert (job["success"], job["storedCount"], job["duplicateCount"]) == (True, 1, 2)


def test_nobody_declares_wrong_what_somebody_else_captured(lanh_program: Program, khai_program: Program) -> None:
    lanh_program.post("/epcis/events", single(observed(1)))
    answer = khai_program.post("/epcis/events", single(declaration()))
    assert (answer.status_code, answer.json()["type"]) == (403, "epcisException:SecurityException")
    job = khai_program.capture(document([declaration()]))
    assert [error["code"] for error in job["errors"]] == ["declared_by_another"]
    assert CapturedEvent.objects.count() == 1


def test_what_somebody_else_captured_is_not_there(
    lanh_program: Program, khai_program: Program, mai_program: Program
) -> None:
    place = lanh_program.post("/epcis/events", single(observed(1)))["Location"]
    nothing = khai_program.get("/epcis/events/urn%3Auuid%3A0192f0c1-0000-7000-8000-000000000777")
    hers = khai_program.get(place)
    assert (hers.status_code, nothing.status_code) == (404, 404)
    same = ("type", "title", "status", "detail", "code")
    assert {k: hers.json()[k] for k in same} == {k: nothing.json()[k] for k in same}
    assert mai_program.get(place).status_code == 200


def test_an_event_is_never_changed_and_never_deleted(lanh_program: Program) -> None:
    from django.db import DatabaseError, transaction

    lanh_program.post("/epcis/events", single(observed(1)))
    for change in (
        lambda: CapturedEvent.objects.update(disposition="active"),
        lambda: CapturedEvent.objects.all()._raw_delete("default"),
        lambda: EventIdentifier.objects.update(key="x"),
        lambda: Capture.objects.update(body=b"x"),
        lambda: Capture.objects.update(success=False),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
