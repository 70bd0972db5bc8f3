"""The supply chain in short on the scan page: prepared in the card, honest when nothing is recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import brotli
import pytest
from django.test import Client

from tests import make
from tests.trace.graph.kit import declared_wrong, event, store
from txng.accounts.models import ApiClient
from txng.ledger.models import Entry
from txng.production.things import keys_of_lot
from txng.provinces import current
from txng.resolver import cards
from txng.resolver.subscribers import rebuild_cards_of_capture
from txng.trace.models import Capture

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot(organisations: Any) -> Any:
    return make.lot(make.product(organisations.lanh), "L26A0917", complete=True, on_sale_since=make.AT)


def told(lot: Any, hour: float, step: str, **more: Any) -> dict[str, Any]:
    here = f"https://{current().identity.id_host}/t/{lot.site.site_code}"
    things = [{"epcClass": keys_of_lot(lot)[0], "quantity": 420, "uom": "KGM"}]
    return event("ObjectEvent", hour, action="OBSERVE", bizStep=step, quantityList=things, bizLocation={"id": here},
                 **more)  # fmt: skip


def page(client: Client, lot: Any, **headers: str) -> Any:
    cards.rebuild_product(lot.product_id)
    return client.get(f"/t/{lot.product.product_code}/{lot.number}", **headers)


def chain(client: Client, lot: Any) -> str:
    html = page(client, lot).content.decode()
    return html[html.index("Chuỗi cung ứng") :].partition("</section>")[0]


def test_steps_stand_with_their_day_and_place(client: Client, lot: Any):
    store(told(lot, -30, "packing"), told(lot, -2, "shipping"), owner=lot.establishment)

    said = chain(client, lot)
    assert said.index("Đóng gói") < said.index("Giao hàng")
    assert "20/09/2026" in said and lot.site.name in said and "kg" not in said


def test_nothing_recorded_is_said(client: Client, lot: Any):
    assert "Chưa ghi nhận sự kiện nào của lô này." in chain(client, lot)


def test_what_another_says_of_the_lot_and_what_was_declared_wrong_is_not_shown(
    client: Client, lot: Any, organisations: Any
):
    wrong = told(lot, -3, "sampling")
    store(told(lot, -3, "destroying"), owner=organisations.khai)
    store(wrong, declared_wrong(wrong), owner=lot.establishment)

    assert "Chưa ghi nhận sự kiện nào của lô này." in chain(client, lot)


def test_many_events_weigh_little_and_cost_no_question_more(
    client: Client, lot: Any, django_assert_max_num_queries: Any
):
    steps = ["packing", "storing", "inspecting", "shipping", "loading", "sampling"]
    store(*(told(lot, -n, steps[n % 6]) for n in range(60)), owner=lot.establishment)
    page(client, lot)  # the day's key is made by the first scan of the day
    with django_assert_max_num_queries(2):  # one SELECT, one line of the scan
        answer = client.get(f"/t/{lot.product.product_code}/{lot.number}", HTTP_ACCEPT_ENCODING="br")

    assert len(answer.content) <= 14_336
    assert brotli.decompress(answer.content).decode().count("<li><b>") <= 30


def test_events_of_a_program_reach_the_card(client: Client, lot: Any, people: Any):
    assert "Giao hàng" not in chain(client, lot)
    key = ApiClient.objects.create(
        account=people["lanh"].account,
        name="Phần mềm kho",
        verbs=["trace.capture"],
        token_digest="0" * 64,
        shown="txng_",
        made_by=people["lanh"].user,
        made_at=make.AT,
        expires_at=make.AT + timedelta(days=90),
    )
    capture = Capture(client=key, establishment=lot.establishment, by="Phần mềm kho", by_kind="establishment",
                      asked_at=make.AT, media_type="application/json", body=b"{}", size=2, sha256="0" * 64)  # fmt: skip
    capture.stand_with(lot.establishment)
    capture.save()
    store(told(lot, -2, "shipping"), owner=lot.establishment, capture=capture)

    rebuild_cards_of_capture(Entry(subject_id=str(capture.pk), establishment_id=lot.establishment_id))

    assert "Giao hàng" in client.get(f"/t/{lot.product.product_code}/{lot.number}").content.decode()
