from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache

from tests import make
from tests.resolver import kit
from txng.production.models import Lot
from txng.resolver import codes, locally, sessions
from txng.stamps.models import CodeBatch
from txng.stamps.serials import forget_key_rings


@dataclass
class Goods:
    establishment: Any
    product: Any
    lot: Lot
    batch: CodeBatch


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every scan of these tests happens on 21/09/2026; caches of a process begin empty."""
    monkeypatch.setattr("txng.resolver.views.scan.now", lambda: make.AT)
    cache.clear()  # throttles
    forget_key_rings()
    codes.forget_products()
    sessions.forget_keys()
    yield
    sessions.forget_keys()
    codes.forget_products()
    locally.database_fell(0)


@pytest.fixture
def goods(organisations: Any) -> Goods:
    """Bà Lành's fruit: approved, its lot complete and on sale, twenty stamps activated for it."""
    product = make.product(organisations.lanh, gtin=kit.GTIN, standards="TCVN 10739:2015, VietGAP")
    lot = make.lot(product, "L26A0917", complete=True)
    kit.receive(lot)
    kit.ship(lot)
    batch = kit.batch(product)
    kit.activate(batch, lot)
    return Goods(organisations.lanh, product, lot, batch)
