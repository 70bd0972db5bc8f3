"""The watch over the ledger notices what it is there for (tests/watch.py)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests import make, watch
from txng.access import Actor
from txng.access.actors import system
from txng.ledger.events import EventKind
from txng.ledger.recording import record
from txng.project import urls
from txng.registry.models import Agency

pytestmark = [pytest.mark.django_db, pytest.mark.unwatched, pytest.mark.sends_once]


class Moved(EventKind):
    PHONE = "tests.agency:phoned", "{actor} moved {subject}"


def verb(entries: int = 1, *, writes: bool = True, actor: Actor | None = None, **said: Any) -> list[str]:
    """The faults of a verb that leaves so many entries behind."""

    @transaction.atomic
    def move(*, actor: Actor, reason: str = "") -> None:
        agency = Agency.objects.get()
        if writes:
            agency.phone = "0900000000"
            agency.save(update_fields=["phone"])
        for _ in range(entries):
            record(Moved.PHONE, actor=actor, subject=agency, at=make.AT, **{"after": {"phone": agency.phone}, **said})

    make.agency("commune", name="UBND xã")
    watch.watch.faults.clear()
    watch.watched("tests.move", move)(actor=actor or system(), reason="vì chuyển trụ sở")
    return [fault.removeprefix("tests.move") for fault in watch.watch.faults]


@pytest.fixture(autouse=True)
def _province(province: str) -> None: ...


def test_one_entry_with_everything_is_right() -> None:
    assert verb(reason="vì chuyển trụ sở") == []


@pytest.mark.parametrize("entries", [0, 2])
def test_none_and_two_are_noticed(entries: int) -> None:
    assert verb(entries, reason="x") == [f" changed {{'registry_agency': 1}} and made {entries} entries"]


def test_an_entry_about_nothing_is_noticed() -> None:
    assert verb(writes=False, reason="x") == [" changed nothing and made 1 entries"]


def test_a_missing_reason_actor_or_content_is_noticed() -> None:
    assert verb() == [": told why, and the entry does not say it"]
    Agency.objects.all().delete()
    assert verb(actor=Actor(label=""), reason="x") == [": an entry without an actor"]
    Agency.objects.all().delete()
    assert verb(reason="x", after=None) == [": an entry that says neither what was nor what is"]


class Careless:
    @staticmethod
    def view(request: HttpRequest) -> HttpResponse:
        Agency.objects.update(phone="0911111111")
        return HttpResponse("")

    urlpatterns = [*urls.urlpatterns, path("bat-can/", view, name="careless")]


def test_a_request_that_changes_rows_by_itself_is_noticed(settings: Any) -> None:
    settings.ROOT_URLCONF = Careless
    watch.watch.faults.clear()
    Client().post("/bat-can/")
    assert watch.watch.faults == ["POST careless changed ['registry_agency'] outside any verb"]
