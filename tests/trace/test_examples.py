"""Every document of the collection through the whole capture: what is accepted comes back equal, hash by hash, and the
original byte by byte; what is refused is refused with the layer that was decided (EP-04, EP-05, EP-07, EP-16, EP-17)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.epcis import corpus
from tests.trace import kit
from tests.trace.kit import Program
from txng.gs1.epcis import Event, event_hash
from txng.trace.models import Capture, CapturedEvent

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
ROWS = corpus.verdicts()


def sent(program: Program, path: str) -> tuple[Any, Capture | None]:
    body = corpus.data("epcis/examples/" + path)
    answer = program.post("/epcis/capture", body, "application/xml" if path.endswith(".xml") else "application/json")
    kit.work()
    job = Capture.objects.filter(client=program.key).first()
    assert job is None or bytes(job.body) == body
    return answer, job


def alone(program: Program, path: str, decided: str) -> None:
    """One event without a document around it."""
    body = corpus.data("epcis/examples/" + path)
    answer = program.post("/epcis/events", body, "application/xml" if path.endswith(".xml") else "application/json")
    if decided.startswith("ok"):
        assert answer.status_code == 201, answer.content
        [event] = corpus.read("epcis/examples/" + path, corpus.SETTINGS["standard"]).events
        assert not differs(CapturedEvent.objects.get(), event)
        assert bytes(Capture.objects.get().body) == body
    else:
        assert answer.status_code == 400
        error = answer.json()["errors"][0]
        assert decided.split(" ")[0] == f"{error['layer']}/{error['code']}"


def differs(one: CapturedEvent, read: Event) -> bool:
    """But for the ID we gave it, and the record time that is ours to say."""
    ours = {name: value for name, value in Event.from_json(one.body).as_json().items() if name != "recordTime"}
    theirs = {name: value for name, value in read.as_json().items() if name != "recordTime"}
    if not read.id:
        ours.pop("eventID")
    return ours != theirs


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["path"])
def test_ep_07_every_document_of_the_collection(lanh_program: Program, row: dict[str, str]) -> None:
    answer, job = sent(lanh_program, row["path"])
    decided = row["standard"]
    if answer.status_code == 400 and answer.json()["code"] == "not_a_document":
        alone(lanh_program, row["path"], decided)
        return
    if not decided.startswith("ok"):
        # “Layer/code”, and “n of m” where the document itself could be read.
        layer, code = decided.split(" ")[0].split("/")
        if job is None:
            assert answer.status_code == 400
            errors = answer.json()["errors"]
        else:
            assert (job.running, job.success, job.stored_count) == (False, False, 0)
            errors = job.errors
        assert (errors[0]["layer"], errors[0]["code"]) == (layer, code)
        assert not CapturedEvent.objects.exists()
        return
    assert job is not None
    document = corpus.read("epcis/examples/" + row["path"], corpus.SETTINGS["standard"])
    conflicts = [error for error in job.errors if error["code"] == "event_id_taken"]
    assert job.errors == conflicts, job.errors
    if conflicts:
        ids = [event.id for event in document.events if event.error_declaration is None]
        assert len(ids) != len(set(ids)), "one ID for several events, in the document itself"
        return
    assert job.event_count == len(document.events) == job.stored_count + job.duplicate_count
    stored = {one.position: one for one in CapturedEvent.objects.filter(capture=job)}
    for place, event in zip(document.positions, document.events, strict=True):
        if place in stored:
            assert bytes(stored[place].hash).hex() == event_hash(event)[14:78]
            assert not differs(stored[place], event), event.id
