"""The card store follows the database: what a scan would read there, it reads here, and nothing that was taken back."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from unittest.mock import patch

import psycopg
import pytest
from django.db import connection

from tests import cast, make
from tests.resolver import kit
from tests.resolver.conftest import URL, Goods
from txng.production.models import Lot
from txng.resolver import drawing
from txng.resolver.card_store import Keeper, NoStore, Store
from txng.resolver.following import Follower
from txng.resolver.models import Card, CodeState


@pytest.fixture
def goods(follower: Follower) -> Goods:
    """A lot on sale with twenty stamps in use, committed."""
    lanh = cast.build_organisations().lanh
    product = make.product(lanh, gtin=kit.GTIN)
    lot = make.lot(product, "L26A0917", complete=True)
    batch = kit.batch(product)
    kit.activate(batch, lot)
    return Goods(lanh, product, lot, batch)


def store_of(follower: Follower) -> Store:
    return Store(follower.keeper.path)


def same(follower: Follower) -> None:
    """Every card and range is in the store as the database has it, and no other."""
    store = store_of(follower)
    base = store._base
    assert {row[0] for row in base.execute("SELECT id FROM card")} == set(Card.objects.values_list("id", flat=True))
    for card in Card.objects.all():
        line = store.card(card.pk)
        assert line is not None
        assert (line.path, line.other_path, line.card()) == (card.path, card.other_path, card.payload)
    ranges = {row[0] for row in base.execute("SELECT range_id FROM code")}
    assert ranges == set(CodeState.objects.values_list("range_id", flat=True))
    for state in CodeState.objects.all():
        for counter in {state.first, state.last, (state.first + state.last) // 2}:
            found = store.code(state.tweak, state.key_version, counter)
            assert found is not None
            assert (found.state, found.card_id) == (state.state, state.card_id)
            assert found.is_void(counter) == (state.state == "void" or counter in state.void_counters)
    store.close()


def test_a_store_nobody_began_is_none(tmp_path: Path) -> None:
    with pytest.raises(NoStore):
        Store(tmp_path / "cards.db")


def test_everything_comes_first_then_only_what_changed(follower: Follower, goods: Goods) -> None:
    assert follower.look() > 0
    same(follower)
    assert follower.look() == 0

    kit.void_one(goods.batch, 3)
    store = store_of(follower)
    assert follower.look() >= 1
    third = goods.batch.first + 3
    assert store.code(goods.batch.tweak, goods.batch.key_version, third).is_void(third)  # type: ignore[union-attr]
    same(follower)


def test_what_came_already_is_not_copied_again_while_somebody_is_still_at_work(
    follower: Follower, goods: Goods
) -> None:
    """A long transaction, of any database of the cluster, keeps each look going back to where it began."""
    url = {name: value for name, value in connection.get_connection_params().items() if name in URL}
    with psycopg.connect(**url) as slow:
        slow.execute("SELECT pg_current_xact_id()")
        follower.look()
        kit.void_one(goods.batch, 3)
        kit.recall(goods.lot)
        assert follower.look() > 0
        same(follower)
        assert follower.look() == 0


def test_a_recall_is_drawn_with_the_look_that_brings_it_and_readers_are_told(follower: Follower, goods: Goods) -> None:
    follower.look()
    follower.draw(50)
    store = store_of(follower)
    kit.recall(goods.lot)
    follower.look()

    changed = store.changed()
    card = Card.objects.get(lot_id=goods.lot.pk)
    line = store.card(card.pk)
    assert changed is not None and card.pk in changed.cards and not changed.ranges
    assert line is not None and line.item is not None
    first = store.first_of(card.pk, drawing.edition())
    assert first is not None and first.verdict == "recalled"
    assert line.edition == drawing.edition()
    assert store.changed() == ([], [])


def test_what_is_taken_from_the_public_is_taken_from_the_store(follower: Follower, goods: Goods) -> None:
    follower.look()
    Lot.objects.filter(pk=goods.lot.pk).update(cancelled_at=make.AT)
    kit.refresh(goods.batch)
    assert not Card.objects.filter(lot_id=goods.lot.pk).exists()

    follower.look()
    same(follower)


def test_a_change_committed_after_a_later_one_is_not_missed(follower: Follower, goods: Goods) -> None:
    """Numbers of transactions are given at their beginning: the look between must come back for the slower one."""
    follower.look()
    product, lot = (Card.objects.get(key=key) for key in (f"product:{goods.product.pk}", f"lot:{goods.lot.pk}"))
    began, looked = threading.Event(), threading.Event()
    url = {name: value for name, value in connection.get_connection_params().items() if name in URL}

    def slow() -> None:
        with psycopg.connect(**url) as base:
            base.execute("UPDATE resolver_card SET payload = payload || '{\"slow\": 1}' WHERE id = %s", [lot.pk])
            began.set()
            looked.wait(30)

    thread = threading.Thread(target=slow)
    thread.start()
    began.wait(30)
    Card.objects.filter(pk=product.pk).update(payload=product.payload | {"fast": 1})
    follower.look()
    looked.set()
    thread.join(30)
    follower.look()

    same(follower)
    assert store_of(follower).card(lot.pk).card()["slow"] == 1  # type: ignore[union-attr]


def test_another_database_is_copied_anew(follower: Follower, goods: Goods) -> None:
    follower.look()
    follower.keeper.apply(about={"database": "another"}, gone_cards=list(Card.objects.values_list("id", flat=True)))

    assert follower.look() > 0
    same(follower)


def test_a_drawing_holds_through_the_last_day_of_what_ends_first() -> None:
    card = {"lot": {"expires_on": "2026-10-05"}, "product": {"papers": [{"to": "2026-09-30"}, {"to": ""}]}}

    assert drawing.until_of(card, make.TODAY).isoformat() == "2026-09-30"
    assert drawing.until_of({"lot": {"expires_on": "2026-09-01"}}, make.TODAY).year == 2027


def test_a_store_somebody_writes_to_is_not_begun_anew(follower: Follower, goods: Goods) -> None:
    """It is waited for, and then given up for the moment; what it holds stays."""
    follower.look()
    path = follower.keeper.path
    before = path.stat().st_ino
    with patch.object(Keeper, "_connected", side_effect=_busy), pytest.raises(sqlite3.OperationalError):
        Keeper(path)

    assert path.stat().st_ino == before
    same(follower)


def _busy() -> None:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    raise error
