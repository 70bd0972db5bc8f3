"""Điều 5 and 6 walked by the people who do it: filed page by page, received, decided, looked up."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import every_province
from tests.registry import walking
from txng import provinces
from txng.ledger.models import Entry
from txng.registry.models import Dossier

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]

STEPS_OF = {
    # names.md 6: the second form and the product papers belong to the dossier in one of them only
    "can-tho": 8,
    "cao-bang": 6,
    "dak-nong": 6,
}


def kinds_of(dossier: Dossier) -> list[str]:
    entries = Entry.objects.filter(subject_type="registry.dossier", subject_id=str(dossier.pk)).order_by("id")
    return [entry.kind.partition(":")[2] for entry in entries]


@every_province
def test_a_dossier_is_filed_page_by_page_and_answered_with_a_receipt(
    client: Client, organisations: Any, province: str
) -> None:
    token, dossier = walking.file_a_dossier(client)

    assert dossier.state == "submitted"
    assert re.fullmatch(r"HS-\d{4}-\d{6}", dossier.number or "")
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{10}", dossier.lookup_code or "")
    assert dossier.unit_path == make.unit().unit_path
    assert dossier.filed_with == organisations.commune
    assert dossier.due_on is not None
    assert kinds_of(dossier) == ["submitted"]

    answer = client.get(reverse("registration-receipt", args=[token]))
    page = walking.text_of(answer)
    assert dossier.number in page
    assert organisations.commune.name in page
    assert "giay.jpg" in page
    assert "Trả lời trước" in page
    assert token not in (dossier.number or "")


@every_province
def test_the_task_list_has_the_papers_of_the_province_and_nothing_else(
    client: Client, organisations: Any, province: str
) -> None:
    token = walking.start(client)
    page = client.get(reverse("registration-tasks", args=[token])).content.decode()
    assert page.count('class="tx-task ') == STEPS_OF[province]
    has_second_form = provinces.current().dossier.form("information-form") is not None
    assert ("Phiếu cung cấp thông tin" in page) == has_second_form
    expected = 200 if has_second_form else 404
    assert client.get(reverse("registration-information", args=[token])).status_code == expected


@every_province
def test_the_desk_may_be_chosen_only_where_the_regulation_names_both(
    client: Client, organisations: Any, province: str
) -> None:
    token = walking.start(client)
    walking.fill_in(client, token)
    page = walking.text_of(client.get(reverse("registration-agency", args=[token])))
    both = "operator" in provinces.current().dossier.filing_channels
    assert ("Nộp trực tiếp tại" in page) == both


@every_province
def test_approving_goes_on_to_the_operator(
    client: Client, hanh_client: Client, organisations: Any, province: str
) -> None:
    _token, dossier = walking.file_a_dossier(client)
    page = walking.text_of(hanh_client.get(reverse("dossier-review", args=[dossier.pk])))
    assert "Phê duyệt và chuyển Sở KH&amp;CN" in page

    hanh_client.post(reverse("dossier-approve", args=[dossier.pk]))
    dossier.refresh_from_db()
    assert dossier.state == "forwarded"
    assert dossier.decided_by == "Nguyễn Thị Hạnh"
    assert kinds_of(dossier) == ["submitted", "received", "appraised", "approved", "forwarded"]


@pytest.mark.parametrize("province", ["cao-bang", "dak-nong"], indirect=True)
def test_filed_with_the_operator_it_is_decided_there_and_the_managing_agency_is_told(
    client: Client, hanh_client: Client, mai_client: Client, organisations: Any, province: str
) -> None:
    token = walking.start(client)
    walking.fill_in(client, token)
    data = {"managing_agency": organisations.commune.pk, "channel": "operator"}
    walking.send(client, "registration-agency", token, data)
    client.post(reverse("registration-check", args=[token]))
    dossier = Dossier.objects.get(number__isnull=False)
    assert dossier.filed_with == organisations.operator
    assert dossier.managing_agency == organisations.commune

    # The managing agency sees it and may not decide it.
    assert hanh_client.get(reverse("dossier-review", args=[dossier.pk])).status_code == 200
    assert hanh_client.post(reverse("dossier-approve", args=[dossier.pk])).status_code == 403

    mai_client.post(reverse("dossier-approve", args=[dossier.pk]))
    dossier.refresh_from_db()
    assert dossier.state == "approved"
    assert dossier.agency_told_at is not None
    assert kinds_of(dossier) == ["submitted", "received", "appraised", "approved", "agency_told"]
    listed = walking.text_of(hanh_client.get(reverse("dossier-queue") + "?trang_thai=told"))
    assert dossier.number in listed
    assert "Đã thông báo cho cơ quan chủ quản lúc" in walking.text_of(
        hanh_client.get(reverse("dossier-review", args=[dossier.pk]))
    )


def test_a_returned_dossier_shows_every_reason_and_goes_on_where_it_stopped(
    client: Client, hanh_client: Client, organisations: Any
) -> None:
    token, dossier = walking.file_a_dossier(client)
    hanh_client.post(
        reverse("dossier-return", args=[dossier.pk]),
        {
            "ready-establishment": ["3"],
            "own-business-paper": "Thiếu trang 2 của giấy chứng nhận.",
            "note": "Gọi 0292 nếu cần giúp.",
            "complete": "on",
        },
    )
    dossier.refresh_from_db()
    assert dossier.state == "returned"
    assert dossier.due_on is None

    tasks = reverse("registration-tasks", args=[token])
    page = walking.text_of(client.get(tasks))
    assert "Hồ sơ cần bổ sung 2 mục" in page
    assert "Địa chỉ chưa đủ rõ để tìm được nơi sản xuất." in page
    assert "Thiếu trang 2 của giấy chứng nhận." in page
    assert reverse("registration-papers", args=[token, "business-paper"]) in client.get(tasks).content.decode()

    changed = {**walking.ESTABLISHMENT, **walking.place(), "address": "Số 12, ấp Trường Bình, cạnh trạm bơm"}
    walking.send(client, "registration-establishment", token, changed)
    walking.send(
        client,
        "registration-papers",
        token,
        {"files": walking.upload("trang2.jpg", walking.jpeg("red"))},
        "business-paper",
    )
    assert [item["touched"] for item in dossier.returns.get().items] == [True, True]
    client.post(reverse("registration-check", args=[token]), {"reply": "Đã chụp lại."})
    dossier.refresh_from_db()
    assert dossier.state == "in_review"
    assert dossier.due_on is not None
    # A fresh clock after the supplement, and the applicant reads it.
    Dossier.objects.filter(pk=dossier.pk).update(due_on=date(2027, 3, 1))
    assert "Trả lời trước 01/03/2027" in walking.text_of(client.get(reverse("registration-receipt", args=[token])))

    review = walking.text_of(hanh_client.get(reverse("dossier-review", args=[dossier.pk])))
    assert "Số 12, ấp Trường Bình, cạnh trạm bơm" in review
    assert "Đã chụp lại." in review
    assert kinds_of(dossier) == ["submitted", "received", "appraised", "returned", "supplemented"]
    # The ledger names the lines that changed, never what they say: it is for ever, an address is not.
    told = Entry.objects.get(kind="registry.dossier:supplemented")
    assert told.after == {"changed": ["address", "paper.business-paper"]}


def test_until_it_is_approved_the_applicant_may_withdraw(
    client: Client, hanh_client: Client, organisations: Any
) -> None:
    token, dossier = walking.file_a_dossier(client)
    client.post(reverse("registration-withdraw", args=[token]))
    dossier.refresh_from_db()
    assert dossier.state == "withdrawn"
    answer = hanh_client.post(reverse("dossier-approve", args=[dossier.pk]), follow=True)
    assert "Cơ sở đã rút hồ sơ này" in walking.text_of(answer)
    dossier.refresh_from_db()
    assert dossier.state == "withdrawn"


def test_once_approved_it_can_no_longer_be_withdrawn(client: Client, hanh_client: Client, organisations: Any) -> None:
    token, dossier = walking.file_a_dossier(client)
    hanh_client.post(reverse("dossier-approve", args=[dossier.pk]))
    answer = client.post(reverse("registration-withdraw", args=[token]), follow=True)
    dossier.refresh_from_db()
    assert dossier.state == "forwarded"
    assert "không rút được nữa" in walking.text_of(answer)


def test_a_rejected_applicant_reads_why(client: Client, hanh_client: Client, organisations: Any) -> None:
    token, dossier = walking.file_a_dossier(client)
    hanh_client.post(
        reverse("dossier-reject", args=[dossier.pk]),
        {"reason": "Cơ sở không sản xuất trên địa bàn.", "ground": "Điều 6.2"},
    )
    page = walking.text_of(client.get(reverse("registration-receipt", args=[token])))
    assert "đã từ chối hồ sơ" in page
    assert "Cơ sở không sản xuất trên địa bàn." in page
    assert Entry.objects.get(kind="registry.dossier:rejected").ground == "Điều 6.2"


def test_filing_twice_files_once(client: Client, organisations: Any) -> None:
    token, dossier = walking.file_a_dossier(client)
    again = client.post(reverse("registration-check", args=[token]))
    assert again.status_code == 302
    dossier.refresh_from_db()
    assert Dossier.objects.filter(number__isnull=False).count() == 1
    assert kinds_of(dossier) == ["submitted"]


def test_the_receipt_is_a_pdf_of_one_page_that_names_the_dossier(client: Client, organisations: Any) -> None:
    import pypdfium2

    token, dossier = walking.file_a_dossier(client)
    answer = client.get(reverse("registration-receipt-paper", args=[token]))
    assert answer["Content-Type"] == "application/pdf"
    with pypdfium2.PdfDocument(answer.content) as pdf:
        assert len(pdf) == 1
        text = re.sub(r"\s+", " ", pdf[0].get_textpage().get_text_range())
    assert "Giấy tiếp nhận hồ sơ" in text
    assert dossier.number in text
    assert "giay.jpg" in text
    assert dossier.name in text


def test_it_takes_at_most_25_typed_fields(client: Client, organisations: Any) -> None:
    """ux.md 6 and names.md 5, counted on the pages themselves under the profile that asks most."""
    token = walking.start(client)
    walking.fill_in(client, token)
    typed = 0
    for name, more in (
        ("registration-tax-code", ()),
        ("registration-establishment", ()),
        ("registration-products", ()),
        ("registration-agency", ()),
        ("registration-papers", ("business-paper",)),
        ("registration-information", ()),
        ("registration-papers", ("product-papers",)),
        ("registration-commitment", ()),
        ("registration-check", ()),
    ):
        page = client.get(reverse(name, args=[token, *more])).content.decode()
        typed += len(re.findall(r'<input type="(?:text|tel|email|number)"|<textarea', page))
    assert 15 < typed <= 25


def test_nothing_is_asked_twice(client: Client, organisations: Any) -> None:
    token = walking.start(client)
    walking.send(client, "registration-tax-code", token, {"tax_code": walking.TAX_CODE})
    walking.send(client, "registration-establishment", token, {**walking.ESTABLISHMENT, **walking.place()})
    for name in ("registration-commitment", "registration-information"):
        page = client.get(reverse(name, args=[token])).content.decode()
        assert "Nguyễn Văn Bảy" in page, f"{name} asks for the representative again"
