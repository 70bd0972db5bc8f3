"""The whole record of a product and of its establishment, from the boxes to the page behind a stamp and off it again.

`prove dossiers` reads what was counted from the file that TXNG_FIGURES names.
"""

from __future__ import annotations

import html
import json
import os
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import every_province
from tests.catalogue.views.test_producer import filled
from tests.catalogue.views.test_record import approved, certificate, page_of, photo
from tests.catalogue.views.test_sound import voice
from txng import provinces
from txng.catalogue import comparing, queries
from txng.catalogue.completeness import record_of
from txng.catalogue.models import Product
from txng.kernel import clock
from txng.registry.models import Document
from txng.resolver import cards

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
SAID = "Chào cô bác, đây là trái của vườn nhà tôi."
DETAILS = {
    "variety": "Ri6", "ingredients": "Sầu riêng 100 %", "additives": "Không có", "packaging": "Hộp giấy",
    "warnings": "Người tiểu đường dùng ít.", "name_en": "Ri6 durian", "model_code": "RI6-01",
    "target_market": "Trong nước", "importer": "Không nhập khẩu",
}  # fmt: skip
ARTICLES = {"usage": "Để nơi thoáng mát.", "introduction": "Trồng ở cù lao, thu khi rụng."}
PAPERS: dict[str, dict[str, Any]] = {
    "nhan": {"address_on_label": ""},
    "chung-nhan": {},
    "thu-nghiem": {"number": "KT-12", "result": "Không phát hiện dư lượng"},
    "nhan-hieu": {"number": "4-0456", "mark": "LÀNH"},
    "cong-bo": {"number": "01/TCB", "basis": "self_declared"},
}


def fill_in(client: Client, until: date) -> Product:
    """Every box of every section, as a person sends them."""
    client.post(reverse("product-new"), filled(save="1"))
    product = Product.objects.get()
    client.post(reverse("product-details", args=[product.pk]), DETAILS)
    client.post(reverse("product-articles", args=[product.pk]), ARTICLES)
    client.post(reverse("product-photos", args=[product.pk]), {"photos": [photo("1.jpg"), photo("2.jpg")]})
    client.post(reverse("product-sound", args=[product.pk]), {"sound": voice(), "text": SAID})
    for slug, own in PAPERS.items():
        sent = certificate(valid_to=f"{until:%d/%m/%Y}", shows_file="on", client_id=str(uuid4()), **own)
        assert client.post(reverse("product-papers", args=[product.pk, slug]), sent).status_code == 302, slug
    return product


@every_province
def test_every_field_is_compared_approved_shown_and_leaves_with_its_paper(
    lanh_client: Client, hanh_client: Client, dung_client: Client, client: Client, organisations: Any,
    monkeypatch: pytest.MonkeyPatch, province: str,
) -> None:  # fmt: skip
    last = clock.today() + timedelta(days=20)
    product = fill_in(lanh_client, last)
    make.document(organisations.lanh, "eligibility", name="Giấy ATTP", number="77/ATTP", valid_to=last)
    change = queries.working_change(product)
    sent = {field for field in Product.PUBLISHED_FIELDS if change is not None and change.fields.get(field)} | {"image"}
    assert sent == set(Product.PUBLISHED_FIELDS)

    # What the rules of two days ask of it, and that the bar is full with everything there.
    now, then = record_of(product, change, on=clock.today()), record_of(product, change, on=date(2025, 6, 1))
    required = {item.code for item in provinces.current().record_items if item.required and "product." in item.source}
    assert not required & {item.code for item in now.missing} and now.done == now.total
    assert {item.article for item in now.items} != {item.article for item in then.items}
    late = record_of(product, change, on=last + timedelta(days=1))
    ran_out = {item.code for item in late.items if item.expired}
    assert ran_out and not any(item.expired for item in now.items)
    assert bool(required) == (late.done < now.done)  # what is required is missing once it has run out

    # The officer sees every field; what was approved is what was sent.
    lanh_client.post(reverse("product-send", args=[product.pk]))
    change = product.changes.get()
    review = html.unescape(page_of(hanh_client, "product-change-review", change.pk))
    compared = [row["key"] for row in comparing.rows_of(change, []) if row["changed"]]
    labels = [field for field in compared if comparing.label_of(field) in review]
    assert set(labels) == set(Product.PUBLISHED_FIELDS)
    approved(product, hanh_client, dung_client)
    version = product.versions.get(state="published")
    kept = [field for field in Product.PUBLISHED_FIELDS if version.fields[field] == change.fields[field]]
    assert kept == list(Product.PUBLISHED_FIELDS)

    # A later change is compared with the version that is public, old beside new.
    lanh_client.post(reverse("product-articles", args=[product.pk]), {**ARTICLES, "usage": "Để ngăn mát."})
    lanh_client.post(reverse("product-send", args=[product.pk]))
    later = page_of(hanh_client, "product-change-review", product.changes.latest("id").pk)
    assert "Để nơi thoáng mát." in later and "Để ngăn mát." in later

    # On the page until the last second of the paper's last day, and off it one second later.
    cards.rebuild_product(product.pk)
    before, after = (_page_at(client, product, at, monkeypatch) for at in _around_midnight(last))
    assert SAID in before and "VG-1207" in before and "<li>VietGAP</li>" in before and "77/ATTP" in before
    gone = [claim for claim in ("VG-1207", "VietGAP", "77/ATTP", "4-0456", "01/TCB") if claim not in after]
    assert len(gone) == 5, gone
    assert SAID in after and Document.objects.filter(ended_at=None).count() == 6
    if figures := os.environ.get("TXNG_FIGURES"):
        told = {"fields": len(sent), "compared": len(labels), "kept": len(kept), "items": now.total, "gone": len(gone)}
        with open(figures, "a", encoding="utf-8") as file:
            file.write(json.dumps({"province": province, **told}) + "\n")


def _around_midnight(last: date) -> tuple[datetime, datetime]:
    end = datetime.combine(last, time(23, 59, 59), tzinfo=clock.VIETNAM)
    return end, end + timedelta(seconds=1)


def _page_at(client: Client, product: Product, at: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(clock.timezone, "now", lambda: at)
    return client.get(f"/t/{product.product_code}").content.decode()
