"""Two rebuilds at once. Outside the transaction of a test, because what one may see of the other is the point."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from tests import cast, make
from tests.resolver import kit
from txng.resolver import cards
from txng.resolver.models import Card


def test_a_slow_rebuild_cannot_write_yesterdays_green_over_todays_red(
    fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker has read the lot, a recall is opened and committed, then the worker writes what it had read."""
    agency = cast.build_organisations()
    product = make.product(agency.lanh, gtin=kit.GTIN)
    lot = make.lot(product, "L26A0917", complete=True)
    kit.activate(kit.batch(product), lot)
    has_read, may_write = threading.Event(), threading.Event()
    real = cards.lot_payload

    def slowly(*args: Any, **kwargs: Any) -> Any:
        payload = real(*args, **kwargs)
        if threading.current_thread().name == "worker":
            has_read.set()
            may_write.wait(5)
        return payload

    monkeypatch.setattr(cards, "lot_payload", slowly)

    def work() -> None:
        try:
            make.diary(lot, "water", make.TODAY)
            cards.rebuild_product(product.pk)
        finally:
            connection.close()

    def recall() -> None:
        try:
            with transaction.atomic():
                kit.recall(lot)
        finally:
            connection.close()

    worker = threading.Thread(target=work, name="worker")
    worker.start()
    assert has_read.wait(20)
    officer = threading.Thread(target=recall, name="officer")
    officer.start()
    officer.join(1)  # waits for the worker where there is a lock, and is done already where there is none
    may_write.set()
    worker.join(20)
    officer.join(20)

    assert Card.objects.get(key=f"lot:{lot.pk}").payload["recall"] is not None
