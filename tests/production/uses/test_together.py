"""A use and a receipt written at the same moment never miss each other, whoever comes first (names.md 7.14)."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection

from tests import make
from tests.cast import build_organisations, build_people
from tests.production.stock.kit import all_lines
from tests.production.uses import together
from tests.production.uses.kit import in_stock, spray
from txng.accounts.acting import actor_of
from txng.kernel.clock import today
from txng.production.models import Material, MaterialUse, StockMove
from txng.production.stock.levels import below_zero
from txng.production.stock.using import waiting


@pytest.fixture
def shelf(fresh_database: str, province: str) -> str:
    organisations = build_organisations()
    lanh = actor_of(build_people(organisations)["lanh"])  # type: ignore[arg-type]
    store = make.site(organisations.lanh, "Kho", kind="warehouse")
    make.lot(make.product(organisations.lanh), site=store, opened_on=today() - timedelta(days=60))
    spray(lanh)
    return fresh_database


def begin(url: str, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {"TXNG_DATABASE_APP": url, "DJANGO_SETTINGS_MODULE": "txng.project.settings"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.production.uses.together", *words],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def meet(url: str, first: str, second: str, *fault: str) -> None:
    """The second begins while the first has not ended: it waits for the first, or passes it."""
    one = begin(url, first, "hold", *fault)
    assert one.stdout is not None and one.stdout.readline() == "done\n", one.communicate()[1]
    other = begin(url, second, "go", *fault)
    while not waits_for_a_lock():
        try:
            other.wait(timeout=0.05)
            break
        except subprocess.TimeoutExpired:
            continue
    for process in (one, other):
        _out, err = process.communicate("\n", timeout=120)
        assert process.returncode == 0, err[-2000:]


@pytest.mark.slow
@pytest.mark.parametrize(("first", "second"), [("use", "receive"), ("receive", "use")])
def test_whoever_comes_first_the_use_is_booked(shelf: str, first: str, second: str) -> None:
    meet(shelf, first, second)
    assert StockMove.objects.filter(use=MaterialUse.objects.get()).count() == 1
    assert in_stock(Material.objects.get()) == 2


@pytest.mark.slow
def test_without_the_lock_they_would_miss_each_other(shelf: str) -> None:
    """The control of the test above."""
    meet(shelf, "use", "receive", "lock")
    assert waiting().count() == 1 and in_stock(Material.objects.get()) == 5


@pytest.mark.slow
def test_two_people_at_random_lose_nothing(shelf: str) -> None:
    running = [begin(shelf, "many", str(seed)) for seed in (1, 2)]
    for process in running:
        _out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err[-2000:]
    material = Material.objects.get(name=together.NAME)
    received = sum(line.quantity for line in all_lines() if line.move.kind == "receive")
    booked = sum(use.quantity for use in MaterialUse.objects.filter(stock_move__isnull=False))
    left = in_stock(material)
    assert MaterialUse.objects.count() > 20 and left == received - booked
    assert below_zero(all_lines()) == [] and all(use.quantity > left for use in waiting())
