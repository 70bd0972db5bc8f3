"""Farm → collector → processor → shop with splits and merges: the graph answers both ways, exactly (CT-17, NAT-15)."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.production.handing.kit import Firm, firm, of, write
from txng.access import Actor
from txng.production.models import Lot
from txng.production.tracing import lot_key
from txng.resolver import payloads
from txng.resolver.cards import rebuild_product
from txng.resolver.models import Card
from txng.trace.graph.chain import chain_of

pytestmark = pytest.mark.django_db


@dataclass
class Chain:
    farm_lots: list[Lot]
    collected: Lot
    dried: Lot
    shop_lots: list[Lot]
    elsewhere: Lot  # of the same shop, of other goods of the same farm
    shop: Firm


def days_ago(n: int) -> Any:
    return make.TODAY - timedelta(days=n)


@pytest.fixture
def chain(organisations: Any, lanh: Actor) -> Chain:
    farm = of(organisations.lanh, lanh, "Sầu riêng Ri6")
    collector = firm("Vựa trái cây Bảy", organisations.commune, "Sầu riêng gom", kind="packing_house")
    processor = firm("Xưởng sấy Hậu Giang", organisations.elsewhere, "Sầu riêng tươi nhập", which="elsewhere")
    dried = make.product(processor.establishment, "Sầu riêng sấy", group="processed-fruit", shelf_life_days=90)
    shop = firm("Cửa hàng OCOP", organisations.commune, "Sầu riêng sấy bán lẻ", kind="shop")
    one, two = farm.lot(500, on=days_ago(19)), farm.lot(300, on=days_ago(18))
    write(farm, one, "spray", on=days_ago(19), what="Dầu khoáng", details={"dose": "30 ml/bình", "target": "Rệp sáp"})
    [part] = farm.split(one, 200, on=days_ago(17))
    first = collector.take(farm.give(part, collector, 200, on=days_ago(16)))
    second = collector.take(farm.give(two, collector, 300, on=days_ago(15)))
    gathered = collector.merge((first, 150), (second, 250), on=days_ago(14))
    raw = processor.take(collector.give(gathered, processor, 400, on=days_ago(12)))
    made = processor.process(raw, 400, dried, 90, on=days_ago(10))
    [half] = processor.split(made, 40, on=days_ago(9))
    bags = [shop.take(processor.give(lot, shop, kg, on=days_ago(7))) for lot, kg in ((half, 40), (made, 50))]
    other = collector.lot(50, on=days_ago(6))
    stray = shop.take(collector.give(other, shop, 50, on=days_ago(5)))
    return Chain([one, two], gathered, made, bags, stray, shop)


def reached(actor: Actor, lot: Lot, others: list[Lot], *, back: bool) -> set[int]:
    found = chain_of(actor, [lot_key(lot)])
    steps = (found.back if back else found.forward).steps.values()
    things = {key for step in steps for key in (step.source, step.target)}
    return {other.pk for other in others if other != lot and lot_key(other) in things}


def test_from_the_farm_to_all_shops_and_back_exactly(chain: Chain, mai: Actor) -> None:
    everything = [*chain.shop_lots, chain.elsewhere, *chain.farm_lots]
    for lot in chain.farm_lots:
        assert reached(mai, lot, everything, back=False) == {one.pk for one in chain.shop_lots}
    for lot in chain.shop_lots:
        assert reached(mai, lot, everything, back=True) == {one.pk for one in chain.farm_lots}
    assert reached(mai, chain.elsewhere, everything, back=True) == set()


def test_the_page_of_the_stamp_tells_one_story(chain: Chain) -> None:
    lot = chain.shop_lots[0]
    Lot.objects.filter(pk=lot.pk).update(on_sale_since=make.AT)
    rebuild_product(lot.product_id)
    payload = Card.objects.get(lot_id=lot.pk).payload
    told = [(line["did"]["vi"], line["who"]) for line in payload["before"]]
    farm, collector = "Hợp tác xã Trái cây Lành", "Vựa trái cây Bảy"
    assert told[0][1] == farm and (("Thu hoạch", farm)) in told
    order = [who for _, who in told]
    assert order.index(farm) < order.index(collector) < order.index("Xưởng sấy Hậu Giang")
    assert ("Chế biến", "Xưởng sấy Hậu Giang") in told and ("Bàn giao", collector) in told
    assert "Nguyễn Thị Lành" not in str(payload["before"]), "no person's name"
    assert [line["on"] for line in payload["before"]] == sorted(line["on"] for line in payload["before"])


def test_the_longest_story_stays_within_the_budget_of_the_page(chain: Chain, client: Client) -> None:
    lot = chain.shop_lots[0]
    Lot.objects.filter(pk=lot.pk).update(on_sale_since=make.AT)
    dice = random.Random(3)
    for n in range(payloads.JOURNEY + 5):
        write(chain.shop, lot, "pack", on=days_ago(n % 6), details={"pack_kind": f"Túi {dice.getrandbits(200):x}"})
    rebuild_product(lot.product_id)
    card = Card.objects.get(lot_id=lot.pk)
    line = card.payload["before"][0]
    card.payload["before"] = [line | {"who": f"{dice.getrandbits(120):x}"} for _ in range(payloads.BEFORE)]
    card.save()
    answer = client.get(f"/t/{lot.product.product_code}/{lot.number}", HTTP_ACCEPT_ENCODING="br")
    assert answer.status_code == 200 and len(answer.content) <= 14_336
    page = client.get(f"/t/{lot.product.product_code}/{lot.number}").content.decode()
    assert "24 công đoạn trước lô này" in page and "Quy cách: Túi" in page
