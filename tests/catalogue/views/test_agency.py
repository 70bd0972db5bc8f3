from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from txng.catalogue.actions import check_change
from txng.catalogue.models import ProductChange
from txng.catalogue.queries import changes_decided_by, changes_waiting_for, tray

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]


@pytest.fixture
def change(organisations: Any) -> ProductChange:
    product = make.product(organisations.lanh, gtin="08938505974002")
    return make.change(product, description="Trị bệnh mất ngủ, giao trong ngày.")


def text(answer: Any) -> str:
    return answer.content.decode()


def test_the_queue_groups_what_waits_by_deadline(hanh_client: Client, organisations: Any) -> None:
    from datetime import timedelta

    from txng.kernel.clock import today

    for name, days in (("Muộn", -1), ("Hôm nay", 0), ("Mai", 1), ("Sau này", 30)):
        made = make.change(make.product(organisations.lanh, name), name=f"{name} mới")
        ProductChange.objects.filter(pk=made.pk).update(due_on=today() + timedelta(days=days))
    groups = hanh_client.get(reverse("change-queue")).context["groups"]
    assert [(g.label, [t.title for t in g.tasks], g.tone) for g in groups] == [
        ("Quá hạn", ["Muộn mới"], "danger"),
        ("Đến hạn hôm nay", ["Hôm nay mới"], "warn"),
        ("Sắp đến hạn", ["Mai mới"], "neutral"),
        ("Chưa đến hạn", ["Sau này mới"], "neutral"),
    ]


def test_the_review_shows_changed_fields_with_evidence_and_folds_the_rest(hanh_client: Client, change: Any) -> None:
    page = text(hanh_client.get(reverse("product-change-review", args=[change.pk])))
    assert "Trái chín cây, cơm vàng hạt lép." in page and "giao trong ngày." in page
    assert "Từ ngữ quảng cáo công dụng bệnh: “trị bệnh”, “mất ngủ”" in page
    assert "GTIN 08938505974002 đúng chữ số kiểm tra" in page
    head, _details, folded = page.partition("<details")
    assert "VietGAP" not in head and "TCVN 10739:2015" in folded


def test_a_first_publication_is_shown_plain_there_is_nothing_to_compare(
    hanh_client: Client, organisations: Any
) -> None:
    product = make.product(organisations.lanh, "Chôm chôm", published=False)
    picture = make.picture()
    change = make.change(product, name="Chôm chôm", origin="Xã Nhơn Ái", image=str(picture.pk))
    ProductChange.objects.filter(pk=change.pk).update(image=picture)
    page = text(hanh_client.get(reverse("product-change-review", args=[change.pk])))
    assert "đăng lần đầu" in page and "Xã Nhơn Ái" in page and str(picture.pk) in page
    assert "Đang công khai" not in page


def test_two_clicks_from_the_list_to_the_approval(hanh_client: Client, dung: Any, change: Any, at: Any) -> None:
    check_change(actor=dung, change_id=change.pk, at=at)
    queue = text(hanh_client.get(reverse("change-queue")))
    address = reverse("product-change-review", args=[change.pk])
    assert f'href="{address}"' in queue  # the first click
    approve = reverse("product-change-approve", args=[change.pk])
    assert f'action="{approve}"' in text(hanh_client.get(address))  # the second
    answer = hanh_client.post(approve, follow=True)
    assert "Đã phê duyệt và công khai: Sầu riêng Ri6." in text(answer)
    change.product.refresh_from_db()
    assert "giao trong ngày" in change.product.description


def test_where_a_first_check_is_due_the_page_offers_it_instead_of_the_approval(
    hanh_client: Client, dung_client: Client, change: Any
) -> None:
    address = reverse("product-change-review", args=[change.pk])
    page = text(hanh_client.get(address))
    assert reverse("product-change-check", args=[change.pk]) in page
    assert reverse("product-change-approve", args=[change.pk]) not in page
    hanh_client.post(reverse("product-change-check", args=[change.pk]))
    page = text(hanh_client.get(address))
    assert (
        reverse("product-change-approve", args=[change.pk]) not in page and "Người khác của cơ quan quyết định" in page
    )
    assert "Bạn đã kiểm tra, chờ người khác quyết định" in text(hanh_client.get(reverse("change-queue")))
    assert reverse("product-change-approve", args=[change.pk]) in text(dung_client.get(address))


def test_the_next_item_opens_by_itself(hanh_client: Client, organisations: Any, change: Any) -> None:
    other = make.change(make.product(organisations.lanh, "Chôm chôm"))
    answer = hanh_client.post(
        reverse("product-change-reject", args=[change.pk]), {"reason": "Không thuộc địa bàn.", "ground": ""}
    )
    assert answer.url == reverse("product-change-review", args=[other.pk])
    last = hanh_client.post(reverse("product-change-reject", args=[other.pk]), {"reason": "Trùng."})
    assert last.url == reverse("change-queue")
    assert "Đã xử lý hết việc" in text(hanh_client.get(reverse("change-queue")))


