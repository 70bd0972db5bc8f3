from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from txng.kernel.clock import today
from txng.production.models import Lot, Partner, Receipt, Shipment, Site
from txng.stamps.models import CodeRange, ScanTally

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]


def text(answer: Any) -> str:
    return answer.content.decode()


def boxes(name: str, day: Any) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


@pytest.fixture
def lot(organisations: Any) -> Lot:
    return make.lot(make.product(organisations.lanh), "L26A0917")


# home


def test_a_new_establishment_is_shown_its_first_steps(lanh_client: Client, organisations: Any) -> None:
    answer = lanh_client.get(reverse("establishment-home"))
    assert [step.state for step in answer.context["steps"]] == [
        *("todo", "todo", "todo"),
        *("blocked", "blocked", "blocked"),
    ]
    page = text(answer)
    assert "Thêm sản phẩm đầu tiên, có ảnh" in page and "Bắt đầu trong 6 bước" in page
    # One button: the first thing that can be done; and where to practise before.
    assert answer.context["next_step"].href == reverse("profile")
    assert "Bổ sung thông tin" in page and "Tập thử trước" in page


def test_the_steps_follow_what_is_there(lanh_client: Client, organisations: Any) -> None:
    def states() -> list[str]:
        return [step.state for step in lanh_client.get(reverse("establishment-home")).context["steps"]]

    profile = make.profile_change(organisations.lanh)
    assert states()[0] == "doing"
    type(profile).objects.filter(pk=profile.pk).update(state="returned")
    assert states()[0] == "problem"
    type(organisations.lanh).objects.filter(pk=organisations.lanh.pk).update(introduction="Trồng sầu riêng từ 1998.")
    assert states()[0] == "done"
    product = make.product(organisations.lanh, published=False)
    change = make.change(product, name="Sầu riêng")
    assert states()[1] == "doing"
    type(change).objects.filter(pk=change.pk).update(state="returned", answer="Ảnh mờ")
    assert states()[1] == "problem"
    published = make.product(organisations.lanh, "Chôm chôm")
    assert states()[1:4] == ["done", "todo", "todo"]
    lot = make.lot(published)
    assert states()[1:] == ["done", "done", "done", "todo", "todo"]
    make.diary(lot, "water", today())
    Lot.objects.filter(pk=lot.pk).update(on_sale_since=make.AT)
    assert states() == ["done"] * 6
    assert "Bắt đầu trong" not in text(lanh_client.get(reverse("establishment-home")))


def test_what_the_agency_answered_stands_first(lanh_client: Client, organisations: Any) -> None:
    product = make.product(organisations.lanh)
    change = make.change(product)
    type(change).objects.filter(pk=change.pk).update(state="returned", answer="Ghi rõ nơi trồng.", decided_at=make.AT)
    page = text(lanh_client.get(reverse("establishment-home")))
    assert "cơ quan yêu cầu bổ sung" in page and "Ghi rõ nơi trồng." in page
    assert reverse("product-detail", args=[product.pk]) in page


def test_a_lot_nobody_writes_about_is_pointed_out(lanh_client: Client, lot: Lot) -> None:
    page = text(lanh_client.get(reverse("establishment-home")))
    assert "lô L26A0917: chưa ghi 3 ngày" in page and f"/nhat-ky/?lo={lot.pk}" in page


def test_running_lots_say_their_stamps_and_visits_and_the_week_is_drawn(lanh_client: Client, lot: Lot) -> None:
    batch = make.batch(lot.product, lot=lot)
    CodeRange.objects.filter(batch=batch).update(state="activated", lot=lot, activated_at=make.AT)
    for days, visits in ((0, 4), (6, 8), (7, 100)):
        ScanTally.objects.create(
            day=today() - timedelta(days=days),
            establishment_id=lot.establishment_id,
            product_id=lot.product_id,
            lot_id=lot.pk,
            scans=visits,
            sessions=visits,
        )
    answer = lanh_client.get(reverse("establishment-home"))
    page = text(answer)
    assert "20 tem · 112 lượt quét" in page
    assert "7 ngày qua: 12 lượt quét" in page  # the eighth day back is not of the week
    assert [bar.height for bar in answer.context["week"].bars] == [100, 0, 0, 0, 0, 0, 50]


def test_a_worker_is_led_to_the_diary(tu_client: Client, lot: Lot) -> None:
    assert tu_client.get(reverse("establishment-home")).url == reverse("diary-home")


@pytest.mark.parametrize("count", [1, 3])
def test_home_and_list_cost_the_same_for_one_and_for_three(
    lanh_client: Client, organisations: Any, django_assert_num_queries: Any, count: int
) -> None:
    product = make.product(organisations.lanh)
    for _number in range(count):
        make.lot(product, complete=True)
    make.change(product)
    with django_assert_num_queries(19):
        lanh_client.get(reverse("establishment-home"))
    with django_assert_num_queries(6):
        lanh_client.get(reverse("lot-list"))


