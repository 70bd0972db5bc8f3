"""Who waits while holding is never waited for: the one order of all locks (stock/booking.py), and what it is for."""

from __future__ import annotations

import os

import pytest

from tests.cast import build_organisations, build_people
from tests.production.stock import acts, balances, many
from txng.accounts.acting import actor_of

WORKERS, ACTS = 4, 60  # twenty thousand in `./txng prove workspace`
CROSSING = {"split", "merge", "process", "receive", "use", "use_for_several", "hand_over"}


@pytest.fixture
def busy(fresh_database: str, province: str) -> dict[str, str]:
    organisations = build_organisations()
    lanh = actor_of(build_people(organisations)["lanh"])  # type: ignore[arg-type]
    many.prepare(organisations.lanh, lanh, organisations.khai)
    return os.environ | {"TXNG_DATABASE_APP": fresh_database, "DJANGO_SETTINGS_MODULE": "txng.project.settings"}


@pytest.mark.slow
def test_nobody_waits_for_who_waits_for_them(busy: dict[str, str]) -> None:
    done = many.let_go(busy, workers=WORKERS, count=ACTS, only="crossing")
    assert done.keys() >= CROSSING and sum(done.values()) == WORKERS * ACTS, done
    assert acts.DEADLOCK not in done, done
    weighed = balances.weights()
    assert balances.faults() == [] and weighed["there"] == weighed["should"]


@pytest.mark.slow
def test_when_each_verb_had_an_order_of_its_own_they_did(busy: dict[str, str]) -> None:
    """The control of the test above. The server ends one of the two; nothing is lost, but somebody is told “try again”."""
    done = many.let_go(busy, workers=WORKERS, count=ACTS, fault="order", only="crossing")
    assert done.get(acts.DEADLOCK, 0) > 0, done
    assert balances.faults() == []
