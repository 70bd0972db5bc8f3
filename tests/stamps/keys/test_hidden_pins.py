"""The number under the scratch layer: derived, stored nowhere, told once (names.md 4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from tests.resolver import kit
from txng.access.actors import visitor
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.resolver.models import CodeState
from txng.stamps import actions, keyring
from txng.stamps.actions.confirm_pin import ALREADY, CONFIRMED, TRIES, WRONG
from txng.stamps.models import PinCheck
from txng.stamps.pins import forget_pin_tries
from txng.stamps.serials import COUNTERS, KeyRing, is_pin, pin_of, pins

AT = make.AT
RING = KeyRing({1: bytes(range(32)), 2: bytes(range(32, 64))})


@given(st.integers(0, COUNTERS - 50), st.integers(0, 50), st.integers(0, 10**14 - 1), st.sampled_from([1, 2]))
def test_a_run_of_numbers_is_the_same_as_one_by_one(first: int, count: int, tweak: int, version: int) -> None:
    together = pins(RING, version, tweak, first, count)
    assert together == [pin_of(RING, version, tweak, first + i) for i in range(count)]
    assert all(len(pin) == 8 and pin.isdecimal() for pin in together)


def test_numbers_never_change_because_they_are_already_printed() -> None:
    assert pins(RING, 2, 8936012345674, 0, 3) == ["47884922", "57211127", "05460262"]


def test_numbers_of_other_goods_versions_and_keys_are_others() -> None:
    every = {
        pin_of(RING, 1, 8936012345674, 7),
        pin_of(RING, 2, 8936012345674, 7),
        pin_of(RING, 1, 0, 7),
        pin_of(RING, 1, 8936012345674, 8),
        pin_of(KeyRing({1: bytes(32)}), 1, 8936012345674, 7),
    }
    assert len(every) == 5
    assert is_pin(RING, 1, 0, 7, pin_of(RING, 1, 0, 7))
    assert not is_pin(RING, 1, 0, 7, pin_of(RING, 1, 0, 8))
    assert not is_pin(RING, 1, 0, 7, "١٢٣٤٥٦٧٨")


def test_a_withdrawn_version_prints_no_numbers_but_knows_them() -> None:
    ring = KeyRing({}, {2: bytes(range(32, 64))})
    assert pin_of(ring, 2, 0, 7) == pin_of(RING, 2, 0, 7)
    with pytest.raises(ValueError, match="nothing is issued"):
        pins(ring, 2, 0, 0, 3)


@pytest.fixture
def goods(organisations: Any) -> Any:
    """Twenty scratch stamps of bà Lành's on fruit that is on sale."""
    product = make.product(organisations.lanh, gtin=kit.GTIN)
    lot = make.lot(product, "L26A0917", complete=True)
    batch = kit.batch(product, stamp_class="scratch")
    kit.activate(batch, lot)
    return batch


def number(batch: Any, nth: int = 0) -> str:
    return pin_of(keyring.ring(), batch.key_version, batch.tweak, batch.first + nth)


def confirm(batch: Any, pin: str, nth: int = 0, **fields: Any) -> Any:
    return actions.confirm_pin(
        **{
            "actor": visitor(),
            "version": batch.key_version,
            "tweak": batch.tweak,
            "counter": batch.first + nth,
            "pin": pin,
            "at": AT,
            **fields,
        }
    )


def wrong(batch: Any, nth: int = 0) -> str:
    return f"{(int(number(batch, nth)) + 1) % 10**8:08d}"


@pytest.mark.django_db
def test_the_first_to_know_the_number_stands_for_ever(goods: Any) -> None:
    first = confirm(goods, number(goods), province="Cần Thơ")
    later = confirm(goods, number(goods), province="Hà Nội", at=AT + timedelta(days=3))

    assert first.outcome == CONFIRMED
    assert (later.outcome, later.confirmed_at, later.province) == (ALREADY, AT, "Cần Thơ")
    assert PinCheck.objects.count() == 1
    entry = Entry.objects.get(kind="stamps.pin:confirmed")
    assert entry.after == {"number": 1, "province": "Cần Thơ"}
    assert set(goods.ranges.values_list("state", flat=True)) == {"activated"}, "one stamp cuts no range"