# sites


def site_form(**changes: Any) -> dict[str, Any]:
    unit = make.unit()
    return {
        "client_id": str(uuid4()), "kind": "plot", "name": "Vườn 1", "unit": unit.name, "address": "Ấp Nhơn Lộc",
        "area": "6", "area_unit": "cong", **changes,
    }  # fmt: skip


def test_a_plot_is_added_in_the_measure_people_think_in(lanh_client: Client, organisations: Any) -> None:
    page = text(lanh_client.get(reverse("site-new")))
    assert "1 công = 1.000 m²" in page and "Thửa đất, vườn" in page and "Nhà xưởng" not in page
    answer = lanh_client.post(reverse("site-new"), site_form(), follow=True)
    site = Site.objects.get()
    assert (site.area_m2, site.unit.code) == (6000, make.unit().code)
    assert site.site_code in text(answer) and "0,6" in text(answer)


def test_a_workshop_stands_on_its_own_list(lanh_client: Client, organisations: Any) -> None:
    lanh_client.post(reverse("workshop-new"), site_form(kind="packing_house", name="Nhà đóng gói"))
    assert "Nhà đóng gói" in text(lanh_client.get(reverse("workshop-list")))
    assert "Nhà đóng gói" not in text(lanh_client.get(reverse("site-list")))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Nhập tên nơi sản xuất."),
        ({"kind": ""}, "Chọn loại nơi sản xuất."),
        ({"kind": "packing_house"}, "Chọn một trong các mục được hiện."),
        ({"unit": ""}, "Chọn xã, phường."),
        ({"unit": "Xã Không Có"}, "Xã Không Có"),
        ({"area": "-1"}, "Diện tích phải lớn hơn 0"),
        ({"area": "nhiều"}, "Diện tích phải lớn hơn 0"),
        ({"area": "9" * 500}, "Diện tích dài tối đa"),
        ({"name": "x" * 300}, "dài tối đa 200 ký tự"),
    ],
)
def test_a_mistaken_site_is_said_and_kept(lanh_client: Client, changes: Any, sentence: str) -> None:
    answer = lanh_client.post(reverse("site-new"), site_form(**changes))
    assert answer.status_code == 422 and sentence in text(answer) and "Ấp Nhơn Lộc" in text(answer)
    assert not Site.objects.exists()


def test_an_old_name_that_was_split_is_asked_back(lanh_client: Client) -> None:
    from txng.places.queries import split_communes

    old = split_communes(make.unit().province_code).first()
    answer = lanh_client.post(reverse("site-new"), site_form(unit=old.name))
    assert answer.status_code == 422 and 'name="unit_ma"' in text(answer)


# lots


def lot_form(organisations: Any, **changes: Any) -> dict[str, Any]:
    product = organisations.lanh.products.first() or make.product(organisations.lanh)
    site = organisations.lanh.sites.first() or make.site(organisations.lanh)
    return {
        "client_id": str(uuid4()), "product": product.pk, "site": site.pk, "number": "", "offered": "",
        **boxes("opened_on", today()), **changes,
    }  # fmt: skip


def test_with_one_product_and_one_site_a_lot_is_one_button(lanh_client: Client, organisations: Any) -> None:
    make.lot(make.product(organisations.lanh), "EARLIER")
    form = lanh_client.get(reverse("lot-new")).context["form"]
    number = f"L{today():%y}A{today():%m%d}"
    assert form.initial["number"] == number and form.initial["product"] and form.initial["site"]
    sent = {name: value for name, value in form.initial.items() if name != "opened_on"} | boxes("opened_on", today())
    answer = lanh_client.post(reverse("lot-new"), sent, follow=True)
    lot = Lot.objects.get(number=number)
    assert answer.redirect_chain == [(reverse("lot-detail", args=[lot.pk]), 302)]
    assert f"Đã tạo lô {number}." in text(answer)


def test_the_offered_number_follows_the_day_unless_it_was_changed(lanh_client: Client, organisations: Any) -> None:
    offered = f"L{today():%y}A{today():%m%d}"
    earlier = today() - timedelta(days=40)
    sent = lot_form(organisations, number=offered, offered=offered) | boxes("opened_on", earlier)
    lanh_client.post(reverse("lot-new"), sent)
    assert Lot.objects.get().number == f"L{earlier:%y}A{earlier:%m%d}"


