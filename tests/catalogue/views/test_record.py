"""The record of a product in sections, each saved on its own into the draft; what an agency then compares."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import every_province
from txng.catalogue.completeness import record_of
from txng.catalogue.models import Certificate, Product, ProductChange, ProductLabel
from txng.kernel.clock import today
from txng.ledger.models import Entry
from txng.registry.models import Document

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]


def photo(name: str = "giay.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make._picture(), content_type="image/jpeg")


def certificate(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid4()),
        "scheme": "vietgap",
        "name": "",
        "number": "VG-1207",
        "issuer": "Trung tâm Chất lượng nông lâm thủy sản",
        "valid_from": "01/09/2025",
        "valid_to": "01/09/2028",
        "scope": "",
        "file": photo(),
        **changes,
    }


def page_of(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


@every_province
def test_a_product_begins_with_four_boxes_and_goes_on_section_by_section(
    lanh_client: Client, hanh_client: Client, province: str
) -> None:
    few = {
        "client_id": str(uuid4()),
        "name": make.GOODS[province],
        "group": "fresh-fruit",
        "origin": "Việt Nam",
        "photo": photo(),
        "save": "1",
    }
    answer = lanh_client.post(reverse("product-new"), few)
    product = Product.objects.get()
    assert answer.url == reverse("product-record", args=[product.pk])
    assert product.changes.get().state == "draft" and not Entry.objects.filter(kind__contains="change").exists()
    # Nobody else has seen it.
    assert product.name not in page_of(hanh_client, "agency-product-list")

    lanh_client.post(reverse("product-papers", args=[product.pk, "chung-nhan"]), certificate())
    lanh_client.post(
        reverse("product-papers", args=[product.pk, "nhan"]),
        {"client_id": str(uuid4()), "file": photo("nhan.jpg"), "address_on_label": ""},
    )
    lanh_client.post(reverse("product-articles", args=[product.pk]), {"usage": "Để nơi mát.", "introduction": ""})
    lanh_client.post(reverse("product-photos", args=[product.pk]), {"photos": [photo("1.jpg"), photo("2.jpg")]})
    page = page_of(lanh_client, "product-record", product.pk)
    assert "Trong bản nháp" in page and "VietGAP" in page

    lanh_client.post(reverse("product-send", args=[product.pk]))
    change = product.changes.get()
    assert change.state == "waiting" and len(change.fields["images"]) == 2
    assert change.fields["certificates"][0]["number"] == "VG-1207" and change.fields["usage"] == "Để nơi mát."
    review = page_of(hanh_client, "product-change-review", change.pk)
    assert "VietGAP, số VG-1207" in review and "đến 01/09/2028" in review and "Để nơi mát." in review
    assert review.count("Mở giấy") == 2  # certificate and label


def approved(product: Product, hanh_client: Client, dung_client: Client) -> None:
    change = product.changes.latest("id")
    hanh_client.post(reverse("product-change-check", args=[change.pk]))
    dung_client.post(reverse("product-change-approve", args=[change.pk]))
    change.refresh_from_db()
    assert change.state == "approved"


def test_approved_papers_become_rows_and_a_renewed_one_ends_the_old(
    lanh_client: Client, hanh_client: Client, dung_client: Client, organisations: Any
) -> None:
    product = make.product(organisations.lanh)
    papers = reverse("product-papers", args=[product.pk, "chung-nhan"])
    lanh_client.post(papers, certificate(number="VG-0988", valid_to="01/10/2026", shows_file="on"))
    lanh_client.post(reverse("product-send", args=[product.pk]))
    assert not Certificate.objects.exists()
    approved(product, hanh_client, dung_client)
    first = Certificate.objects.get()
    assert first.document.shown_since and first.document.file.public and first.scheme == "vietgap"

    lanh_client.post(f"{papers}?giay={first.document_id}", certificate(file=""))  # the photo serves again
    change = product.changes.get(state="draft")
    assert [entry["number"] for entry in change.fields["certificates"]] == ["VG-1207"]
    lanh_client.post(reverse("product-send", args=[product.pk]))
    row = page_of(hanh_client, "product-change-review", change.pk)
    assert "VG-0988" in row and "VG-1207" in row
    approved(product, hanh_client, dung_client)
    first.refresh_from_db()
    assert first.ended_at and first.document.ended_at
    assert [row.document.number for row in Certificate.objects.filter(ended_at=None)] == ["VG-1207"]
    last = product.versions.get(state="published")
    assert [entry["number"] for entry in last.fields["certificates"]] == ["VG-1207"]
    assert not Document.objects.get(number="VG-1207").file.public  # she did not tick the box this time


def test_what_a_paper_says_never_changes(organisations: Any, db: None) -> None:
    from django.db.utils import ProgrammingError

    paper = make.document(organisations.lanh, "certificate", number="VG-1")
    with pytest.raises(ProgrammingError, match="registry_document"):
        Document.objects.filter(pk=paper.pk).update(number="VG-2")


def test_pressing_save_twice_keeps_one_paper(lanh_client: Client, organisations: Any) -> None:
    product, sent = make.product(organisations.lanh), certificate()
    for _ in range(2):
        lanh_client.post(reverse("product-papers", args=[product.pk, "chung-nhan"]), {**sent, "file": photo()})
    assert Document.objects.count() == 1
    assert len(product.changes.get().fields["certificates"]) == 1


@pytest.mark.parametrize(
    ("slug", "changes", "sentence"),
    [
        ("chung-nhan", {"file": ""}, "Chụp giấy, hoặc chọn tệp của giấy."),
        ("chung-nhan", {"scheme": ""}, "Chọn tiêu chuẩn của giấy chứng nhận."),
        ("chung-nhan", {"scheme": "other"}, "Nhập tên giấy."),
        ("chung-nhan", {"valid_to": "01/09/2024"}, "Ngày hết hiệu lực không thể trước ngày cấp."),
        ("cong-bo", {"basis": "royal"}, "Chọn một trong các mục được hiện."),
        ("nhan-hieu", {"mark": ""}, "Nhập nhãn hiệu đã đăng ký."),
    ],
)
def test_a_mistake_is_named_and_the_photo_kept(
    lanh_client: Client, organisations: Any, slug: str, changes: dict[str, Any], sentence: str
) -> None:
    product = make.product(organisations.lanh)
    answer = lanh_client.post(reverse("product-papers", args=[product.pk, slug]), certificate(**changes))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not ProductChange.objects.exists()


def test_a_paper_of_somebody_else_cannot_be_opened_or_named(
    lanh_client: Client, khai_client: Client, organisations: Any
) -> None:
    theirs = make.product(organisations.khai)
    khai_client.post(reverse("product-papers", args=[theirs.pk, "chung-nhan"]), certificate())
    paper = Document.objects.get()
    own = make.product(organisations.lanh)
    address = reverse("product-papers", args=[own.pk, "chung-nhan"])
    assert lanh_client.get(f"{address}?giay={paper.pk}").status_code == 404
    assert lanh_client.post(f"{address}?giay={paper.pk}", certificate()).status_code == 404
    assert lanh_client.get(reverse("product-papers", args=[own.pk, "bi-mat"])).status_code == 404


def test_a_draft_is_discarded_without_a_line(lanh_client: Client, organisations: Any) -> None:
    product = make.product(organisations.lanh)
    lanh_client.post(reverse("product-details", args=[product.pk]), {"variety": "Ri6"})
    change = product.changes.get()
    lanh_client.post(reverse("product-change-withdraw", args=[change.pk]))
    change.refresh_from_db()
    assert change.state == "withdrawn" and not Entry.objects.exists()


def test_the_bar_names_what_is_missing_with_article_and_the_way_to_the_box(
    lanh_client: Client, organisations: Any
) -> None:
    product = make.product(organisations.lanh, standards="")
    page = page_of(lanh_client, "product-record", product.pk)
    record = record_of(product, None, on=today())
    assert f"Đã xong {record.done}/{record.total}" in page and record.done < record.total
    assert "Tiêu chuẩn, quy chuẩn áp dụng" in page and "37/2026/NĐ-CP, Điều 23.5.i" in page
    assert f'href="{reverse("product-papers", args=[product.pk, "nhan"])}"' in page and "Quy chế, Điều 8.2" in page


def test_a_label_with_an_older_address_says_until_when_it_may_be_used(lanh_client: Client, organisations: Any) -> None:
    product = make.product(organisations.lanh)
    lanh_client.post(
        reverse("product-papers", args=[product.pk, "nhan"]),
        {"client_id": str(uuid4()), "file": photo(), "address_on_label": "Xã Nhơn Ái, huyện Phong Điền, TP. Cần Thơ"},
    )
    page = page_of(lanh_client, "product-record", product.pk)
    assert "Địa chỉ trên nhãn khác" in page and "01/07/2027" in page and "Điều 98.5" in page
    assert not ProductLabel.objects.exists()


def test_while_an_agency_looks_nothing_is_written(lanh_client: Client, organisations: Any) -> None:
    product = make.product(organisations.lanh)
    change = make.change(product)
    for name in ("product-details", "product-articles", "product-photos"):
        assert lanh_client.get(reverse(name, args=[product.pk])).url == reverse("product-detail", args=[product.pk])
    answer = lanh_client.post(reverse("product-papers", args=[product.pk, "chung-nhan"]), certificate(), follow=True)
    assert "Rút yêu cầu đó trước khi gửi yêu cầu khác." in answer.content.decode()
    change.refresh_from_db()
    assert change.fields == {"description": "Trái chín cây, giao trong ngày."}


def test_a_version_keeps_what_its_papers_said(organisations: Any, lanh_client: Client) -> None:
    paper = make.document(organisations.lanh, "certificate", number="VG-1", valid_to=date(2026, 12, 1))
    assert paper.entry(scheme="vietgap")["valid_to"] == "2026-12-01"