def test_supplements_are_asked_for_with_every_reason(hanh_client: Client, change: Any) -> None:
    address = reverse("product-change-return", args=[change.pk])
    assert "Nội dung quảng cáo sai quy định" in text(hanh_client.get(address))
    hanh_client.post(address, {"reasons": ["claims", "other"], "text": "Bỏ câu “trị bệnh”.", "complete": "on"})
    change.refresh_from_db()
    assert change.state == "returned" and change.answer == "Nội dung quảng cáo sai quy định\nBỏ câu “trị bệnh”."


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": "Bỏ câu cuối.", "complete": "on"}, "Chọn ít nhất một lý do."),
        ({"reasons": ["claims"], "text": "Bỏ câu cuối."}, "Xem lại yêu cầu, nêu đủ mọi điểm"),
        ({"reasons": ["other"], "text": "", "complete": "on"}, "Ghi rõ nội dung cần bổ sung."),
        ({"reasons": ["gold"], "text": "Bỏ câu cuối.", "complete": "on"}, "Chọn một trong các mục được hiện."),
        ({"reasons": ["claims"], "text": "x" * 3000, "complete": "on"}, "dài tối đa 2000 ký tự"),
    ],
)
def test_an_incomplete_return_is_said_and_kept(hanh_client: Client, change: Any, sent: Any, sentence: str) -> None:
    answer = hanh_client.post(reverse("product-change-return", args=[change.pk]), sent)
    assert answer.status_code == 422 and sentence in text(answer)
    if sent["text"]:
        assert sent["text"][:50] in text(answer)
    change.refresh_from_db()
    assert change.state == "waiting"


def test_a_rejection_without_a_reason_is_said(hanh_client: Client, change: Any) -> None:
    answer = hanh_client.post(reverse("product-change-reject", args=[change.pk]), {"reason": " ", "ground": "Điều 10"})
    assert answer.status_code == 422 and "Nêu lý do từ chối." in text(answer) and "Điều 10" in text(answer)


def test_the_slower_officer_reads_who_was_faster(hanh_client: Client, dung_client: Client, change: Any) -> None:
    hanh_client.post(reverse("product-change-reject", args=[change.pk]), {"reason": "Trùng."})
    answer = dung_client.post(
        reverse("product-change-return", args=[change.pk]),
        {"reasons": ["photo"], "text": "", "complete": "on"},
        follow=True,
    )
    assert "Nguyễn Thị Hạnh" in text(answer) and "Từ chối" in text(answer)


def test_an_approved_change_still_shows_what_was_public_before(
    hanh_client: Client, dung: Any, change: Any, at: Any
) -> None:
    check_change(actor=dung, change_id=change.pk, at=at)
    hanh_client.post(reverse("product-change-approve", args=[change.pk]))
    page = text(hanh_client.get(reverse("product-change-review", args=[change.pk])))
    assert "Trái chín cây, cơm vàng hạt lép." in page and "Đã duyệt" in page
    assert change.pk in [c.pk for c in hanh_client.get(reverse("change-queue"), {"xem": "da-xu-ly"}).context["page"]]


def test_the_tray_asks_only_those_who_can_do_something(
    hanh: Any, dung: Any, nam: Any, mai: Any, lanh: Any, change: Any, at: Any
) -> None:
    assert [task.title for task in tray(hanh)] == ["Sầu riêng Ri6"] == [task.title for task in tray(mai)]
    assert tray(nam) == [] and tray(lanh) == []
    check_change(actor=hanh, change_id=change.pk, at=at)
    assert tray(hanh) == [] and len(tray(dung)) == 1
    assert list(changes_waiting_for(nam)) == list(changes_decided_by(nam)) == []


def test_an_agency_sees_the_products_within_its_reach(
    hanh_client: Client, nam_client: Client, mai_client: Client, organisations: Any
) -> None:
    near = make.product(organisations.lanh)
    make.product(organisations.khai, "Cam sành")

    def names(client: Client) -> list[str]:
        return [product.name for product in client.get(reverse("agency-product-list")).context["page"]]

    assert (names(hanh_client), names(nam_client), names(mai_client)) == (
        ["Sầu riêng Ri6"],
        [],
        ["Cam sành", "Sầu riêng Ri6"],
    )
    page = text(hanh_client.get(reverse("agency-product-detail", args=[near.pk])))
    assert "Đang công khai" in page and "Nguyễn Thị Hạnh" in page
    assert nam_client.get(reverse("agency-product-detail", args=[near.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_queue_and_review_cost_the_same_for_one_and_for_three(
    hanh_client: Client, organisations: Any, django_assert_num_queries: Any, count: int
) -> None:
    changes = [make.change(make.product(organisations.lanh, f"Trái số {n}")) for n in range(count)]
    with django_assert_num_queries(10):
        hanh_client.get(reverse("change-queue"))
    with django_assert_num_queries(10):
        hanh_client.get(reverse("product-change-review", args=[changes[0].pk]))
    with django_assert_num_queries(7):
        hanh_client.get(reverse("agency-product-list"))
