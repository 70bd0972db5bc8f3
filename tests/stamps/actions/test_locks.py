"""Acts on stamps of one lot never wait for each other in a circle.

A reference is checked when its transaction ends, while that still holds the lock of the product's cards. Who locks the
row it points to with its keys, and then waits for that lock, waits for ever.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

import txng
from tests import make
from tests.cast import build_organisations, build_people
from txng.accounts.acting import actor_of
from txng.production.models import Lot
from txng.stamps import actions
from txng.stamps.models import CodeBatch

SOURCE = Path(txng.__path__[0])


@pytest.fixture
def in_use(fresh_database: str, province: str) -> tuple[Any, Lot, CodeBatch]:
    """A hundred stamps on their goods."""
    organisations = build_organisations()
    people: Any = build_people(organisations)
    actor = actor_of(people["lanh"])
    product = make.product(organisations.lanh)
    lot, batch = make.lot(product, complete=True), make.batch(product, quantity=100)
    actions.activate_codes(actor=actor, batch_id=batch.pk, lot_id=lot.pk, first=1, last=50, at=make.AT)
    return actor, lot, batch


def beside(act: Any) -> Any:
    """In a transaction of its own that waits for nobody."""

    def run() -> Any:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '3s'")
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def test_stamps_are_voided_while_another_act_holds_their_lot(in_use: tuple[Any, Lot, CodeBatch]) -> None:
    actor, lot, batch = in_use
    with transaction.atomic():
        importlib.import_module("txng.stamps.actions.activate_ranges")._lot_in_hand(lot.pk, {})
        beside(
            lambda: actions.void_codes(
                actor=actor, batch_id=batch.pk, first=20, last=30, reason="Rách", kind="spoiled", at=make.AT
            )
        )

    assert [one.state for one in batch.ranges.order_by("first")] == ["activated", "void", "activated", "issued"]


def locks() -> Iterator[tuple[str, int, set[str]]]:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "select_for_update":
                yield path.name, node.lineno, {str(word.arg) for word in node.keywords}


def test_no_row_is_locked_with_its_keys() -> None:
    found = list(locks())
    assert len(found) > 100
    assert [one for one in found if not one[2] & {"no_key", "skip_locked"}] == []
