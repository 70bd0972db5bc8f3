from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from txng.catalogue.models import Product, ProductChange
from txng.kernel.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]


def photo(name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make._picture(), content_type="image/jpeg")


def filled(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid4()),
        "name": "Sầu riêng Ri6",
        "group": "fresh-fruit",
        "brand": "Lành",
        "pack": "Hộp 1,5 kg",
        "origin": "Xã Nhơn Ái",
        "standards": "VietGAP",
        "shelf_life_days": "14",
        "gtin": "",
        "description": "Trái chín cây.",
        "photo": photo(),
        **changes,
    }


def test_a_product_is_sent_for_approval_with_its_photo(lanh_client: Client) -> None:
    answer = lanh_client.post(reverse("product-new"), filled(), follow=True)
    product = Product.objects.get()
    assert answer.redirect_chain == [(reverse("product-detail", args=[product.pk]), 302)]
    change = product.changes.get()
    assert change.fields["shelf_life_days"] == 14 and change.fields["image"] == str(change.image_id)
    page = answer.content.decode()
    assert "Đã gửi duyệt. Cơ quan chủ quản trả lời trước ngày" in page and "Chờ duyệt" in page
    assert product.product_code in page


def test_sending_the_form_twice_makes_one_product(lanh_client: Client) -> None:
    key = str(uuid4())
    first = lanh_client.post(reverse("product-new"), filled(client_id=key))
    second = lanh_client.post(reverse("product-new"), filled(client_id=key))
    assert first.url == second.url and Product.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Nhập tên sản phẩm."),
        ({"name": "a" * 301}, "Tên sản phẩm dài tối đa 300 ký tự"),
        ({"group": ""}, "Chọn nhóm sản phẩm."),
        ({"group": "gold"}, "Chọn một trong các mục được hiện."),
        ({"origin": " \u200b "}, "Nhập xuất xứ."),
        ({"shelf_life_days": "hai tuần"}, "Thời hạn sử dụng phải là số nguyên."),
        ({"shelf_life_days": "0"}, "Thời hạn sử dụng"),
        ({"gtin": "8938505974003"}, "sai một chữ số"),
        ({"gtin": "'; DROP TABLE x; --"}, "Mã sản phẩm (GTIN) gồm 8, 12, 13 hoặc 14 chữ số."),
        ({"photo": ""}, "Chụp hoặc chọn ít nhất một ảnh sản phẩm."),
        ({"photo": SimpleUploadedFile("anh.jpg", b"GIF89a<script>")}, "anh.jpg"),
        ({"photo": SimpleUploadedFile("phim.mov", b"x" * 10)}, ".mov"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(
    lanh_client: Client, changes: dict[str, Any], sentence: str
) -> None:
    answer = lanh_client.post(reverse("product-new"), filled(**changes))
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page and "<title>Lỗi: " in page
    assert "Trái chín cây." in page and "Hộp 1,5 kg" in page
    assert not Product.objects.exists()


def test_markup_in_a_name_is_shown_as_typed_and_never_run(lanh_client: Client) -> None:
    name = "<script>alert(1)</script> & ' \" {{ 7*7 }}"
    answer = lanh_client.post(reverse("product-new"), filled(name=name), follow=True)
    page = answer.content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "{{ 7*7 }}" in page


def test_a_photo_that_was_read_need_not_be_sent_again(lanh_client: Client) -> None:
    answer = lanh_client.post(reverse("product-new"), filled(name=""))
    form = answer.context["form"]
    page = answer.content.decode()
    assert "Ảnh đã nhận" in page and form.data["kept"] in page
    again = lanh_client.post(reverse("product-new"), filled(photo="", kept=form.data["kept"]))
    assert again.status_code == 302
    assert ProductChange.objects.get().image == StoredFile.objects.get()


def test_a_photo_of_somebody_else_cannot_be_named(lanh_client: Client) -> None:
    foreign = make.picture()
    answer = lanh_client.post(reverse("product-new"), filled(photo="", kept=str(foreign.pk)))
    assert answer.status_code == 422 and "Chụp hoặc chọn ít nhất một ảnh sản phẩm." in answer.content.decode()


def test_a_taken_code_is_said_beside_its_box(lanh_client: Client, organisations: Any) -> None:
    make.product(organisations.khai, "Cam sành", gtin="08938505974002")
    answer = lanh_client.post(reverse("product-new"), filled(gtin="8938505974002"))
    assert answer.context["form"].errors["gtin"] == ["Mã sản phẩm (GTIN) này đã có trong hệ thống."]


def test_a_change_shows_what_is_public_beside_what_is_asked(lanh_client: Client, organisations: Any) -> None:
    product = make.product(organisations.lanh)
    form_page = lanh_client.get(reverse("product-change", args=[product.pk])).content.decode()
    assert "Trái chín cây, cơm vàng hạt lép." in form_page and "Đổi ảnh sản phẩm" in form_page
    assert 'name="gtin"' not in form_page
    answer = lanh_client.post(
        reverse("product-change", args=[product.pk]),
        filled(description="Giao trong ngày.", origin="Việt Nam", standards="TCVN 10739:2015", photo=""),
        follow=True,
    )
    assert product.changes.get().fields == {"description": "Giao trong ngày."}
    page = answer.content.decode()
    assert "Giao trong ngày." in page and "Trái chín cây, cơm vàng hạt lép." in page and "Rút yêu cầu" in page


def test_a_change_of_nothing_says_so_and_keeps_the_form(lanh_client: Client, organisations: Any) -> None:
    product = make.product(organisations.lanh)
    same = filled(description=product.description, origin="Việt Nam", standards="TCVN 10739:2015", photo="")
    answer = lanh_client.post(reverse("product-change", args=[product.pk]), same)
    assert answer.status_code == 422 and "Chưa có gì khác với thông tin đang công khai." in answer.content.decode()


def test_while_a_request_waits_the_form_leads_back_to_it(lanh_client: Client, organisations: Any) -> None:
    product = make.product(organisations.lanh)
    make.change(product)
    answer = lanh_client.get(reverse("product-change", args=[product.pk]), follow=True)
    assert answer.redirect_chain and "Rút yêu cầu đó trước khi gửi yêu cầu khác." in answer.content.decode()


def test_an_answer_of_the_agency_stands_on_the_page_and_in_the_form(lanh_client: Client, organisations: Any) -> None:
    product = make.product(organisations.lanh)
    change = make.change(product)
    ProductChange.objects.filter(pk=change.pk).update(
        state="returned", answer="Ghi rõ nơi trồng.", decided_by="Nguyễn Thị Hạnh", decided_at=make.AT
    )
    for name in ("product-detail", "product-change"):
        page = lanh_client.get(reverse(name, args=[product.pk])).content.decode()
        assert "Cơ quan yêu cầu bổ sung" in page and "Ghi rõ nơi trồng." in page


def test_a_request_is_withdrawn_by_one_button(lanh_client: Client, organisations: Any) -> None:
    change = make.change(make.product(organisations.lanh))
    answer = lanh_client.post(reverse("product-change-withdraw", args=[change.pk]), follow=True)
    change.refresh_from_db()
    assert change.state == "withdrawn" and "Đã rút yêu cầu." in answer.content.decode()
    again = lanh_client.post(reverse("product-change-withdraw", args=[change.pk]), follow=True)
    assert again.status_code == 200  # said on the page, not an error


def test_the_list_finds_without_accents_and_by_code_and_state(lanh_client: Client, organisations: Any) -> None:
    durian = make.product(organisations.lanh, "Sầu riêng Ri6")
    draft = make.product(organisations.lanh, "Chôm chôm", published=False)
    make.product(organisations.khai, "Sầu riêng của người khác")

    def names(**query: str) -> list[str]:
        return [p.name for p in lanh_client.get(reverse("product-list"), query).context["page"]]

    assert names() == ["Chôm chôm", "Sầu riêng Ri6"]
    assert names(q="sau RIENG") == ["Sầu riêng Ri6"]
    assert names(q=draft.product_code.lower()) == ["Chôm chôm"]
    assert names(**{"trang-thai": "cong-khai"}) == [durian.name]
    assert names(**{"trang-thai": "chua-cong-khai"}) == [draft.name]
    assert names(**{"trang-thai": "cho-duyet"}) == []
    make.change(durian)
    assert names(**{"trang-thai": "cho-duyet"}) == [durian.name]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    lanh_client: Client, organisations: Any, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        make.change(make.product(organisations.lanh, f"Trái số {number}"))
    lanh_client.get(reverse("product-list"))
    with django_assert_num_queries(7):
        lanh_client.get(reverse("product-list"))
