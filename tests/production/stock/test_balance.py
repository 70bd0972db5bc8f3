"""However many people move the same goods at the same moment, nothing is gained, lost or below zero (G15).

`./txng prove workspace` tries 20,000 acts by eight workers; a day tries some hundreds by three.
"""

from __future__ import annotations

import os

import pytest

from tests.cast import build_organisations, build_people
from tests.production.stock import acts, balances, many
from txng.accounts.acting import actor_of
from txng.production.models import StockMove

WORKERS, ACTS = 3, 80


@pytest.fixture
def yard_of_many(fresh_database: str, province: str) -> str:
    organisations = build_organisations()
    lanh = actor_of(build_people(organisations)["lanh"])  # type: ignore[arg-type]
    many.prepare(organisations.lanh, lanh, organisations.khai)
    return fresh_database


@pytest.mark.slow
def test_nothing_is_gained_lost_or_below_zero_whoever_moves_it(yard_of_many: str) -> None:
    environment = os.environ | {"TXNG_DATABASE_APP": yard_of_many, "DJANGO_SETTINGS_MODULE": "txng.project.settings"}
    done = many.let_go(environment, workers=WORKERS, count=ACTS)
    assert sum(done.values()) == WORKERS * ACTS
    assert {"transfer", "split", "merge", "count", "harvest", "use", "receive"} <= done.keys(), done
    assert acts.DEADLOCK not in done
    assert done.get("refused stock_short", 0) > 0, "nobody got in anybody's way"
    assert balances.faults() == []
    weighed = balances.weights()
    assert weighed["there"] == weighed["should"] and StockMove.objects.count() > WORKERS * ACTS / 3
