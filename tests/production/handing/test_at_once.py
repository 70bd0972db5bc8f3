"""Two answers to one delivery at the same moment: one holds, and the books of both sides agree with it (G15)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from tests import make
from tests.cast import build_organisations, build_people
from tests.production.handing.kit import Firm, of
from tests.production.stock import balances
from tests.production.stock.kit import kg
from txng.accounts.acting import actor_of
from txng.kernel.errors import RuleBroken
from txng.production import actions
from txng.production.models import Handover, Lot, Receipt, Shipment

ROUNDS = 3


@pytest.fixture
def two(fresh_database: str, province: str) -> tuple[Firm, Firm]:
    organisations = build_organisations()
    people: Any = build_people(organisations)
    farm = of(organisations.lanh, actor_of(people["lanh"]), "Sầu riêng Ri6")
    return farm, of(organisations.khai, actor_of(people["khai"]), "Sầu riêng tuyển", kind="shop")


def together(*work: Callable[[], Any]) -> list[str]:
    """Each in a thread with a connection of its own; what each was told, “” where it was done."""
    gate, told = threading.Barrier(len(work)), [""] * len(work)

    def one(number: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait()
            act()
        except RuleBroken as refusal:
            told[number] = refusal.code
        except BaseException as wrong:
            told[number] = repr(wrong)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number, act)) for number, act in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_confirmed_twice_or_withdrawn_meanwhile(two: tuple[Firm, Firm]) -> None:
    farm, shop = two
    lot, given = farm.lot(500), Decimal(0)
    for _ in range(ROUNDS):
        offer = farm.give(lot, shop, 30)

        def take(offer: Handover = offer) -> Any:
            return actions.accept_goods(
                actor=shop.actor, handover_id=offer.pk, product_id=shop.product.pk, quantity=Decimal(30),
                received_on=make.TODAY, at=make.AT,
            )  # fmt: skip

        def withdraw(offer: Handover = offer) -> Any:
            return actions.withdraw_offer(actor=farm.actor, handover_id=offer.pk, at=make.AT)

        told = together(take, take, withdraw)
        offer.refresh_from_db()
        if offer.state == "accepted":
            given += 30
            assert told == ["", "", "accepted"]
        else:
            assert offer.state == "withdrawn" and told == ["withdrawn", "withdrawn", ""]
    assert kg(lot) == 500 - given
    here = Lot.objects.filter(establishment=shop.establishment)
    assert sum((kg(one) for one in here), Decimal(0)) == given
    assert Shipment.objects.count() == Receipt.objects.count() == here.count() == given / 30
    assert balances.faults() == []


def test_the_last_goods_go_to_one_of_two(two: tuple[Firm, Firm]) -> None:
    farm, shop = two
    lot = farm.lot(40)
    one, other = farm.give(lot, shop, 40), farm.give(lot, shop, 40)

    def take(offer: Handover) -> Any:
        return actions.accept_goods(
            actor=shop.actor, handover_id=offer.pk, product_id=shop.product.pk, quantity=Decimal(40),
            received_on=make.TODAY, at=make.AT,
        )  # fmt: skip

    told = together(lambda: take(one), lambda: take(other))
    assert sorted(told) == ["", "giver_short"]
    assert kg(lot) == 0 and balances.faults() == []
