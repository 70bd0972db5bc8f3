"""cô Hạnh publishes a process on her pages; bà Lành's lot follows it, day by day, on hers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.production.process.kit import published, sample
from txng.access import Actor
from txng.kernel import clock
from txng.production.models import Lot, LotPlan, ProcessTemplate

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


TASK = {
    "activity": "fertilise", "title": "Bón phân hữu cơ", "first_day": "0", "last_day": "6", "what": "Phân hữu cơ vi sinh",
    "material_kind": "fertiliser", "amount": "100", "amount_unit": "kg", "per": "hectare", "photo_wanted": "on",
}  # fmt: skip


def test_from_a_sample_to_the_days_work_of_a_lot(
    hanh_client: Client, lanh_client: Client, tu_client: Client, organisations: Any
) -> None:
    durian = sample("sau-rieng")
    listed = text_of(hanh_client.get(reverse("process-list")))
    assert durian.title in listed and "Để đọc và chép" in listed
    today = clock.today()
    heading = {"title": "Sầu riêng Ri6 Phong Điền", "valid_from": f"{today:%d/%m/%Y}", "first_day_is": "Ngày phục hồi"}
    response = hanh_client.post(f"{reverse('process-new')}?tu={durian.pk}", heading)
    draft = ProcessTemplate.objects.get(title="Sầu riêng Ri6 Phong Điền")
    assert response.headers["Location"] == reverse("process-detail", args=[draft.pk])
    assert hanh_client.post(reverse("process-task-new", args=[draft.pk]), TASK).status_code == 302
    wrong = hanh_client.post(reverse("process-task-new", args=[draft.pk]), {**TASK, "first_day": "9", "last_day": "2"})
    assert wrong.status_code == 422 and "Ngày cuối không thể trước ngày đầu" in text_of(wrong)
    late = {**TASK, "activity": "spray", "title": "Phun muộn", "first_day": "295", "last_day": "", "phi_days": "14"}
    hanh_client.post(reverse("process-task-new", args=[draft.pk]), late)
    refused = hanh_client.post(reverse("process-publish", args=[draft.pk]), follow=True)
    assert "phải chờ đến ngày 309" in text_of(refused)
    spray = draft.tasks.get(title="Phun muộn")
    hanh_client.post(reverse("process-task-drop", args=[draft.pk, spray.pk]))
    assert "Đang công bố" in text_of(hanh_client.post(reverse("process-publish", args=[draft.pk]), follow=True))

    product, site = make.product(organisations.lanh), make.site(organisations.lanh)
    site.area_m2 = make.Decimal(6500)
    site.save()
    form = text_of(lanh_client.get(reverse("lot-new")))
    assert "Quy trình theo" in form and "Sầu riêng Ri6 Phong Điền" in form and "Lúa Hè Thu" not in form
    lanh_client.post(
        reverse("lot-new"),
        {"product": product.pk, "site": site.pk, "opened_on": f"{today:%d/%m/%Y}", "process": draft.pk},
    )
    lot = Lot.objects.get()
    for client in (lanh_client, tu_client):
        page = text_of(client.get(reverse("lot-detail", args=[lot.pk])))
        assert "Bón phân hữu cơ" in page and "65" in page and "Làm hôm nay" in page and "Xổ nhụy" in page
        assert f"{reverse('diary-write')}?lo={lot.pk}&amp;viec=fertilise" in page
    assert "Thêm việc" not in page, "anh Tư writes the diary, the plan is bà Lành's"
    sizes = {"starts_on": f"{today + timedelta(days=30):%d/%m/%Y}", "area_m2": "2000"}
    asked = text_of(lanh_client.get(reverse("lot-plan-move", args=[lot.pk])))
    assert "Ngày phục hồi" in asked and "Số con, số cây" in asked and "Nguyên liệu của lô" not in asked
    lanh_client.post(reverse("lot-plan-move", args=[lot.pk]), sizes)
    page = text_of(lanh_client.get(reverse("lot-detail", args=[lot.pk])))
    assert "Hôm nay không có việc theo quy trình" in page


def test_a_lot_that_has_begun_gets_its_process_later(lanh_client: Client, hanh: Actor, organisations: Any) -> None:
    process = published(hanh)
    lot = make.lot(make.product(organisations.lanh), "L26A0901")
    assert "Chọn quy trình" in text_of(lanh_client.get(reverse("lot-detail", args=[lot.pk])))
    form = lanh_client.get(reverse("lot-plan", args=[lot.pk]))
    assert form.context["form"].initial["template"] == process.pk
    lanh_client.post(reverse("lot-plan", args=[lot.pk]), {"template": process.pk})
    task = {**TASK, "title": "Tưới gốc", "activity": "water"}
    lanh_client.post(reverse("lot-task-new", args=[lot.pk]), task)
    plan = LotPlan.objects.get(lot=lot, ended_at=None)
    drop = plan.tasks.get(title="Cắt trái")
    lanh_client.post(reverse("lot-task-drop", args=[lot.pk, drop.pk]))
    page = text_of(lanh_client.get(reverse("lot-detail", args=[lot.pk])))
    assert "Tưới gốc" in page and "Đã bỏ: Cắt trái" in page
    assert "Cắt trái" not in text_of(lanh_client.get(reverse("lot-detail", args=[lot.pk])))
    kept = lanh_client.post(reverse("lot-plan-keep", args=[lot.pk]), {"title": "Vườn nhà"}, follow=True)
    assert "Vườn nhà" in text_of(kept) and "Bón hữu cơ" in text_of(kept)
    assert "Vườn nhà" in text_of(lanh_client.get(reverse("own-process-list")))


def test_an_agency_reads_versions_and_says_why_one_goes(hanh_client: Client, hanh: Actor) -> None:
    process = published(hanh)
    hanh_client.post(reverse("process-version", args=[process.pk]))
    draft = ProcessTemplate.objects.get(family=process.family, version=2)
    heading = {"title": "Sầu riêng 2", "valid_from": "1/9/2026", "product_groups": ["fresh-fruit"]}
    assert hanh_client.post(reverse("process-edit", args=[draft.pk]), heading).status_code == 302
    other = {**heading, "product_groups": ["meat"]}
    assert hanh_client.post(reverse("process-edit", args=[draft.pk]), other).status_code == 422
    page = text_of(hanh_client.get(reverse("process-detail", args=[draft.pk])))
    assert "Bản 1" in page and "Bản 2" in page and "Bỏ bản nháp" in page
    form = hanh_client.post(reverse("process-retire", args=[process.pk]), {"reason": " "})
    assert form.status_code == 422 and "Nêu lý do thôi dùng" in text_of(form)
    hanh_client.post(reverse("process-retire", args=[process.pk]), {"reason": "Giống đã thay"})
    assert "Giống đã thay" in text_of(hanh_client.get(reverse("process-detail", args=[process.pk])))
    assert process.title in text_of(hanh_client.get(reverse("process-list"), {"xem": "da-thoi", "nganh": "crop"}))
