"""A door reads the ranges of codes before anybody scans one, and says how much it did."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from types import SimpleNamespace
from typing import Any

import pytest

from tests.project.front.test_redirects import PATH, SHOPS, Site, clocks, load, site
from tests.resolver.conftest import Goods, clock, goods
from txng.project.front.scans import PAUSE
from txng.project.front.visitors import Visitor
from txng.resolver.card_store import Store
from txng.resolver.models import Card
from txng.stamps import keyring
from txng.stamps.serials import issue

__all__ = ["clock", "clocks", "goods", "site"]


def read_ahead(site: Site, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """All there is; the pauses between, of which the last is the long one."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if seconds > PAUSE:
            raise asyncio.CancelledError

    monkeypatch.setattr("txng.project.front.scans.asyncio", SimpleNamespace(sleep=sleep))
    site.keeper.alive()
    with pytest.raises(asyncio.CancelledError):
        site.door.scans.read_ahead().send(None)  # no loop, in which Django would have another connection
    return pauses


def opened(site: Site, goods: Goods, nth: int, store: Any = None) -> int:
    """By what the door holds and, where it may ask that, its store."""
    held: Any = site.door.scans.shelf._stretches
    return held.card_of(store, goods.batch.tweak, goods.batch.key_version, goods.batch.first + nth)


def test_who_opens_first_finds_the_ranges_there(site: Site, goods: Goods, monkeypatch: pytest.MonkeyPatch) -> None:
    site.follow()
    assert read_ahead(site, monkeypatch)[:-1], "something was read, and scans let in between"
    assert opened(site, goods, 3) == Card.objects.get(lot_id=goods.lot.pk).pk


def test_a_stamp_voided_since_is_known_as_void(site: Site, goods: Goods, monkeypatch: pytest.MonkeyPatch) -> None:
    site.follow()
    read_ahead(site, monkeypatch)
    followed = site.keeper.code_of(goods.batch.ranges.get().pk)
    assert followed is not None
    site.keeper.apply(codes=[[*followed[:7], json.dumps([goods.batch.first + 3]), *followed[8:]]])
    site.door.scans.looked = 0.0
    site.door.scans.now()
    store = site.door.scans.shelf._store
    assert opened(site, goods, 2, store)
    assert not opened(site, goods, 3, store)


def test_a_clock_put_back_hides_no_change(site: Site, goods: Goods, monkeypatch: pytest.MonkeyPatch) -> None:
    site.follow()
    read_ahead(site, monkeypatch)
    scans = site.door.scans
    scans.looked = scans._moment_at = scans.now() + 3600
    site.keeper.forget_all()
    scans.moment = "an hour ahead"
    at = scans.now()
    assert not opened(site, goods, 3)
    assert scans.moment == repr(at)


def test_what_another_database_lacks_is_not_held_any_more(
    site: Site, goods: Goods, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Back in time the stamps were not issued yet: nothing of them is told, for nothing of them is there."""
    site.follow()
    read_ahead(site, monkeypatch)
    assert opened(site, goods, 3)
    site.keeper.forget_all()
    site.door.scans.looked = 0.0
    site.door.scans.now()
    assert not opened(site, goods, 3)


def test_a_door_without_a_store_waits_for_one(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_ahead(site, monkeypatch) == [1]


def test_a_door_says_how_many_it_sent_on(site: Site, goods: Goods) -> None:
    load(PATH, {"href": "https://cho.example.vn/"})
    site.follow()
    for address in (f"{PATH}?{SHOPS}", f"{PATH}?{SHOPS}", f"{PATH}?linkType=gs1:support"):
        site.by_the_door(address)
    scans = site.door.scans
    scans.look(scans.now() + 2)
    [told] = (scans.place.state / "run").glob("door-*.json")
    assert json.loads(told.read_text())["sent"] == 2, "the third is Django's"


def test_a_store_that_cannot_be_read_leaves_scans_to_django(
    site: Site, goods: Goods, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_what: object) -> object:
        raise sqlite3.OperationalError("disk I/O error")

    site.follow()
    site.keeper.alive()
    scans = site.door.scans
    scans.now()
    assert scans.shelf.fresh
    with monkeypatch.context() as patch:
        patch.setattr(Store, "changed", broken)
        scans.looked = 0.0
        scans.now()
        assert not scans.shelf.fresh
    scans.looked = 0.0
    scans.now()
    assert scans.shelf.fresh, "and comes back by itself"

    scans._ring = keyring.ring()
    serial = issue(scans._ring, goods.batch.key_version, goods.batch.tweak, goods.batch.first + 3, 1)[0]
    path = f"/01/{goods.batch.tweak:014d}/21/{serial}"
    phone = Visitor("https://testserver", looks=True, about="\t", takes_gzip=True, reads_page=True)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "plain_codes", broken)
        assert scans.hit(phone, scans.now(), path, path[4:18], serial) is None
    assert scans.hit(phone, scans.now(), path, path[4:18], serial) is not None
    assert caplog.text.count("the store cannot be read: disk I/O error") == 2
