"""Lịch sử: who did what, for an establishment about itself, for officers as far as they may see (Deliver 7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests import make
from tests.cast import Organisations, every_province
from txng.access import Actor
from txng.accounts.events import AccountEvent
from txng.ledger.events import all_event_kinds
from txng.ledger.models import Entry
from txng.ledger.queries import entries_in_reach
from txng.ledger.recording import record
from txng.oversight.events import OversightEvent

pytestmark = pytest.mark.django_db
OWN, OFFICERS = "own-history", "agency-history"


@pytest.fixture
def told(lanh: Actor, khai: Actor, hanh: Actor, mai: Actor, organisations: Organisations, people: Any) -> None:
    """Four days: bà Lành, then ông Khải, then the agency about bà Lành's, then the operator."""
    hers: Any = organisations.lanh
    his: Any = organisations.khai
    day = timedelta(days=1)
    kind: Any = AccountEvent.PERSON_INVITED
    record(kind, actor=lanh, subject=hers, at=make.AT)
    record(kind, actor=khai, subject=his, at=make.AT + day)
    account = people["lanh"].account
    record(AccountEvent.LOCKED, actor=hanh, subject=account, at=make.AT + 2 * day, reason="Quá hạn", ground="QĐ 12")
    record(OversightEvent.RECALL_OPENED, actor=mai, subject=hers, at=make.AT + 3 * day)


def lines(client: Client, name: str, **asked: str) -> list[str]:
    return [entry.actor_label for entry in client.get(reverse(name), asked).context["entries"]]


@every_province
def test_an_establishment_reads_about_itself_alone(
    province: str, told: None, lanh_client: Client, khai_client: Client
) -> None:
    hers = lines(lanh_client, OWN)
    assert hers[0] == "Đặng Thị Mai"
    assert set(hers) == {"Nguyễn Thị Lành", "Nguyễn Thị Hạnh", "Đặng Thị Mai"}
    assert lines(khai_client, OWN) == ["Lê Quang Khải"]


def test_the_page_tells_it_in_a_sentence_with_reason_and_ground(told: None, lanh_client: Client) -> None:
    page = lanh_client.get(reverse(OWN)).content.decode()
    assert "Nguyễn Thị Hạnh khóa tài khoản của Hợp tác xã Trái cây Lành" in page
    assert "Quá hạn" in page
    assert "QĐ 12" in page


def test_how_an_agency_came_to_its_decision_is_not_told_to_the_establishment(
    lanh: Actor, hanh: Actor, organisations: Organisations
) -> None:
    inside = next(kind for kind in all_event_kinds() if kind.concerns == "operator")
    for actor in (hanh, lanh):
        record(inside, actor=actor, subject=organisations.lanh, at=make.AT)  # type: ignore[arg-type]
    assert [entry.actor_label for entry in entries_in_reach(lanh)] == ["Nguyễn Thị Lành"]
    assert {entry.actor_label for entry in entries_in_reach(hanh)} == {"Nguyễn Thị Lành", "Nguyễn Thị Hạnh"}


def test_an_officer_reads_what_happened_within_reach(
    told: None, hanh_client: Client, mai_client: Client, nam_client: Client
) -> None:
    assert set(lines(hanh_client, OFFICERS)) == {"Nguyễn Thị Lành", "Nguyễn Thị Hạnh", "Đặng Thị Mai"}
    assert "Lê Quang Khải" in lines(mai_client, OFFICERS)
    assert lines(nam_client, OFFICERS) == []


def test_list_and_check_agree_for_every_line(told: None, lanh: Actor, khai: Actor, hanh: Actor, nam: Actor) -> None:
    from txng.access import Permission

    for actor in (hanh, nam):
        listed = set(entries_in_reach(actor).values_list("pk", flat=True))
        checked = {entry.pk for entry in Entry.objects.all() if actor.may(Permission.HISTORY_READ, entry)}
        assert listed == checked
    for actor in (lanh, khai):
        assert all(actor.may(Permission.HISTORY_READ, entry) for entry in entries_in_reach(actor))


def test_the_search_is_by_person_and_by_vietnamese_days(told: None, lanh_client: Client, mai_client: Client) -> None:
    assert lines(mai_client, OFFICERS, person="khải", first="", last="") == ["Lê Quang Khải"]
    assert set(lines(mai_client, OFFICERS, person="Cơ sở Khải", first="", last="")) == {"Lê Quang Khải"}
    first = (make.AT + timedelta(days=1)).strftime("%d/%m/%Y")
    last = (make.AT + timedelta(days=2)).strftime("%d/%m/%Y")
    found = lines(mai_client, OFFICERS, person="", first=first, last=last)
    assert (found[0], set(found)) == ("Nguyễn Thị Hạnh", {"Nguyễn Thị Hạnh", "Lê Quang Khải"})
    wrong = lanh_client.get(reverse(OWN), {"person": "", "first": "hôm qua", "last": ""})
    assert wrong.context["filters"].errors.keys() == {"first"}
    assert len(wrong.context["entries"]) == len(lines(lanh_client, OWN))


def test_long_histories_are_read_page_by_page_without_gap_or_repetition(
    lanh: Actor, lanh_client: Client, organisations: Organisations
) -> None:
    for number in range(120):
        record(AccountEvent.PERSON_INVITED, actor=lanh, subject=organisations.lanh, at=make.AT, label=f"Số {number}")  # type: ignore[arg-type]
    seen: list[int] = []
    path = reverse(OWN) + "?person=L%C3%A0nh"
    for _page in range(3):
        answer = lanh_client.get(path)
        seen += [entry.pk for entry in answer.context["entries"]]
        older = answer.context["older"]
        if older:
            assert escape(f"?person=L%C3%A0nh&truoc={older}") in answer.content.decode()
            path = f"{reverse(OWN)}?person=L%C3%A0nh&truoc={older}"
    assert len(seen) == len(set(seen)) == 120
    assert seen == sorted(seen, reverse=True)
    assert lanh_client.get(reverse(OWN), {"truoc": "9" * 30}).status_code == 200


def test_a_worker_has_the_diary_and_no_history(tu_client: Client) -> None:
    assert tu_client.get(reverse(OWN)).status_code == 404


def test_a_long_page_asks_the_database_as_often_as_a_short_one(
    lanh: Actor, lanh_client: Client, organisations: Organisations, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _number in range(2):
        record(AccountEvent.PERSON_INVITED, actor=lanh, subject=organisations.lanh, at=make.AT)  # type: ignore[arg-type]
        with CaptureQueriesContext(connection) as captured:
            lanh_client.get(reverse(OWN))
        counts.append(len(captured))
        record(AccountEvent.PERSON_INVITED, actor=lanh, subject=organisations.lanh, at=make.AT)  # type: ignore[arg-type]
    assert counts[0] == counts[1]