def test_a_taken_number_offers_to_open_that_lot(lanh_client: Client, organisations: Any, lot: Lot) -> None:
    answer = lanh_client.post(reverse("lot-new"), lot_form(organisations, number="L26A0917"))
    assert answer.status_code == 422
    assert "Đã có lô L26A0917 của sản phẩm này. Mở lô đó?" in text(answer)
    assert reverse("lot-detail", args=[lot.pk]) in text(answer)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"product": ""}, "Chọn sản phẩm."),
        ({"product": "x"}, "Chọn một trong các mục được hiện."),
        ({"site": "999999"}, "Chọn một trong các mục được hiện."),
        ({"number": "LÔ/1"}, "Số lô"),
        ({"opened_on_day": "31", "opened_on_month": "2"}, "Ngày mở lô phải là ngày có thật"),
        ({"opened_on_day": "", "opened_on_month": "", "opened_on_year": ""}, "Nhập ngày mở lô."),
        ({"opened_on_year": "2199"}, "Ngày mở lô không thể sau hôm nay."),
    ],
)
def test_a_mistaken_lot_is_said_and_kept(lanh_client: Client, organisations: Any, changes: Any, sentence: str) -> None:
    sent = lot_form(organisations, number="GIU-LAI") | changes
    answer = lanh_client.post(reverse("lot-new"), sent)
    assert answer.status_code == 422 and sentence in text(answer)
    assert (changes.get("number") or "GIU-LAI") in text(answer)
    assert not Lot.objects.exists()


def test_without_product_or_site_the_page_says_what_comes_first(lanh_client: Client, organisations: Any) -> None:
    page = text(lanh_client.get(reverse("lot-new")))
    assert "Chưa có sản phẩm nào được duyệt" in page and "Chưa có nơi sản xuất" in page


def test_the_page_of_a_lot_tells_its_diary_its_steps_and_what_is_missing(
    lanh_client: Client, organisations: Any
) -> None:
    lot = make.lot(make.product(organisations.lanh, standards=""), complete=True)
    page = text(lanh_client.get(reverse("lot-detail", args=[lot.pk])))
    for piece in ("Đã đóng gói", "Thu hoạch", "420\u00a0kg", "Phân hữu cơ vi sinh", "Một bước trước", "Một bước sau"):
        assert piece in page
    assert "10/11 thông tin bắt buộc" in page and "37/2026/NĐ-CP, Điều 23.5.i" in page
    assert reverse("product-change", args=[lot.product_id]) in page


def test_a_worker_reads_a_lot_without_its_buttons(tu_client: Client, lot: Lot) -> None:
    page = text(tu_client.get(reverse("lot-detail", args=[lot.pk])))
    assert "L26A0917" in page and reverse("lot-cancel", args=[lot.pk]) not in page
    assert reverse("receipt-new", args=[lot.pk]) not in page


def test_the_list_finds_by_number_and_product_and_shows_ended_lots_apart(
    lanh_client: Client, organisations: Any, lot: Lot
) -> None:
    other = make.lot(make.product(organisations.lanh, "Chôm chôm"), "L26B0917", closed_at=make.AT)

    def numbers(**query: str) -> list[str]:
        return [found.number for found in lanh_client.get(reverse("lot-list"), query).context["page"]]

    assert numbers() == ["L26A0917"] and numbers(xem="da-xong") == [other.number]
    assert numbers(q="l26a") == ["L26A0917"] and numbers(q="sau rieng") == ["L26A0917"] and numbers(q="cam") == []


@pytest.mark.parametrize("entries", [1, 3])
def test_the_page_of_a_lot_costs_the_same_for_a_longer_diary(
    lanh_client: Client, lot: Lot, django_assert_num_queries: Any, entries: int
) -> None:
    customer = make.partner(lot.establishment)
    for number in range(entries):
        make.diary(lot, "water", today(), what=f"Lần {number}")
        shipment = Shipment(
            establishment=lot.establishment, lot=lot, partner=customer, quantity=1, quantity_unit="kg",
            shipped_on=today(), recorded_at=make.AT,
        )  # fmt: skip
        shipment.stand_with(lot)
        shipment.save()
    with django_assert_num_queries(29):
        lanh_client.get(reverse("lot-detail", args=[lot.pk]))


def test_a_lot_is_cancelled_with_a_reason(lanh_client: Client, lot: Lot) -> None:
    address = reverse("lot-cancel", args=[lot.pk])
    empty = lanh_client.post(address, {"reason": " "})
    assert empty.status_code == 422 and "Ghi lý do hủy lô." in text(empty)
    answer = lanh_client.post(address, {"reason": "Ngập nước"}, follow=True)
    assert "Lô L26A0917 đã bị hủy." in text(answer) and "Đã hủy" in text(answer)


