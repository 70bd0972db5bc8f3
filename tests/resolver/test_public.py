"""The pages around the scan."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.resolver import kit
from tests.resolver.conftest import Goods
from tests.resolver.test_scan import text

pytestmark = pytest.mark.django_db


def test_the_front_door_has_the_box_the_ways_in_and_who_speaks(client: Client, organisations: Any) -> None:
    response = client.get("/")
    html = response.content.decode()

    assert "thành phố Cần Thơ" in text(response)
    assert '<form class="tx-form" method="get" action="/q"' in html
    for address in ("/dang-ky/", "/dang-nhap/", "/phan-anh/", "/huong-dan/"):
        assert f'href="{address}"' in html
    assert "Sản phẩm đang bị thu hồi" not in html
    assert not response.cookies


def test_recalls_in_force_stand_on_the_front_door_until_they_are_lifted(client: Client, goods: Goods) -> None:
    recall = kit.recall(goods.lot)
    page = client.get("/")

    assert "Sầu riêng Ri6 – lô L26A0917" in text(page)
    assert f'href="/01/{kit.GTIN}/10/L26A0917"' in page.content.decode()

    type(recall).objects.filter(pk=recall.pk).update(state="lifted")
    kit.refresh(goods.batch)
    assert "Sản phẩm đang bị thu hồi" not in text(client.get("/"))


def test_notices_cost_the_same_for_one_and_for_three(
    client: Client, goods: Goods, django_assert_num_queries: Any
) -> None:
    from tests import make

    kit.recall(goods.lot)
    client.get("/")
    with django_assert_num_queries(2):
        client.get("/")
    for number in ("L26B0917", "L26C0917"):
        kit.recall(make.lot(goods.product, number, complete=True))
    with django_assert_num_queries(2):
        client.get("/")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/quet", "Dùng máy ảnh hoặc Zalo để quét, hoặc nhập mã."),
        ("/quet/", "Dùng máy ảnh hoặc Zalo để quét, hoặc nhập mã."),
        ("/huong-dan/", "Vì sao một mã được quét nhiều lần"),
        ("/du-lieu-ca-nhan/", "Khóa của dấu này bị hủy trong 48 giờ"),
        ("/tiep-can/", "WCAG 2.2 mức AA"),
        ("/en/quet", "Use the camera or Zalo to scan, or type the code."),
        ("/en/", "Register to take part"),
    ],
)
def test_the_pages_that_explain_leave_no_cookie(client: Client, organisations: Any, path: str, words: str) -> None:
    response = client.get(path)

    assert words in text(response)
    assert not response.cookies


def test_the_english_front_door_leads_to_english_pages(client: Client, organisations: Any) -> None:
    html = client.get("/en/").content.decode()

    assert 'href="/en/dang-ky/"' in html
    assert 'href="/en/phan-anh/"' in html
