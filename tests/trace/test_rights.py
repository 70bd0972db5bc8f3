"""Which key reaches what: its own organisation's, and what its agency reaches; the rest is not there (names.md 7.20)."""

from __future__ import annotations

from typing import Any

import pytest

from tests import make
from tests.permissions.world import worlds
from tests.trace import kit
from tests.trace.kit import document, observed, single
from txng.access.actors import system
from txng.access.permissions import Permission
from txng.accounts.acting import actor_of
from txng.registry.actions import assign_managing_agency
from txng.trace.models import CapturedEvent
from txng.trace.queries import events_of

pytestmark = pytest.mark.django_db

# Whose key asks for an event bà Lành's co-operative captured, of the commune cô Hạnh's agency manages.
TABLE = """
           event job
lanh       200   200
second     200   200   # another key of the same co-operative
khai       404   404
firm       404   404   # a firm of the same commune
hanh       200   403   # a commune reads; it captures nothing
nam        404   404   # industry and trade; durians are agriculture
mai        200   404   # jobs are their sender's alone: errors quote what was sent
"""


@pytest.fixture
def programs(people: dict[str, Any], organisations: Any) -> dict[str, kit.Program]:
    firm = worlds(people, organisations)["same-area"].owner
    seats = {"lanh": people["lanh"], "khai": people["khai"], "firm": firm, "nam": people["nam"], "mai": people["mai"]}
    found = {name: kit.program(seat) for name, seat in seats.items()}
    found["second"] = kit.program(people["lanh"], name="Cân điện tử")
    found["hanh"] = kit.program(people["hanh"], Permission.TRACE_READ)
    return found


@pytest.mark.parametrize("line", [line.split("#")[0].split() for line in TABLE.splitlines()[2:] if line.strip()])
def test_what_each_key_reaches(programs: dict[str, kit.Program], line: list[str]) -> None:
    name, event, job = line[0], int(line[1]), int(line[2])
    place = programs["lanh"].post("/epcis/events", single(observed(1)))["Location"]
    sent = programs["lanh"].post("/epcis/capture", document([observed(2)]))["Location"]
    asking = programs[name]
    assert asking.get(place).status_code == event
    assert asking.get(sent).status_code == asking.get(f"{sent}/document").status_code == job
    if event == 404:
        absent = asking.get("/epcis/events/urn%3Auuid%3A0192f0c1-0000-7000-8000-000000000999").json()
        told = asking.get(place).json()
        assert {**told, "instance": "", "support_id": ""} == {**absent, "instance": "", "support_id": ""}


def test_what_an_agency_captured_is_its_own(programs: dict[str, kit.Program], people: dict[str, Any]) -> None:
    """A department's rows stand in no sector; it sees them all the same, and no establishment does."""
    place = programs["nam"].post("/epcis/events", single(observed(1)))["Location"]
    assert programs["nam"].get(place).status_code == 200
    assert {programs[name].get(place).status_code for name in ("lanh", "khai", "firm")} == {404}
    assert programs["mai"].get(place).status_code == 200


def test_events_follow_their_establishment_to_another_agency(
    programs: dict[str, kit.Program], organisations: Any, nam: Any, hanh: Any, settings: Any
) -> None:
    programs["lanh"].post("/epcis/events", single(observed(1)))
    assign_managing_agency(
        actor=system(), establishment_id=organisations.lanh.pk, agency_id=organisations.agriculture.pk,
        reason="Chuyển về Sở", at=make.AT,
    )  # fmt: skip
    assert CapturedEvent.objects.get().managing_agency_id == organisations.agriculture.pk


def test_who_may_read_nothing_is_given_nothing(people: dict[str, Any], programs: dict[str, kit.Program]) -> None:
    programs["lanh"].post("/epcis/events", single(observed(1)))
    worker, owner, operator = (actor_of(people[name]) for name in ("tu", "lanh", "mai"))
    assert [events_of(actor).count() for actor in (worker, owner, operator)] == [0, 1, 1]
