"""The supply chain on screen: the same facts as drawing and as table, for the owner and for officers."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests import make
from tests.cast import sign_in
from tests.trace.graph.kit import FARM, SHOP, event, item, packed, pallet, received, shipped, store, worked
from txng.production.things import keys_of_lot
from txng.trace.models import MasterData

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot(organisations: Any) -> Any:
    return make.lot(make.product(organisations.lanh, gtin="08938505974002"), "L26A0917", complete=True)


@pytest.fixture
def chain(lot: Any, organisations: Any) -> str:
    """Seedlings from a farm, fruit of the lot, boxes on a pallet, to a shop."""
    key = keys_of_lot(lot)[0]
    seed = "https://id.gs1.org/01/08938505974019/10/GIONG-7"
    site = f"https://id.gs1.org/414/{lot.site.gln}" if lot.site.gln else "geo:10.0312,105.7689"
    boxes = [item(f"HOP{n}") for n in range(6)]
    MasterData.objects.create(
        type="urn:epcglobal:epcis:vtype:Location",
        key=SHOP,
        attributes=[
            {"id": "https://ref.gs1.org/cbv/mda/name", "attribute": "Siêu thị Ninh Kiều"},
            {"id": "https://ref.gs1.org/cbv/mda/latitude", "attribute": "10.045"},
            {"id": "https://ref.gs1.org/cbv/mda/longitude", "attribute": "105.79"},
        ],
        valid_since=make.AT,
    )
    store(
        received(0, [seed], sender=FARM, bizLocation={"id": site}),
        worked(1, {seed: 100}, {key: 420}, bizLocation={"id": site}),
        event("ObjectEvent", 2, action="ADD", epcList=boxes, bizStep="commissioning",
              ilmd={"{https://ref.gs1.org/cbv/mda/}lotNumber": lot.number}),
        packed(3, pallet(1), boxes, bizStep="packing"),
        shipped(4, [pallet(1)]),
        owner=organisations.lanh,
    )  # fmt: skip
    return key


def signed_in(seat: Any) -> Client:
    client = Client()
    sign_in(client, seat.user)
    return client


def page(person: Any, name: str, typed: str) -> str:
    address = {"owner": "/quan-ly/", "officer": "/co-quan/"}[name] + "chuoi-cung-ung/?" + urlencode({"ma": typed})
    answer = signed_in(person).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_owner_sees_drawing_table_timeline_and_map(people: Any, lot: Any, chain: str):
    html = page(people["lanh"], "owner", lot.number)

    assert html.count('<svg class="tx-chain') == 2
    table = html[html.index('id="bang"') :]
    for said in ("Sầu riêng Ri6", "GIONG-7", "Siêu thị Ninh Kiều", "Giao hàng", "420"):
        assert said in table, said
    assert "6 cái giống nhau" in html  # six boxes are one box of the drawing
    assert 'class="tx-atlas"' in html and "Siêu thị Ninh Kiều" in html[html.index('id="ban-do"') :]


def test_the_affected_deliveries_name_every_receiver(people: Any, chain: str):
    html = page(people["hanh"], "officer", "https://id.gs1.org/01/08938505974019/10/GIONG-7")

    deliveries = html[html.index('id="giao-hang"') : html.index('id="bang"')]
    assert "2 nơi nhận" in deliveries and "Siêu thị Ninh Kiều" in deliveries


def test_who_may_not_see_the_events_finds_what_is_not_there(people: Any, lot: Any, chain: str):
    for person, name in (("khai", "owner"), ("nam", "officer")):
        told, absent = page(people[person], name, chain), page(people[person], name, chain + "X")
        assert "Chưa ghi nhận sự kiện nào" in told
        assert re.sub(r"L26A0917X?|csrf.{90}", "", told) == re.sub(r"L26A0917X?|csrf.{90}", "", absent)


def test_nothing_recorded_is_said_plainly(people: Any, lot: Any):
    html = page(people["lanh"], "owner", lot.number)

    assert "Chưa ghi nhận sự kiện nào" in html and '<svg class="tx-chain' not in html


def test_the_drawing_needs_no_style_or_script_of_its_own(people: Any, chain: str):
    html = page(people["lanh"], "owner", chain)

    drawings = re.findall(r"<svg class=\"tx-(?:chain|atlas).*?</svg>", html, re.DOTALL)
    assert len(drawings) == 3
    for svg in drawings:
        assert not re.search(r"\sstyle=|<script|<style|\son\w+=", svg)
        assert 'role="img"' in svg and "<title id=" in svg and "<desc id=" in svg


def test_a_pallet_is_found_by_its_eighteen_digits(people: Any, chain: str):
    html = page(people["lanh"], "owner", pallet(1).rpartition("/")[2])

    assert "L26A0917" in html[html.index('id="bang"') :]


def test_the_lot_page_leads_there(people: Any, lot: Any, chain: str):
    html = signed_in(people["lanh"]).get(f"/quan-ly/lo-hang/{lot.pk}/").content.decode()
    address = re.search(r'href="(/quan-ly/chuoi-cung-ung/\?ma=[^"]+)"', html)

    assert address and "Sầu riêng Ri6" in signed_in(people["lanh"]).get(address[1]).content.decode()
