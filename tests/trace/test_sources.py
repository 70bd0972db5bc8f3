"""How forgivingly a program is read: the operator's word, from the next message on (EP-16)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.trace import kit
from tests.trace.kit import Program, document, observed, single
from txng.accounts.acting import actor_of
from txng.accounts.actions import rotate_client
from txng.kernel.clock import now
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.trace.actions import set_source
from txng.trace.models import Capture, CapturedEvent, SourceSetting

pytestmark = pytest.mark.django_db

REASON = "Phần mềm cũ ghi GTIN sai số kiểm tra; hẹn sửa trong tháng."
# The check digit should be 9.
MISTYPED = {"epcList": ["https://id.gs1.org/01/08930000000010/21/S1"]}


def read_as(mai: Any, program: Program, source: str, reason: str = REASON) -> SourceSetting | None:
    return set_source(actor=mai, client_id=program.key.pk, source=source, reason=reason, at=now())


def test_ep_16_a_known_fault_is_refused_until_the_operator_forgives_it(lanh_program: Program, mai: Any) -> None:
    refused = lanh_program.post("/epcis/events", single(observed(1, **MISTYPED)))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "check_digit")
    assert not lanh_program.capture(document([observed(1, **MISTYPED)]))["success"]

    read_as(mai, lanh_program, "liberal")
    assert lanh_program.post("/epcis/events", single(observed(1, **MISTYPED))).status_code == 201
    assert lanh_program.capture(document([observed(2, **MISTYPED)]))["success"]
    assert CapturedEvent.objects.count() == 2
    levels = list(Capture.objects.order_by("asked_at", "id").values_list("source", flat=True))
    assert levels == ["standard", "liberal", "liberal"], (
        "each says how it was read; what is refused at once is not kept"
    )


def test_a_strict_program_is_held_to_the_meaning_too(lanh_program: Program, mai: Any) -> None:
    late = observed(
        1,
        sensorElementList=[
            {
                "sensorMetadata": {"time": "2027-01-01T00:00:00Z"},
                "sensorReport": [{"type": "Temperature", "value": 4, "uom": "CEL"}],
            }
        ],
    )
    assert lanh_program.post("/epcis/events", single(late)).status_code == 201
    read_as(mai, lanh_program, "strict")
    again = lanh_program.post(
        "/epcis/events", single(late | {"eventID": "urn:uuid:0192f0c1-0000-7000-8000-00000000000a"})
    )
    assert (again.status_code, again.json()["errors"][0]["layer"]) == (400, "model")


def test_the_event_array_of_a_liberal_program_is_a_document(lanh_program: Program, mai: Any) -> None:
    """The glance of the request and the job judge by the same level."""
    assert lanh_program.post("/epcis/capture", [observed(1), observed(2)]).status_code == 400
    read_as(mai, lanh_program, "liberal")
    assert lanh_program.capture([observed(1), observed(2)])["storedCount"] == 2


def test_a_job_is_done_as_it_was_taken_in(lanh_program: Program, mai: Any) -> None:
    read_as(mai, lanh_program, "liberal")
    place = lanh_program.post("/epcis/capture", document([observed(1, **MISTYPED)]))["Location"]
    read_as(mai, lanh_program, "standard", "Nhà cung cấp đã sửa.")
    kit.work()
    assert lanh_program.get(place).json()["success"]


def test_a_replaced_key_goes_on_being_read_as_before(lanh_program: Program, people: dict[str, Any], mai: Any) -> None:
    read_as(mai, lanh_program, "liberal")
    made = rotate_client(actor=actor_of(people["lanh"]), client_id=lanh_program.key.pk, at_once=True, at=now())
    new = Program(made.client, made.token)
    assert new.post("/epcis/events", single(observed(1, **MISTYPED))).status_code == 201
    read_as(mai, new, "standard", "Máy đã thay.")
    assert new.post("/epcis/events", single(observed(2, **MISTYPED))).status_code == 400


def test_the_operator_sets_it_on_a_page_and_it_stands_in_the_ledger(lanh_program: Program, mai_client: Client) -> None:
    page = reverse("source", args=[lanh_program.key.pk])
    listed = mai_client.get(reverse("source-list")).content.decode()
    assert "Phần mềm kho" in listed and page in listed
    empty = mai_client.post(page, {"source": "liberal", "reason": ""})
    assert empty.status_code == 422 and "Nhập lý do" in empty.content.decode()
    assert mai_client.post(page, {"source": "khác", "reason": REASON}).status_code == 422
    assert not SourceSetting.objects.exists()

    assert mai_client.post(page, {"source": "liberal", "reason": REASON}, follow=True).status_code == 200
    held = SourceSetting.objects.get()
    assert (held.client_id, held.source, held.reason) == (lanh_program.key.pk, "liberal", REASON)
    [entry] = Entry.objects.filter(kind="trace.source:set")
    assert (entry.before, entry.after, entry.reason) == ({"source": "standard"}, {"source": "liberal"}, REASON)
    assert REASON in mai_client.get(page).content.decode(), "the page tells what was set, and why"
    assert mai_client.post(page, {"source": "liberal", "reason": "Một lần nữa."}).status_code == 302
    assert Entry.objects.filter(kind="trace.source:set").count() == 1, "said again changes nothing"


def test_only_keys_that_may_send_events_have_a_level(
    people: dict[str, Any], lanh_program: Program, mai: Any, lanh: Any
) -> None:
    from txng.access.permissions import Permission

    reader = kit.program(people["lanh"], Permission.TRACE_READ, name="Chỉ đọc")
    with pytest.raises(NotThere):
        read_as(mai, reader, "liberal")
    with pytest.raises(NotThere):  # an owner does not even learn of the level
        read_as(lanh, lanh_program, "liberal")
    with pytest.raises(RuleBroken):
        read_as(mai, lanh_program, "liberal", " ")
    with pytest.raises(RuleBroken):
        read_as(mai, lanh_program, "khác")
