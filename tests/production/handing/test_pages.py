"""“Mã của tôi”, “Giao hàng”, “Hàng đến”: by the buttons people press."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import run_jobs
from tests.production.handing.kit import Firm, of
from tests.production.stock.kit import kg
from txng.access import Actor
from txng.kernel.clock import now, today
from txng.notifications.models import Notice
from txng.production import actions
from txng.production.models import Handover, Lot

pytestmark = pytest.mark.django_db


@pytest.fixture
def farm(organisations: Any, lanh: Actor) -> Firm:
    return of(organisations.lanh, lanh, "Sầu riêng Ri6")


@pytest.fixture
def shop(organisations: Any, khai: Actor) -> Firm:
    return of(organisations.khai, khai, "Sầu riêng Ri6 tuyển", kind="shop")


def boxes(name: str) -> dict[str, str]:
    day = today()
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_code_is_shown_scanned_and_the_goods_confirmed(
    farm: Firm, shop: Firm, lanh_client: Client, khai_client: Client
) -> None:
    lot = farm.lot(500)
    shown = text(khai_client.get(reverse("own-code")))
    scanned = reverse("give-to", args=[shop.site.site_code])
    assert shop.site.site_code in shown and "<svg" in shown and "style=" not in shown

    page = text(lanh_client.get(f"{scanned}?lo={lot.pk}"))
    assert shop.establishment.name in page and "500 kg" in page
    sent = {"lot": lot.pk, "quantity": "200", "quantity_unit": "kg", "client_id": str(uuid4()), **boxes("day")}
    assert lanh_client.post(scanned, sent | {"quantity": "600"}).status_code == 422
    for _ in range(2):
        answer = lanh_client.post(scanned, sent)
    offer = Handover.objects.get()
    assert answer.url == reverse("handover", args=[offer.pk])
    assert "Chờ bên nhận xác nhận" in text(lanh_client.get(answer.url))

    arrived = text(khai_client.get(reverse("incoming")))
    assert "Sầu riêng Ri6" in arrived and farm.establishment.name in arrived
    address = reverse("handover", args=[offer.pk])
    assert "Xác nhận đã nhận" in text(khai_client.get(address))
    typed = {"product": shop.product.pk, "site": shop.site.pk, "number": lot.number, **boxes("day")}
    answer = khai_client.post(address, typed | {"quantity": "190"})
    assert answer.status_code == 422 and "Ghi lý do." in text(answer) and 'value="190"' in text(answer)
    answer = khai_client.post(address, typed | {"quantity": "190", "reason": "Dập 10 kg"})
    taken = Lot.objects.get(establishment=shop.establishment)
    assert answer.url == reverse("lot-detail", args=[taken.pk]) and (kg(lot), kg(taken)) == (300, 190)

    page = text(khai_client.get(answer.url))
    assert "Từ các lô" in page and f"{lot.number}</span>, {farm.establishment.name}" in page
    assert reverse("lot-detail", args=[lot.pk]) not in page, "somebody else's lot is named, not opened"
    page = text(lanh_client.get(reverse("lot-detail", args=[lot.pk])))
    assert "Thành các lô" in page and shop.establishment.name in page
    assert "190" in text(lanh_client.get(address)) and "Dập 10 kg" in text(lanh_client.get(address))


def test_a_typed_code_leads_to_the_same_page_and_a_wrong_one_says_so(
    farm: Firm, shop: Firm, lanh_client: Client
) -> None:
    answer = lanh_client.post(reverse("outgoing"), {"code": shop.site.site_code.lower()})
    assert answer.url == reverse("give-to", args=[shop.site.site_code])
    answer = lanh_client.post(reverse("outgoing"), {"code": "D0000000"})
    assert answer.status_code == 422 and "Không có nơi nào mang mã này" in text(answer)
    assert "nơi của chính bạn" in text(lanh_client.get(reverse("give-to", args=[farm.site.site_code])))


def test_refused_with_a_reason_and_withdrawn(farm: Firm, shop: Firm, lanh_client: Client, khai_client: Client) -> None:
    lot = farm.lot(500)
    one, two = farm.give(lot, shop, 10), farm.give(lot, shop, 20)
    address = reverse("handover-refuse", args=[one.pk])
    answer = khai_client.post(address, {"reason": ""})
    assert answer.status_code == 422 and "Ghi lý do không nhận hàng." in text(answer)
    khai_client.post(address, {"reason": "Hàng dập"})
    lanh_client.post(reverse("handover-withdraw", args=[two.pk]))
    states = dict(Handover.objects.values_list("pk", "state"))
    assert states == {one.pk: "refused", two.pk: "withdrawn"}
    answer = khai_client.post(reverse("handover-refuse", args=[two.pk]), {"reason": "Muộn"}, follow=True)
    assert "Bên giao đã rút lại hàng này" in text(answer)
    assert "Hàng dập" in text(lanh_client.get(reverse("handover", args=[one.pk])))


def test_both_sides_are_told(farm: Firm, shop: Firm, people: Any) -> None:
    offer = farm.give(farm.lot(500), shop, 200)
    run_jobs()
    told = Notice.objects.filter(template="goods-offered")
    assert [notice.user_id for notice in told] == [people["khai"].user_id]
    shop.take(offer)
    run_jobs()
    assert [n.user_id for n in Notice.objects.filter(template="goods-accepted")] == [people["lanh"].user_id]


def test_key_data_of_a_stage_are_asked_folded_kept_and_shown(farm: Firm, lanh_client: Client) -> None:
    lot = farm.lot(500)
    address = f"{reverse('diary-write')}?lo={lot.pk}&viec=spray"
    page = text(lanh_client.get(address))
    assert "Thêm chi tiết" in page and "Sâu bệnh cần trừ" in page
    sent = {"what": "Dầu khoáng", "quantity_unit": "lít", "site": lot.site_id, **boxes("done_on")}
    lanh_client.post(address, sent | {"client_id": str(uuid4())})
    assert lot.diary.get(activity="spray").details == {}, "missing key data never refuse"
    wrong = sent | {"kd_water_volume": "nhiều", "client_id": str(uuid4())}
    assert lanh_client.post(address, wrong).status_code == 422
    lanh_client.post(address, sent | {"kd_target": "Rệp sáp", "kd_water_volume": "16,5", "client_id": str(uuid4())})
    entry = lot.diary.order_by("-pk")[0]
    assert entry.details == {"target": "Rệp sáp", "water_volume": "16.5"}
    assert "Sâu bệnh cần trừ: Rệp sáp" in text(lanh_client.get(reverse("lot-detail", args=[lot.pk])))
    again = actions.correct_diary(
        actor=farm.actor, entry_id=entry.pk, reason="Sai tên thuốc", activity="spray", done_on=today(),
        what="SK 99", at=now(),
    )  # fmt: skip
    assert again.details == entry.details, "a correction carries them"
