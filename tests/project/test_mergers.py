"""Sáp nhập xã, phường on the screen: seen before it happens, recorded once by its resolution, read afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from tests.accounts.test_signing_in import text_of
from tests.cast import every_province
from txng.accounts import freshness
from txng.kernel.clock import today
from txng.ledger.models import Entry
from txng.places.models import AdministrativeUnit, Succession
from txng.registry.models import Establishment

pytestmark = pytest.mark.django_db
GROUND = "Nghị quyết 12/2026/NQ-HĐND ngày 10/07/2026"


@pytest.fixture
def units(organisations: Any) -> tuple[AdministrativeUnit, AdministrativeUnit]:
    return make.unit(), make.unit("elsewhere")


def asked(units: Any, **more: Any) -> dict[str, str]:
    ended, into = units
    return {"into": into.name, "unit_1": ended.name, "on": today().isoformat(), **more}


def sent(page: Any, **more: Any) -> dict[str, Any]:
    paper = SimpleUploadedFile("nghi-quyet.jpg", make._picture(), content_type="image/jpeg")
    return {**page.context["form"].initial, "ground": GROUND, "paper": paper, "sure": "on", **more}


@every_province
def test_what_will_follow_is_counted_before_and_everything_follows(
    province: str, mai_client: Client, hanh_client: Client, organisations: Any, units: Any, people: Any
) -> None:
    product = make.product(organisations.lanh)
    make.lot(product, "L26A0917")
    make.dossier(organisations.commune)
    address = reverse("unit-merger-new")
    page = mai_client.get(address, asked(units))
    counted = {count.label: count.number for count in page.context["counts"]}
    assert counted == {
        "Cơ quan": 1,
        "Tài khoản của các cơ quan này": 1,
        "Cơ sở": 1,
        "Hồ sơ đăng ký": 1,
        "Sản phẩm": 1,
        "Lô hàng": 1,
        "Lô mã": 0,
        "Phản ánh": 0,
    }
    assert "2 người thôi dùng" in text_of(page) and organisations.elsewhere.name in text_of(page)
    assert AdministrativeUnit.objects.get(pk=units[0].pk).is_in_force

    done = mai_client.post(address, sent(page), follow=True)
    entry = Entry.objects.get(kind="places.unit:merged")
    assert done.redirect_chain == [(reverse("unit-merger", args=[entry.pk]), 302)]
    told = text_of(done)
    assert GROUND in told and organisations.elsewhere.name in told and "nghi-quyet" in told
    assert done.context["merger"]["handed"] == 1
    assert Succession.objects.get(old=units[0], new=units[1]).paper is not None
    assert Establishment.objects.get(pk=organisations.lanh.pk).managing_agency_id == organisations.elsewhere.pk
    assert hanh_client.get(reverse("dossier-queue")).status_code == 403  # her commune's account ended with it
    assert units[0].name in text_of(mai_client.get(reverse("unit-mergers")))


def test_a_merger_sent_twice_is_recorded_once(mai_client: Client, units: Any, people: Any) -> None:
    page = mai_client.get(reverse("unit-merger-new"), asked(units))
    mai_client.post(reverse("unit-merger-new"), sent(page))
    again = mai_client.post(reverse("unit-merger-new"), sent(page), follow=True)
    assert "không còn hiệu lực" in text_of(again)
    assert Entry.objects.filter(kind="places.unit:merged").count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ground": ""}, "Hãy nhập nghị quyết"),
        ({"paper": ""}, "Đính kèm nghị quyết"),
        ({"sure": ""}, "Xác nhận tên đơn vị"),
    ],
)
def test_what_is_missing_is_said_and_nothing_happens(
    mai_client: Client, units: Any, people: Any, change: dict[str, str], said: str
) -> None:
    page = mai_client.get(reverse("unit-merger-new"), asked(units))
    answer = mai_client.post(reverse("unit-merger-new"), sent(page, **change))
    assert answer.status_code == 422 and said in text_of(answer)
    assert not Entry.objects.filter(kind="places.unit:merged").exists()


def test_a_unit_does_not_become_a_part_of_itself_nor_tomorrow(mai_client: Client, units: Any, people: Any) -> None:
    itself = mai_client.get(reverse("unit-merger-new"), asked((units[1], units[1])))
    assert itself.status_code == 422 and "chính nó" in text_of(itself)
    tomorrow = asked(units, on=(today() + timedelta(days=1)).isoformat())
    assert mai_client.get(reverse("unit-merger-new"), tomorrow).status_code == 422


def test_it_asks_for_a_fresh_sign_in(mai_client: Client, units: Any, people: Any) -> None:
    session = mai_client.session
    del session[freshness.CONFIRMED]
    session.save()
    answer = mai_client.get(reverse("unit-merger-new"))
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("confirm-again"))