@pytest.mark.django_db
def test_five_wrong_tries_a_day_and_then_not_even_the_right_one(goods: Any) -> None:
    left = [confirm(goods, wrong(goods)).tries_left for _ in range(TRIES)]
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(RuleBroken) as refusal:
        confirm(goods, number(goods))
    assert refusal.value.code == "too_many_tries"
    assert confirm(goods, number(goods, 1), nth=1).outcome == CONFIRMED, "another stamp is another stamp"
    assert confirm(goods, wrong(goods), at=AT + timedelta(days=1)).tries_left == 4
    assert confirm(goods, number(goods), at=AT + timedelta(days=1)).outcome == CONFIRMED


@pytest.mark.django_db
def test_a_wrong_try_is_counted_even_though_nothing_is_confirmed(goods: Any) -> None:
    assert confirm(goods, wrong(goods)).outcome == WRONG
    assert PinCheck.objects.get().tries == 1
    assert not Entry.objects.filter(kind="stamps.pin:confirmed").exists()
    assert forget_pin_tries(at=AT) == 0
    assert forget_pin_tries(at=AT + timedelta(days=1)) == 1


@pytest.mark.django_db
def test_only_stamps_in_use_of_scratch_batches_are_confirmed(goods: Any, organisations: Any) -> None:
    plain = kit.batch(make.product(organisations.lanh, "Bưởi năm roi"))
    with pytest.raises(NotThere):
        confirm(plain, number(plain))
    with pytest.raises(NotThere):
        confirm(goods, number(goods, 50), nth=50)
    kit.void_one(goods, 3)
    with pytest.raises(RuleBroken):
        confirm(goods, number(goods, 3), nth=3)
    goods.ranges.update(state="void")
    with pytest.raises(RuleBroken) as refusal:
        confirm(goods, number(goods))
    assert refusal.value.code == "not_in_use"
    assert not PinCheck.objects.exists()


# --- on the page -----------------------------------------------------------------------------------------------------


def send(batch: Any, pin: str, nth: int = 0) -> Any:
    return Client(enforce_csrf_checks=True).post("/xac-nhan-ma-cao/", {"ma": kit.path(batch, nth), "pin": pin})


@pytest.mark.django_db
def test_the_box_stands_on_scratch_stamps_alone(goods: Any, organisations: Any) -> None:
    page = Client().get(kit.path(goods)).content.decode()
    assert "Nhập 8 số dưới lớp phủ" in page
    assert f'name="ma" value="{kit.path(goods)}"' in page
    assert number(goods) not in page
    product = make.product(organisations.lanh, "Bưởi năm roi")
    plain = kit.batch(product)
    kit.activate(plain, make.lot(product, "L26B0917", complete=True))
    assert "xac-nhan-ma-cao" not in Client().get(kit.path(plain)).content.decode()
    kit.void_all(goods)
    assert "xac-nhan-ma-cao" not in Client().get(kit.path(goods)).content.decode()


@pytest.mark.django_db
def test_bac_ba_scratches_and_is_answered_in_plain_words(goods: Any) -> None:
    typed = f" {number(goods)[:4]} {number(goods)[4:]} "
    bad = send(goods, wrong(goods))
    assert (bad.status_code, "Còn 4 lần thử hôm nay" in bad.content.decode()) == (422, True)
    short = send(goods, "1234")
    assert (short.status_code, "Còn" in short.content.decode()) == (422, False)
    good = send(goods, typed)
    assert good.status_code == 200
    assert "Mã cào đúng" in good.content.decode()
    again = send(goods, number(goods))
    assert "đã được xác nhận" in again.content.decode()
    for answer in (bad, good, again):
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
        assert number(goods) not in answer.content.decode()


@pytest.mark.django_db
def test_a_forged_stamp_costs_no_query_here_either(goods: Any) -> None:
    path = kit.path(goods)[:-4] + "ZZZZ"
    with CaptureQueriesContext(connection) as asked:
        answer = Client().post("/xac-nhan-ma-cao/", {"ma": path, "pin": "12345678"})
    assert (answer.status_code, len(asked)) == (404, 0)
    for nonsense in ("", "//evil.example/01", "javascript:alert(1)", "/01/x", "\x00"):
        assert Client().post("/xac-nhan-ma-cao/", {"ma": nonsense, "pin": "1"}).status_code in (400, 404)


@pytest.mark.django_db
def test_the_card_knows_the_class_of_a_stamp(goods: Any) -> None:
    assert CodeState.objects.get(product_id=goods.product_id).stamp_class == "scratch"
