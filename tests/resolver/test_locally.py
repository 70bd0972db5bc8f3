"""A scan while the database is away: answered from the card store, saying since when; kept, and written later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from tests.resolver import kit
from tests.resolver.conftest import Goods
from tests.resolver.test_scan import PHONE, text, title
from txng.production.models import Lot
from txng.resolver import locally, recording
from txng.resolver.card_store import Keeper, place
from txng.resolver.following import Follower
from txng.resolver.models import Card, CodeState, ScanLine, SeenCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(goods: Goods, settings: Any, tmp_path: Path) -> Iterator[Keeper]:
    """This machine's store as the follower leaves it, made within the test's transaction."""
    settings.STATE_FOLDER = tmp_path
    keeper = Keeper(place(tmp_path, settings.TXNG_PROVINCE))
    follow(keeper)
    yield keeper
    keeper.close()


def follow(keeper: Keeper) -> None:
    follower = Follower({}, keeper)
    connection.ensure_connection()
    follower._base = connection.connection
    rows = follower._copy_all(connection.connection)
    assert rows > 0
    keeper.alive()


def away(client: Client, path: str, **headers: str) -> Any:
    """As the front door asks while it knows the database to be away."""
    return client.get(path, **PHONE, **headers, **{"txng.known": {"away": True}})


def test_a_valid_stamp_says_what_is_known_and_that_nobody_counts(client: Client, goods: Goods, store: Keeper) -> None:
    answer = away(client, kit.path(goods.batch))

    assert (answer.status_code, title(answer)) == (200, "Mã hợp lệ")
    said = text(answer)
    assert "Lúc này chưa đếm được số lần quét." in said
    assert "Cơ sở dữ liệu đang tạm gián đoạn: thông tin dưới đây được lưu lúc" in said
    assert "lần quét đầu tiên" not in said


def test_a_recall_made_before_is_red(client: Client, goods: Goods, store: Keeper) -> None:
    kit.recall(goods.lot)
    store.forget_all()
    follow(store)

    assert title(away(client, kit.path(goods.batch))) == "Đang bị thu hồi – không sử dụng"


def test_voided_unused_forged_and_shared_codes_have_their_own_answers(
    client: Client, goods: Goods, store: Keeper
) -> None:
    kit.void_one(goods.batch, 2)
    unused = kit.batch(goods.product)
    store.forget_all()
    follow(store)

    assert title(away(client, kit.path(goods.batch, 2))) == "Mã đã bị hủy"
    assert title(away(client, kit.path(unused))) == "Mã chưa kích hoạt"
    assert title(away(client, f"/01/{kit.GTIN}/21/7K3M9QX2P4VN8RTC")) == "Không tìm thấy mã này"
    assert title(away(client, f"/01/{kit.GTIN}/10/L26A0917")) == "Mã hợp lệ – dùng chung cho cả lô"


def test_a_typed_code_is_looked_for_under_every_product_the_store_knows(
    client: Client, goods: Goods, store: Keeper
) -> None:
    serial = kit.path(goods.batch).rpartition("/")[2]
    assert title(away(client, f"/q?ma={serial}")) == "Mã hợp lệ"
    assert title(away(client, f"/q?ma={serial[:4]} {serial[4:8]} {serial[8:12]} {serial[12:]}")) == "Mã hợp lệ"
    assert title(away(client, "/q?ma=7K3M9QX2P4VN8RTC")) == "Không tìm thấy mã này"


def test_a_stamp_younger_than_the_store_is_not_called_unknown(client: Client, goods: Goods, store: Keeper) -> None:
    young = kit.batch(goods.product)

    answer = away(client, kit.path(young))
    assert (answer.status_code, title(answer)) == (503, "Chưa kiểm tra được lúc này")


def test_no_row_is_asked_and_the_scan_is_written_once_the_database_is_back(
    client: Client, goods: Goods, store: Keeper, django_assert_num_queries: Any
) -> None:
    path = kit.path(goods.batch)
    with django_assert_num_queries(0):
        away(client, path)
    assert not ScanLine.objects.exists()

    assert recording.write_kept() == 1
    assert ScanLine.objects.get().raw == path
    assert recording.write_kept() == 0


def test_a_database_that_goes_away_in_the_middle_is_answered_for_by_the_store(
    client: Client, goods: Goods, store: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("txng.resolver.facts.by_code", gone)
    answer = client.get(kit.path(goods.batch), **PHONE)

    assert (answer.status_code, title(answer)) == (200, "Mã hợp lệ")
    assert "tạm gián đoạn" in text(answer)


def test_after_it_fell_the_next_scans_do_not_wait_for_it(
    client: Client, goods: Goods, store: Keeper, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    def hangs(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("no answer in time")

    with monkeypatch.context() as frozen:
        frozen.setattr("txng.resolver.facts.by_code", hangs)
        client.get(kit.path(goods.batch), **PHONE)
    with django_assert_num_queries(0):
        assert "tạm gián đoạn" in text(client.get(kit.path(goods.batch), **PHONE))
    locally.database_fell(0)  # that while is over
    assert "lần quét đầu tiên" in text(client.get(kit.path(goods.batch), **PHONE))
    assert recording.write_kept() == 2


def test_a_database_that_takes_no_line_is_answered_for_by_the_store(
    client: Client, goods: Goods, store: Keeper
) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
        answer = client.get(kit.path(goods.batch), **PHONE)
        transaction.set_rollback(True)

    assert (answer.status_code, title(answer)) == (200, "Mã hợp lệ")
    assert "Lúc này chưa đếm được số lần quét." in text(answer)
    assert recording.write_kept() == 1


def test_a_scan_written_although_nobody_heard_so_is_not_written_again(
    client: Client, goods: Goods, store: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_down = recording.write_down

    def unheard(*args: Any) -> None:
        write_down(*args)
        raise OperationalError("the server went away before its answer came")

    monkeypatch.setattr("txng.resolver.recording.write_down", unheard)
    client.get(kit.path(goods.batch), **PHONE)
    recording.write_kept()

    assert ScanLine.objects.count() == 1
    assert SeenCode.objects.get().scans == 1


def test_what_the_front_door_wrote_down_is_not_written_again(
    client: Client, goods: Goods, store: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A code seen by many: the door has counted it and asks Django about the copy rule."""

    def gone(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("txng.resolver.facts.by_code", gone)
    seen = [4, "2026-09-20T01:00:00+00:00", "", ["2026-09-20"] * 4, [""] * 4]
    answer = client.get(kit.path(goods.batch), **PHONE, **{"txng.known": {"seen": seen, "at": 1.0}})

    assert answer.status_code == 200
    assert recording.write_kept() == 0


def test_where_nothing_is_followed_the_database_is_asked_all_the_same(
    client: Client, goods: Goods, settings: Any, tmp_path: Path
) -> None:
    settings.STATE_FOLDER = tmp_path

    assert "lần quét đầu tiên" in text(away(client, kit.path(goods.batch)))
    assert Card.objects.exists() and CodeState.objects.exists() and Lot.objects.exists()
