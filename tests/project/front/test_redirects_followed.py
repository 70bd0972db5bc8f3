"""What changes of links and goods is seen at the front door once the follower has looked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from tests import cast, make
from tests.project.front.test_redirects import LOT, PATH, SHOPS, Site, clocks, left_to_django, load, same
from tests.resolver import kit
from tests.resolver.conftest import URL, Goods, clock

__all__ = ["clock", "clocks"]


@pytest.fixture
def site(clocks: None, fresh_database: str, tmp_path: Path) -> Iterator[Site]:
    """Of a database of its own, where things are committed."""
    url = {name: value for name, value in connection.get_connection_params().items() if name in URL}
    found = Site(tmp_path, Client(), url)
    found.follower.begin()
    yield found
    found.follower.close()
    found.keeper.close()


@pytest.fixture
def goods(site: Site) -> Goods:
    """A lot on sale, and where to buy it."""
    lanh = cast.build_organisations().lanh
    product = make.product(lanh, gtin=kit.GTIN)
    lot = make.lot(product, "L26A0917", complete=True)
    batch = kit.batch(product)
    kit.activate(batch, lot)
    load(PATH, {"href": "https://cho.example.vn/"})
    site.follower.look()
    site.follower.draw(50)
    return Goods(lanh, product, lot, batch)


def test_rs_07_a_link_put_elsewhere_or_taken_away_is_followed_with_the_next_look(site: Site, goods: Goods) -> None:
    assert same(site, f"{PATH}?{SHOPS}") == "https://cho.example.vn/"

    load(PATH, {"href": "https://cho-moi.example.vn/"})
    load(LOT, {"href": "https://cho-moi.example.vn/lo"})
    site.follower.look()
    assert same(site, f"{PATH}?{SHOPS}") == "https://cho-moi.example.vn/"
    assert same(site, f"{LOT}?{SHOPS}") == "https://cho-moi.example.vn/lo"

    load(PATH)
    load(LOT)
    site.follower.look()
    for path in (PATH, LOT):
        left_to_django(site, f"{path}?{SHOPS}", 404)


def test_rs_22_a_recall_stops_whoever_asks_for_a_link_with_the_next_look(site: Site, goods: Goods) -> None:
    same(site, f"{LOT}?{SHOPS}")
    kit.recall(goods.lot)
    site.follower.look()

    left_to_django(site, f"{LOT}?{SHOPS}", 200)
    same(site, f"{PATH}?{SHOPS}")


def test_rs_06_a_card_that_changed_and_is_not_drawn_yet_is_left_to_django(
    site: Site, goods: Goods, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.follower, "_draw", lambda *words: None)
    kit.recall(goods.lot)
    site.follower.look()

    left_to_django(site, f"{LOT}?{SHOPS}", 200)
