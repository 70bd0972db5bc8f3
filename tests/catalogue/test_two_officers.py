"""Cô Hạnh and anh Dũng press in the same second. One wins, the other is told; without the lock neither would hold.

The two are brought to the same point by the database itself: the faster one waits inside the decision until the
slower one is either inside as well (no lock) or seen waiting for the lock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import close_old_connections, connections
from django.db.models import QuerySet

from tests import make
from tests.cast import build_organisations, build_people
from txng.accounts.acting import actor_of
from txng.catalogue.actions import approve_change
from txng.catalogue.models import ProductChange
from txng.kernel.errors import RuleBroken


def decided_at_once(url: str, monkeypatch: pytest.MonkeyPatch, calls: list[Callable[[], Any]]) -> list[Any]:
    """What each call returned or raised, both having entered the decision before either left it."""
    entered: list[int] = []
    guard = threading.Lock()
    original = ProductChange.decide

    def meet(change: ProductChange, *args: Any, **kwargs: Any) -> None:
        with guard:
            entered.append(threading.get_ident())
            first = len(entered) == 1
        if first:
            with psycopg.connect(url, autocommit=True) as watcher:
                while len(entered) < 2 and not _somebody_waits(watcher):
                    pass
        original(change, *args, **kwargs)

    monkeypatch.setattr(ProductChange, "decide", meet)
    answers: list[Any] = [None] * len(calls)

    def run(place: int) -> None:
        close_old_connections()
        try:
            answers[place] = calls[place]()
        except Exception as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def _somebody_waits(watcher: psycopg.Connection[Any]) -> bool:
    row = watcher.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    ).fetchone()
    return bool(row and row[0])


@pytest.fixture
def desk(fresh_database: str, django_db_blocker: Any) -> Any:
    """Two officers of one commune and a change that waits, committed."""
    organisations = build_organisations()
    people = build_people(organisations)
    change = make.change(make.product(organisations.lanh), description="Giao trong ngày.")
    return fresh_database, change, actor_of(people["hanh"]), actor_of(people["dung"])


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_of_two_officers_one_wins_and_the_other_is_told(
    province: str, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, change, hanh, dung = desk
    answers = decided_at_once(
        url,
        monkeypatch,
        [
            lambda: approve_change(actor=hanh, change_id=change.pk, at=make.AT),
            lambda: approve_change(actor=dung, change_id=change.pk, at=make.AT),
        ],
    )
    told = [answer for answer in answers if isinstance(answer, RuleBroken)]
    assert len(told) == 1 and told[0].code == "already_answered"
    change.refresh_from_db()
    assert change.decided_by in str(told[0])
    assert change.product.versions.count() == 2


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_without_the_lock_the_slower_one_would_not_be_told(
    province: str, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the test above would fail."""
    url, change, hanh, dung = desk
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self)
    answers = decided_at_once(
        url,
        monkeypatch,
        [
            lambda: approve_change(actor=hanh, change_id=change.pk, at=make.AT),
            lambda: approve_change(actor=dung, change_id=change.pk, at=make.AT),
        ],
    )
    assert not [answer for answer in answers if isinstance(answer, RuleBroken)]
