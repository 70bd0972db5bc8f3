"""“Quản lý quét mã QR Code”: an establishment sees its own figures and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.resolver.conftest import Goods
from tests.resolver.test_scan import text
from txng.stamps.models import ScanTally

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("txng.resolver.desk.today", lambda: make.TODAY)


def tally(product: Any, lot: Any = None, *, days: int = 0, scans: int = 5, sessions: int = 3) -> None:
    ScanTally.objects.create(
        day=make.TODAY - timedelta(days=days),
        establishment_id=product.establishment_id,
        product_id=product.pk,
        lot_id=lot.pk if lot else None,
        scans=scans,
        sessions=sessions,
    )


def test_figures_are_summed_by_lot(lanh_client: Client, goods: Goods) -> None:
    tally(goods.product, goods.lot, scans=1200, sessions=900)
    tally(goods.product, goods.lot, days=40, scans=10, sessions=4)
    tally(goods.product, None, days=1)
    page = text(lanh_client.get("/quan-ly/luot-quet/"))

    assert "Sầu riêng Ri6 L26A0917 904 1.210 21/09/2026" in page
    assert "Sầu riêng Ri6 Cả sản phẩm 3 5 20/09/2026" in page
    assert "Lượt quét trong 30 ngày 903" in page


def test_another_establishment_sees_nothing_of_it(khai_client: Client, goods: Goods) -> None:
    tally(goods.product, goods.lot)

    page = text(khai_client.get("/quan-ly/luot-quet/"))
    assert "Chưa có lượt quét." in page
    assert "L26A0917" not in page


def test_one_lot_and_three_cost_the_same(lanh_client: Client, goods: Goods, django_assert_num_queries: Any) -> None:
    tally(goods.product, goods.lot)
    lanh_client.get("/quan-ly/luot-quet/")
    with django_assert_num_queries(10):
        lanh_client.get("/quan-ly/luot-quet/")
    for number in ("L26B0917", "L26C0917"):
        tally(goods.product, make.lot(goods.product, number))
    with django_assert_num_queries(10):
        lanh_client.get("/quan-ly/luot-quet/")
