"""A document comes in, waits, is judged and stored: RE-02, RE-03, and what the same thing twice is answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import Error, transaction

from tests.trace import kit
from tests.trace.kit import Program, document, observed, without
from txng.access.models import PLACE
from txng.ledger.models import Entry
from txng.trace.models import Capture, CapturedEvent, EventIdentifier
from txng.trace.models.captures import OUTCOME, SENT

pytestmark = pytest.mark.django_db


def test_re_02_a_document_is_taken_then_judged_then_stored(lanh_program: Program) -> None:
    answer = lanh_program.post("/epcis/capture", document([observed(1), observed(2)]))
    assert answer.status_code == 202
    assert not CapturedEvent.objects.exists(), "202 never means stored"
    waiting = lanh_program.get(answer["Location"]).json()
    assert (waiting["running"], waiting["success"], waiting["captureErrorBehaviour"]) == (True, True, "rollback")
    assert "finishedAt" not in waiting

    kit.work()

    done = lanh_program.get(answer["Location"]).json()
    assert (done["running"], done["success"], done["errors"], done["storedCount"]) == (False, True, [], 2)
    assert done["finishedAt"] >= done["createdAt"]
    first = CapturedEvent.objects.order_by("id")[0]
    assert (first.event_id, first.biz_step, first.zone_minutes) == (observed(1)["eventID"], "shipping", 420)
    assert first.read_point == "https://id.gs1.org/414/8930000000002"
    assert list(EventIdentifier.objects.filter(event=first).values_list("role", "key", "event_time")) == [
        (2, f"https://id.gs1.org/01/{kit.GTIN}/21/S1", first.event_time)
    ]


def test_every_event_stands_where_its_establishment_stands(lanh_program: Program, organisations: Any) -> None:
    lanh_program.capture(document([observed(1)]))
    event = CapturedEvent.objects.get()
    place = (event.establishment, event.unit_path, event.sector, event.managing_agency_id)
    lanh = organisations.lanh
    assert place == (lanh, lanh.unit_path, lanh.sector, lanh.managing_agency_id)


def test_re_03_all_or_nothing(lanh_program: Program) -> None:
    bad = without(observed(2), "action")
    job = lanh_program.capture(document([observed(1), bad, observed(3)]))
    assert (job["running"], job["success"], job["storedCount"]) == (False, False, 0)
    assert not CapturedEvent.objects.exists()
    [error] = job["errors"]
    assert error["type"] == "epcisException:ValidationException"
    assert (error["layer"], error["code"], error["pointer"]) == ("schema", "missing", "/epcisBody/eventList/1/action")


def test_re_03_what_can_be_stored_is_stored(lanh_program: Program) -> None:
    bad = without(observed(2), "action")
    job = lanh_program.capture(document([observed(1), bad, observed(3)]), **{"GS1-Capture-Error-Behaviour": "proceed"})
    assert (job["running"], job["success"], job["captureErrorBehaviour"]) == (False, False, "proceed")
    assert (job["storedCount"], job["errorCount"]) == (2, 1)
    assert set(CapturedEvent.objects.values_list("position", flat=True)) == {0, 2}


def test_the_same_document_again_is_another_job_and_no_second_event(lanh_program: Program) -> None:
    events = document([observed(1), observed(2)])
    first, second = lanh_program.capture(events), lanh_program.capture(events)
    assert first["captureID"] != second["captureID"]
    assert (second["success"], second["storedCount"], second["duplicateCount"]) == (True, 0, 2)
    assert CapturedEvent.objects.count() == EventIdentifier.objects.count() == 2


def test_events_without_an_id_get_the_same_one_whenever_their_document_comes(lanh_program: Program) -> None:
    events = document([without(observed(1), "eventID"), without(observed(2), "eventID")])
    assert lanh_program.capture(events)["storedCount"] == 2
    assert lanh_program.capture(events)["duplicateCount"] == 2
    ids = set(CapturedEvent.objects.values_list("event_id", flat=True))
    assert len(ids) == 2 and all(name.startswith("urn:uuid:") for name in ids)


def test_the_same_id_with_other_content_is_an_error_of_that_type(lanh_program: Program) -> None:
    lanh_program.capture(document([observed(1)]))
    job = lanh_program.capture(document([observed(3), observed(1, bizStep="receiving")]))
    assert (job["success"], job["storedCount"]) == (False, 0)
    [error] = job["errors"]
    assert error["type"] == "epcisException:ResourceAlreadyExistsException"
    assert (error["status"], error["pointer"]) == (409, "/epcisBody/eventList/1/eventID")
    assert CapturedEvent.objects.get().biz_step == "shipping"


def test_a_document_that_names_one_event_twice(lanh_program: Program) -> None:
    same = lanh_program.capture(document([observed(1), observed(1)]))
    assert (same["success"], same["storedCount"], same["duplicateCount"]) == (True, 1, 1)
    other = lanh_program.capture(document([observed(2), observed(2, disposition="active")]))
    assert other["errors"][0]["type"] == "epcisException:ResourceAlreadyExistsException"
    assert CapturedEvent.objects.count() == 1


@pytest.mark.parametrize(
    "again",
    [
        {"eventTime": "2026-09-20T18:00:00Z"},
        {"eventTime": "2026-09-21T01:00:00+07:00"},
        {"epcList": [f"https://ma.example.vn/01/{kit.GTIN}/21/S1"]},
        {"recordTime": "2020-01-01T00:00:00Z"},
        {"sensorElementList": []},
    ],
)
def test_the_same_event_in_another_spelling_is_the_same_event(lanh_program: Program, again: dict[str, Any]) -> None:
    lanh_program.capture(document([observed(1)]))
    assert lanh_program.capture(document([observed(1, **again)]))["duplicateCount"] == 1


@pytest.mark.parametrize(
    "other",
    [
        {"eventTime": "2026-09-21T01:00:00.0001+07:00"},  # the event hash rounds this away
        {"eventTimeZoneOffset": "+08:00"},
        {"certificationInfo": "https://example.vn/vietgap/1"},  # no part of the event hash
        {"urn:example:x": 1},
    ],
)
def test_what_the_hash_does_not_see_is_another_content_all_the_same(
    lanh_program: Program, other: dict[str, Any]
) -> None:
    lanh_program.capture(document([observed(1)]))
    job = lanh_program.capture(document([observed(1, **other)]))
    assert [error["code"] for error in job["errors"]] == ["event_id_taken"]


def test_one_capture_is_one_line_in_the_ledger(lanh_program: Program) -> None:
    lanh_program.capture(document([observed(n) for n in range(1, 8)]))
    lanh_program.capture(document([without(observed(9), "action")]))
    lines = Entry.objects.filter(kind__startswith="trace.").order_by("id")
    assert [line.kind for line in lines] == ["trace.capture:stored", "trace.capture:refused"]
    assert lines[0].after["stored"] == 7 and "Phần mềm kho" in lines[0].actor_label


def test_what_was_sent_is_handed_out_byte_for_byte(lanh_program: Program, khai_program: Program) -> None:
    sent = (
        b'{ "@context" :["%s"], "type":"EPCISDocument","schemaVersion":"2.0",  "creationDate":"2026-09-21T08:00:00Z",\n"epcisBody":{"eventList":[]}}'
        % kit.CONTEXT.encode()
    )
    place = lanh_program.post("/epcis/capture", sent, "application/ld+json")["Location"]
    original = lanh_program.get(f"{place}/document")
    assert (original.content, original["Content-Type"]) == (sent, "application/ld+json")
    assert original["Content-Disposition"].startswith("attachment")
    assert lanh_program.get(place)["Link"] == f'<{place}/document>; rel="original"'
    assert khai_program.get(f"{place}/document").status_code == 404
    assert khai_program.get(place).status_code == 404


def test_jobs_are_listed_newest_first_page_by_page(lanh_program: Program, khai_program: Program) -> None:
    for number in range(1, 6):
        lanh_program.post("/epcis/capture", document([observed(number)]))
    khai_program.post("/epcis/capture", document([observed(9)]))
    seen, place = [], "/epcis/capture?perPage=2"
    while place:
        page = lanh_program.get(place)
        seen += [job["captureID"] for job in page.json()]
        if page.has_header("Link"):
            assert page["GS1-Next-Page-Token-Expires"] > "2026"
        place = page["Link"].split(">")[0][1:] if page.has_header("Link") else ""
    mine = Capture.objects.filter(client=lanh_program.key).order_by("-asked_at", "-id")
    assert seen == [str(job.pk) for job in mine] and len(seen) == 5


def test_a_page_is_good_for_who_asked_it_alone(lanh_program: Program, khai_program: Program) -> None:
    for number in (1, 2):
        lanh_program.post("/epcis/capture", document([observed(number)]))
    link = lanh_program.get("/epcis/capture?perPage=1")["Link"].split(">")[0][1:]
    refused = khai_program.get(link)
    assert refused.status_code == 400
    assert refused.json()["type"] == "epcisException:QueryParameterException"
    assert lanh_program.get(link + "x").status_code == 400


def test_every_column_of_a_capture_is_its_outcome_its_place_or_kept_as_it_came() -> None:
    """The trigger refuses statements by the columns they name: a column nobody listed would be nobody's to guard."""
    columns = {field.column for field in Capture._meta.concrete_fields}
    assert columns == {*SENT, *OUTCOME, *PLACE}


def test_nobody_changes_what_was_sent(lanh_program: Program) -> None:
    lanh_program.capture(document([observed(1)]))
    for change in ({"body": b"{}"}, {"sha256": "0" * 64}, {"behaviour": "proceed"}):
        with pytest.raises(Error, match="Cannot update"), transaction.atomic():
            Capture.objects.update(**change)