def test_a_lot_that_is_sold_out_is_closed_by_one_button(lanh_client: Client, organisations: Any, lot: Lot) -> None:
    assert "Lô này chưa thu hoạch" in text(lanh_client.post(reverse("lot-close", args=[lot.pk]), follow=True))
    sold = make.lot(lot.product, complete=True)
    assert "Đã bán hết" in text(lanh_client.post(reverse("lot-close", args=[sold.pk]), follow=True))


# steps and partners


def step_form(**changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid4()), "partner": "", "partner_name": "Chợ Phong Điền", "quantity": "20,5",
        "quantity_unit": "kg", **boxes("day", today()), **changes,
    }  # fmt: skip


def test_goods_in_and_out_are_written_on_the_page_of_the_lot(lanh_client: Client, lot: Lot) -> None:
    incoming = step_form(what="Phân hữu cơ", supplier_lot="PH-09")
    lanh_client.post(reverse("receipt-new", args=[lot.pk]), incoming)
    lanh_client.post(reverse("receipt-new", args=[lot.pk]), incoming)  # pressed twice
    answer = lanh_client.post(
        reverse("shipment-new", args=[lot.pk]), step_form(partner_name="Cửa hàng Xanh"), follow=True
    )
    assert (Receipt.objects.count(), Shipment.objects.count(), Partner.objects.count()) == (1, 1, 2)
    page = text(answer)
    assert "Chợ Phong Điền" in page and "PH-09" in page and "Cửa hàng Xanh" in page and "20,5\u00a0kg" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quantity": ""}, "Số lượng phải lớn hơn 0, ví dụ 20 hoặc 20,5."),
        ({"quantity": "0"}, "Số lượng phải lớn hơn 0, ví dụ 20 hoặc 20,5."),
        ({"quantity": "1.500"}, "một nghìn năm trăm"),
        ({"quantity_unit": ""}, "Chọn đơn vị tính."),
        ({"partner_name": ""}, "Chọn đối tác, hoặc ghi tên đối tác mới."),
        ({"day_year": "2199"}, "Ngày không thể sau hôm nay."),
        ({"partner": "999999"}, "Chọn một trong các mục được hiện."),
        ({"day_year": "2001"}, "không thể trước ngày mở lô"),
    ],
)
def test_a_mistaken_shipment_is_said_and_kept(lanh_client: Client, lot: Lot, changes: Any, sentence: str) -> None:
    make.partner(lot.establishment, "Cửa hàng Xanh")
    answer = lanh_client.post(reverse("shipment-new", args=[lot.pk]), step_form(**changes))
    assert answer.status_code == 422 and sentence in text(answer)
    if "partner_name" not in changes:
        assert "Chợ Phong Điền" in text(answer)
    assert not Shipment.objects.exists() and Partner.objects.count() == 1


def test_the_first_partner_of_all_is_simply_named(lanh_client: Client, lot: Lot) -> None:
    page = text(lanh_client.get(reverse("shipment-new", args=[lot.pk])))
    assert 'name="partner_name"' in page and 'name="partner"' not in page
    answer = lanh_client.post(reverse("shipment-new", args=[lot.pk]), step_form(partner_name=""))
    assert answer.status_code == 422 and "Nhập tên khách hàng, nhà cung cấp." in text(answer)


def test_a_partner_is_added_and_listed(lanh_client: Client, khai_client: Client, organisations: Any) -> None:
    sent = {"name": "Cửa hàng Xanh", "kind": "customer", "address": "Chợ", "phone": "0912 345 678", "tax_code": ""}
    answer = lanh_client.post(reverse("partner-new"), sent, follow=True)
    assert "Cửa hàng Xanh" in text(answer) and "0912\u00a0345\u00a0678" in text(answer)
    assert "Cửa hàng Xanh" not in text(khai_client.get(reverse("partner-list")))
    clash = lanh_client.post(reverse("partner-new"), sent | {"kind": "supplier"})
    assert clash.status_code == 422 and "Đã có khách hàng, nhà cung cấp tên này." in text(clash)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Nhập tên khách hàng, nhà cung cấp."),
        ({"kind": ""}, "Chọn khách hàng hay nhà cung cấp."),
        ({"phone": "12"}, "Số điện thoại gồm 10 chữ số, bắt đầu bằng 0."),
        ({"tax_code": "0123456788"}, "Mã số thuế"),
    ],
)
def test_a_mistaken_partner_is_said_and_kept(lanh_client: Client, changes: Any, sentence: str) -> None:
    sent = {"name": "Cửa hàng Xanh", "kind": "customer", "address": "Chợ Mới", "phone": "", "tax_code": ""} | changes
    answer = lanh_client.post(reverse("partner-new"), sent)
    assert answer.status_code == 422 and sentence in text(answer) and "Chợ Mới" in text(answer)
    assert not Partner.objects.exists()
