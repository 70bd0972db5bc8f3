"""Cất sản phẩm: no longer made, a product is offered nowhere; what was made of it goes on (CT-REG Điều 7.4)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from txng.access import Actor
from txng.catalogue import actions
from txng.catalogue.models import ProductChange
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.ledger.queries import history_of
from txng.production import actions as production
from txng.production.models import Lot
from txng.stamps import actions as stamps

pytestmark = pytest.mark.django_db


def test_what_is_no_longer_made_is_offered_nowhere_and_comes_back(lanh_client: Client, organisations: Any) -> None:
    product = make.product(organisations.lanh, name="Chôm chôm Rong Riềng")
    make.site(organisations.lanh)
    address = reverse("product-detail", args=[product.pk])
    assert "Không làm nữa?" in lanh_client.get(address).content.decode()

    put_away = lanh_client.post(reverse("product-archive", args=[product.pk]), follow=True).content.decode()
    assert "Đã cất: Chôm chôm Rong Riềng. Mục này không còn được đưa ra chọn." in put_away
    assert f'href="{address}"' not in put_away
    assert f'href="{address}"' in lanh_client.get(reverse("product-list"), {"cat": "1"}).content.decode()
    for page in ("lot-new", "order-new"):
        assert "Chôm chôm" not in lanh_client.get(reverse(page)).content.decode(), page
    own = lanh_client.get(address).content.decode()
    assert "Mục này không còn được đưa ra chọn; các lô, tem và trang công khai của sản phẩm vẫn như cũ." in own
    assert reverse("lot-new") not in own

    lanh_client.post(reverse("product-restore", args=[product.pk]))
    assert "Chôm chôm" in lanh_client.get(reverse("lot-new")).content.decode()
    told = [entry.kind for entry in history_of(product)]
    assert told[-2:] == ["catalogue.product:archived", "catalogue.product:restored"]


def test_a_page_opened_before_makes_nothing_of_what_was_put_away_since(lanh: Actor, organisations: Any) -> None:
    product = make.product(organisations.lanh)
    site = make.site(organisations.lanh)
    actions.archive_product(actor=lanh, product_id=product.pk, at=now())
    attempts = (
        lambda: production.open_lot(
            actor=lanh, product_id=product.pk, site_id=site.pk, opened_on=now().date(), at=now()
        ),
        lambda: stamps.order_stamps(actor=lanh, product_id=product.pk, quantity=10, at=now()),
        lambda: actions.propose_change(actor=lanh, product_id=product.pk, fields={"brand": "Mới"}, at=now()),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.code == "archived"
    assert not Lot.objects.exists() and not ProductChange.objects.exists()


def test_a_request_that_is_looked_at_is_withdrawn_first(lanh: Actor, organisations: Any) -> None:
    product = make.product(organisations.lanh)
    change = make.change(product)
    with pytest.raises(RuleBroken, match="Hãy rút yêu cầu trước") as refused:
        actions.archive_product(actor=lanh, product_id=product.pk, at=now())
    assert refused.value.code == "open_change"
    actions.withdraw_change(actor=lanh, change_id=change.pk, at=now())
    assert actions.archive_product(actor=lanh, product_id=product.pk, at=now()).archived_at


def test_what_came_back_for_supplements_waits_with_its_product(lanh: Actor, organisations: Any) -> None:
    product = make.product(organisations.lanh)
    ProductChange.objects.filter(pk=make.change(product).pk).update(state="returned")
    actions.archive_product(actor=lanh, product_id=product.pk, at=now())
    with pytest.raises(RuleBroken) as refused:
        actions.propose_change(actor=lanh, product_id=product.pk, fields={"brand": "Mới"}, at=now())
    assert refused.value.code == "archived"
    actions.restore_product(actor=lanh, product_id=product.pk, at=now())
    assert actions.propose_change(actor=lanh, product_id=product.pk, fields={"brand": "Mới"}, at=now()).is_open


def test_its_lots_and_stamps_go_on(lanh: Actor, organisations: Any) -> None:
    product = make.product(organisations.lanh)
    lot = make.lot(product, complete=True)
    batch = make.batch(product, lot=lot)
    actions.archive_product(actor=lanh, product_id=product.pk, at=now())
    make.activate(batch, lot)
    written = production.write_diary(actor=lanh, lot_id=lot.pk, activity="water", done_on=now().date(), at=now())
    assert written.pk and batch.ranges.get().state == "activated"
