"""The officer's screens: grouped work, data beside papers, decisions in two and three clicks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.registry.walking import text_of
from txng.kernel.clock import today
from txng.registry.models import Dossier, DossierPaper

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]


def test_the_queue_groups_by_deadline_and_opens_the_next_by_itself(hanh_client: Client, organisations: Any) -> None:
    late = make.dossier(organisations.commune, name="Trễ hạn", due_on=today() - timedelta(days=1))
    now = make.dossier(organisations.commune, name="Hôm nay", due_on=today())
    page = text_of(hanh_client.get(reverse("dossier-queue")))
    assert page.index("Quá hạn") < page.index("Trễ hạn") < page.index("Đến hạn hôm nay") < page.index("Hôm nay")

    answer = hanh_client.post(reverse("dossier-approve", args=[late.pk]))
    assert answer["Location"] == reverse("dossier-review", args=[now.pk])
    answer = hanh_client.post(reverse("dossier-approve", args=[now.pk]))
    assert answer["Location"] == reverse("dossier-queue")
    assert "Đã xử lý hết hồ sơ" in text_of(hanh_client.get(answer["Location"]))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Chờ", "Xem"}),
        ("?trang_thai=returned", {"Bổ sung"}),
        ("?trang_thai=done", {"Xong"}),
        ("?trang_thai=closed", {"Từ chối nó"}),
        ("?trang_thai=all", {"Chờ", "Xem", "Bổ sung", "Xong", "Từ chối nó"}),
        ("?trang_thai=all&loai=household", {"Xong"}),
        ("?trang_thai=all&tim=bo+sung", {"Bổ sung"}),
        ("?trang_thai=all&tim=khong+co", set()),
        ("?trang_thai=nonsense&loai=x&xa=99999999&trang=abc", {"Chờ", "Xem"}),
        ("?tim=" + "x" * 3000, {"Chờ", "Xem"}),
    ],
)
def test_the_filters_narrow_the_list_and_nonsense_does_no_harm(
    hanh_client: Client, organisations: Any, query: str, found: set[str]
) -> None:
    make.dossier(organisations.commune, name="Chờ")
    make.dossier(organisations.commune, name="Xem", state="in_review")
    make.dossier(organisations.commune, name="Bổ sung", state="returned")
    make.dossier(organisations.commune, name="Xong", state="forwarded", kind="household")
    make.dossier(organisations.commune, name="Từ chối nó", state="rejected")
    page = hanh_client.get(reverse("dossier-queue") + query).content.decode()
    shown = {name for name in ("Chờ", "Xem", "Bổ sung", "Xong", "Từ chối nó") if f">{name}</a>" in page}
    assert shown == found


def test_data_papers_hints_and_the_bar_stand_on_one_page(hanh_client: Client, organisations: Any) -> None:
    dossier = make.dossier(organisations.commune)
    stored = make.picture()
    DossierPaper.objects.create(dossier=dossier, paper="business-paper", file=stored, added_at=make.AT)
    answer = hanh_client.get(reverse("dossier-review", args=[dossier.pk]))
    page, text = answer.content.decode(), text_of(answer)
    for words in ("Tiếp nhận và xem xét", "Yêu cầu bổ sung", "Từ chối", "Kiểm tra tự động", "0912 345 678"):
        assert words in text
    assert f"/tep/{stored.id}?k=" in page
    assert "Mục 1/1" in text


def test_begin_then_approve_leaves_no_begin_button(hanh_client: Client, organisations: Any) -> None:
    dossier = make.dossier(organisations.commune)
    hanh_client.post(reverse("dossier-receive", args=[dossier.pk]))
    dossier.refresh_from_db()
    assert dossier.state == "in_review"
    page = text_of(hanh_client.get(reverse("dossier-review", args=[dossier.pk])))
    assert "Tiếp nhận và xem xét" not in page
    assert "Phê duyệt và chuyển" in page


def test_the_slower_officer_sees_who_was_faster_on_the_page(
    hanh_client: Client, dung_client: Client, organisations: Any
) -> None:
    dossier = make.dossier(organisations.commune)
    hanh_client.post(reverse("dossier-approve", args=[dossier.pk]))
    answer = dung_client.post(reverse("dossier-approve", args=[dossier.pk]), follow=True)
    assert "Nguyễn Thị Hạnh vừa duyệt mục này lúc" in text_of(answer)
    assert answer.redirect_chain[-1][0] == reverse("dossier-review", args=[dossier.pk])


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Xác nhận bạn đã nêu đủ mọi điểm cần sửa."),
        ({"complete": "on"}, "Nêu rõ lý do và nội dung cần bổ sung."),
        ({"ready-establishment": ["99"], "complete": "on"}, "Chọn một trong các mục"),
        ({"own-products": "x" * 501, "complete": "on"}, "dài tối đa 500"),
        ({"own-products": "Ghi rõ giống lúa", "ready-establishment": ["0"]}, "Xác nhận bạn đã nêu đủ"),
    ],
)
def test_a_return_that_is_not_whole_keeps_what_was_typed(
    hanh_client: Client, organisations: Any, sent: dict[str, Any], sentence: str
) -> None:
    dossier = make.dossier(organisations.commune)
    answer = hanh_client.post(reverse("dossier-return", args=[dossier.pk]), {**sent, "note": "Gọi cho tôi."})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Gọi cho tôi." in answer.content.decode()
    dossier.refresh_from_db()
    assert dossier.state == "submitted"


def test_ready_reasons_are_kept_in_vietnamese_whatever_the_page_speaks(hanh_client: Client, organisations: Any) -> None:
    dossier = make.dossier(organisations.commune)
    address = "/en" + reverse("dossier-return", args=[dossier.pk])
    hanh_client.post(address, {"ready-business-paper": ["0"], "complete": "on"}, HTTP_ACCEPT_LANGUAGE="en")
    assert dossier.returns.get().items == [{"step": "business-paper", "reason": "Ảnh giấy mờ hoặc thiếu trang."}]


def test_in_a_second_round_the_officer_finds_only_what_was_named(
    dung_client: Client, hanh_client: Client, organisations: Any
) -> None:
    dossier = make.dossier(organisations.commune)
    dung_client.post(
        reverse("dossier-return", args=[dossier.pk]), {"own-products": "Ghi rõ giống lúa.", "complete": "on"}
    )
    Dossier.objects.filter(pk=dossier.pk).update(state="in_review")
    address = reverse("dossier-return", args=[dossier.pk])
    officer, lead = dung_client.get(address).content.decode(), hanh_client.get(address).content.decode()
    assert "Ghi rõ giống lúa." in officer
    assert 'name="own-products"' not in officer
    assert 'name="own-products"' in lead
    again = dung_client.post(address, {"again": ["1.0"], "complete": "on"})
    assert again.status_code == 302
    assert dossier.returns.count() == 2


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001])
def test_a_rejection_without_a_readable_reason_is_asked_again(
    hanh_client: Client, organisations: Any, reason: str
) -> None:
    dossier = make.dossier(organisations.commune)
    answer = hanh_client.post(
        reverse("dossier-reject", args=[dossier.pk]), {"reason": reason, "ground": "Điều 6.2 Quy chế"}
    )
    assert answer.status_code == 422
    assert "Điều 6.2 Quy chế" in answer.content.decode()
    dossier.refresh_from_db()
    assert dossier.state == "submitted"


def test_the_operator_finds_forwarded_dossiers_and_the_way_to_the_account(
    mai_client: Client, hanh_client: Client, organisations: Any
) -> None:
    dossier = make.dossier(organisations.commune, state="forwarded", decided_by="Nguyễn Thị Hạnh", decided_at=make.AT)
    assert dossier.number in text_of(mai_client.get(reverse("dossier-queue") + "?trang_thai=account"))
    address = reverse("dossier-review", args=[dossier.pk])
    assert reverse("account-issue", args=[dossier.pk]) in mai_client.get(address).content.decode()
    assert "Cấp tài khoản" not in text_of(hanh_client.get(address))


def test_the_page_of_an_establishment_names_its_agency_and_since_when(hanh_client: Client, organisations: Any) -> None:
    page = text_of(hanh_client.get(reverse("establishment-detail", args=[organisations.lanh.pk])))
    assert "tham gia từ 02/03/2026" in page
    assert organisations.commune.name in page
    assert "Cơ sở trên địa bàn" in page


def test_establishments_are_found_without_accents(mai_client: Client, organisations: Any) -> None:
    address = reverse("establishment-list")
    page = text_of(mai_client.get(address + "?tim=trai+cay+lanh"))
    assert "Hợp tác xã Trái cây Lành" in page
    assert "Cơ sở Khải" not in page
    assert "Không có cơ sở nào phù hợp" in text_of(mai_client.get(address + "?tim=zzz"))
