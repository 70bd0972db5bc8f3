"""A product with every field and paper filled still weighs what a scan page may weigh (names.md 5)."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests import make
from txng.catalogue.models import Product
from txng.resolver import cards

pytestmark = pytest.mark.django_db

WORDS = [
    "sầu",
    "riêng",
    "chín",
    "cây",
    "cơm",
    "vàng",
    "hạt",
    "lép",
    "vườn",
    "nhà",
    "trồng",
    "theo",
    "quy",
    "trình",
    "tưới",
    "nước",
    "bón",
    "phân",
    "hữu",
    "cơ",
    "đóng",
    "hộp",
]


def test_every_box_filled_to_its_limit_stays_within_the_budget(client: Client, organisations: Any) -> None:
    dice = random.Random(7)
    product = make.product(organisations.lanh)
    version = product.versions.get()
    for name in ("usage", "introduction", "ingredients", "warnings", "additives", "packaging", "importer", "variety"):
        text = " ".join(f"{dice.choice(WORDS)}{dice.randrange(10)}" for _ in range(Product.TEXTS[name]))
        version.fields[name] = text[: Product.TEXTS[name]]
    for name, kind in (("certificates", "certificate"), ("labels", "label"), ("declarations", "quality_declaration")):
        papers = [
            make.document(
                organisations.lanh, kind, number=f"{dice.getrandbits(40):X}", valid_to=make.TODAY + timedelta(days=900)
            )
            for _ in range(3)
        ]
        version.fields[name] = [paper.entry() for paper in papers]
    version.fields["sounds"] = [
        {"file": str(make.picture().pk), "seconds": 60, "text": " ".join(dice.choices(WORDS, k=400))[:1_200]}
        for _ in range(3)
    ]
    version.save()
    for number in range(6):
        make.document(organisations.lanh, "eligibility", name="Giấy ATTP", number=f"{number}/ATTP-{dice.random()}")
    cards.rebuild_product(product.pk)
    answer = client.get(f"/t/{product.product_code}", HTTP_ACCEPT_ENCODING="br")
    assert answer.status_code == 200 and len(answer.content) <= 14_336
    page = client.get(f"/t/{product.product_code}").content.decode()
    # The first block is what it was: papers and articles come after the product, folded.
    assert page.index("Thông tin thêm về sản phẩm") > page.index("Thông tin cơ sở") > page.index('class="card product')
    assert page.count("<details>") == 6 and "<details open" not in page
