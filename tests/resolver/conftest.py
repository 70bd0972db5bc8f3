from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from tests import make
from tests.resolver import kit
from txng.production.models import Lot
from txng.resolver import codes, locally, sessions
from txng.resolver.card_store import Keeper
from txng.resolver.following import Follower
from txng.stamps.models import CodeBatch
from txng.stamps.serials import forget_key_rings

URL = ("dbname", "user", "password", "host", "port")


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


@pytest.fixture
def follower(fresh_database: str, tmp_path: Path) -> Iterator[Follower]:
    """Of a database of its own, where things are committed."""
    url = {name: value for name, value in connection.get_connection_params().items() if name in URL}
    made = Follower(url, Keeper(tmp_path / "cards.db"))
    made.begin()
    yield made
    made.close()
    made.keeper.close()
