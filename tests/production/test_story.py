"""From a photo to a lot that lacks nothing, by the buttons people press, under every profile.

The rules of each step stand in the tests of its action; here only their joints are tried.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import every_province
from txng import provinces
from txng.catalogue.models import Product
from txng.kernel.clock import today
from txng.production.completeness import missing_of
from txng.production.models import Lot

pytestmark = pytest.mark.django_db


def boxes(name: str) -> dict[str, str]:
    day = today()
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def post(client: Client, address: str, **sent: Any) -> Any:
    answer = client.post(address, {"client_id": str(uuid4()), **sent})
    assert answer.status_code == 302, answer.content.decode()
    return answer


@every_province
def test_a_product_becomes_a_lot_that_lacks_nothing(
    lanh_client: Client, tu_client: Client, hanh_client: Client, dung_client: Client
) -> None:
    photo = SimpleUploadedFile("anh.jpg", make._picture(), content_type="image/jpeg")
    goods = make.GOODS[make.province()]
    post(
        lanh_client, reverse("product-new"), name=goods, group="fresh-fruit", origin="Việt Nam", pack="Hộp 1 kg",
        standards="VietGAP", shelf_life_days="14", photo=photo,
    )  # fmt: skip
    change = Product.objects.get().changes.get()

    if "commune" in provinces.current().publishing.first_check_by:
        post(dung_client, reverse("product-change-check", args=[change.pk]))
    post(hanh_client, reverse("product-change-approve", args=[change.pk]))
    product = Product.objects.get()
    assert product.is_published and product.name == goods

    unit = make.unit()
    area = provinces.current().area_unit.code
    post(lanh_client, reverse("site-new"), kind="plot", name="Vườn 1", unit=unit.name, area="6", area_unit=area)
    site = product.establishment.sites.get()
    post(lanh_client, reverse("lot-new"), product=product.pk, site=site.pk, **boxes("opened_on"))
    lot = Lot.objects.get()
    assert [item.field_id for item in missing_of(lot, on=today())] == ["events", "expiry"]

    for activity, unit_name in (("harvest", "kg"), ("pack", "hộp")):
        address = f"{reverse('diary-write')}?lo={lot.pk}&viec={activity}"
        post(tu_client, address, quantity="420", quantity_unit=unit_name, site=site.pk, **boxes("done_on"))
    lot.refresh_from_db()
    assert lot.state == "packed" and missing_of(lot, on=today()) == []

    post(
        lanh_client, reverse("shipment-new", args=[lot.pk]), partner_name="Chợ trung tâm", quantity="20,5",
        quantity_unit="kg", **boxes("day"),
    )  # fmt: skip
    post(lanh_client, reverse("lot-close", args=[lot.pk]))
    page = lanh_client.get(reverse("lot-detail", args=[lot.pk])).content.decode()
    assert "Đã bán hết" in page and "Chợ trung tâm" in page and "20,5\u00a0kg" in page
