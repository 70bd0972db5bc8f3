"""The pages: a material is chosen in the diary, what follows is said, the book is searched, a conflict answered for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.production.stock.kit import Yard, harvest, yard
from tests.production.uses.kit import receive, spray, used, write
from tests.production.views.test_diary import address, as_it_stands, boxes
from txng.access import Actor
from txng.kernel.clock import today
from txng.production import actions
from txng.production.models import DiaryEntry, Material, MaterialUse
from txng.production.safety import open_conflicts

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]


@pytest.fixture
def field(organisations: Any, lanh: Actor) -> Yard:
    found = yard(organisations.lanh)
    found.lot.opened_on = today() - timedelta(days=90)
    found.lot.save(update_fields=["opened_on"])
    return found


@pytest.fixture
def oil(lanh: Actor) -> Material:
    return spray(lanh)


def page(answer: Any) -> str:
    return str(answer.content.decode())


def said(answer: Any) -> list[str]:
    return [str(one) for one in answer.context["messages"]]


def test_a_material_is_chosen_and_the_waiting_time_said(field: Yard, oil: Material, tu_client: Client) -> None:
    form = page(tu_client.get(address(field.lot, "spray")))
    assert "Dầu khoáng SK 99 (cách ly 7 ngày)" in form and "Liều" in form
    typed = as_it_stands(form) | {
        "material": str(oil.pk),
        "quantity": "2,5",
        "quantity_unit": "lít",
        "dose": "60",
        "target": "Rầy",
    }
    answer = tu_client.post(address(field.lot, "spray"), typed, follow=True)
    use = MaterialUse.objects.get()
    assert (use.quantity, use.dose, use.dose_unit, use.reason) == (Decimal("2.5"), 60, "ml/bình 16 lít", "Rầy")
    assert use.entry.what == "Dầu khoáng SK 99", "the entry bears the name of what was chosen"
    allowed = today() + timedelta(days=7)
    heard = said(answer)
    assert any(f"Thời gian cách ly: 7 ngày → thu hoạch từ {allowed:%d/%m/%Y}" in one for one in heard), heard
    assert any("chờ nhập kho" in one for one in heard) and any("cao hơn" in one for one in heard), heard
    again = page(tu_client.get(address(field.lot, "spray")))
    assert f"thu hoạch từ {allowed:%d/%m}" in again, "the material used last is chosen already, with its hint"
    assert f'<option value="{oil.pk}" selected>' in again and 'value="60"' in again


def test_free_words_stay_possible_and_nothing_is_asked_where_nothing_fits(
    field: Yard, oil: Material, tu_client: Client
) -> None:
    typed = as_it_stands(page(tu_client.get(address(field.lot, "spray")))) | {
        "what": "Dịch tỏi ớt tự ngâm",
        "material": "",
    }
    tu_client.post(address(field.lot, "spray"), typed)
    assert DiaryEntry.objects.get().what == "Dịch tỏi ớt tự ngâm" and not MaterialUse.objects.exists()
    assert 'name="material"' not in page(tu_client.get(address(field.lot, "fertilise"))), "a spray is no fertiliser"
    assert 'name="material"' not in page(tu_client.get(address(field.lot, "water")))
    own_words = as_it_stands(page(tu_client.get(address(field.lot, "spray"))))
    tu_client.post(address(field.lot, "spray"), own_words | {"what": "Dầu khoáng pha loãng", "material": str(oil.pk)})
    assert MaterialUse.objects.get().entry.what == "Dầu khoáng pha loãng"


def test_a_foreign_material_cannot_be_chosen(field: Yard, oil: Material, tu_client: Client, khai: Actor) -> None:
    his = spray(khai)
    typed = as_it_stands(page(tu_client.get(address(field.lot, "spray")))) | {"material": str(his.pk)}
    assert tu_client.post(address(field.lot, "spray"), typed).status_code == 422
    assert not DiaryEntry.objects.exists()


def test_a_lot_of_material_is_chosen(field: Yard, oil: Material, tu_client: Client, lanh: Actor) -> None:
    move = receive(
        lanh, oil, field.store, 5, on=make.TODAY, supplier_lot="SK-0526", expires_on=today() + timedelta(days=90)
    )
    bought = move.lines.get().material_lot
    form = page(tu_client.get(address(field.lot, "spray")))
    assert "Dầu khoáng SK 99 – lô SK-0526, hạn dùng" in form
    typed = as_it_stands(form) | {"material": f"{oil.pk}-{bought.pk}", "quantity": "1", "quantity_unit": "lít"}
    answer = tu_client.post(address(field.lot, "spray"), typed, follow=True)
    assert MaterialUse.objects.get().material_lot == bought
    assert not any("chờ nhập kho" in one for one in said(answer))


def test_packing_counts_its_own_material(field: Yard, tu_client: Client, lanh: Actor) -> None:
    box = actions.add_material(actor=lanh, kind="packaging", name="Hộp giấy", unit="hộp", at=make.AT)
    typed = as_it_stands(page(tu_client.get(address(field.lot, "pack"))))
    typed |= {
        "material": str(box.pk),
        "used_quantity": "105",
        "quantity": "100",
        "quantity_unit": "hộp",
        "what": "Hộp 1,5 kg",
    }
    tu_client.post(address(field.lot, "pack"), typed)
    use = MaterialUse.objects.get()
    assert (use.quantity, use.entry.quantity, use.entry.what) == (105, 100, "Hộp 1,5 kg")


def test_a_correction_keeps_what_was_used(field: Yard, oil: Material, tu_client: Client, lanh: Actor) -> None:
    entry = write(lanh, field.lot, used(oil, 2, dose=Decimal(40), reason="Rầy"), on=make.TODAY, what=oil.name, quantity=Decimal(2), quantity_unit="lít")  # fmt: skip
    where = reverse("diary-correct", args=[entry.pk])
    typed = as_it_stands(page(tu_client.get(where))) | {"reason": "Ghi nhầm ngày"}
    tu_client.post(where, typed | boxes("done_on", make.TODAY - timedelta(days=1)))
    use = MaterialUse.objects.order_by("-id")[0]
    assert use.entry.corrects == entry and (use.quantity, use.dose, use.reason) == (2, 40, "Rầy")


def test_a_correction_keeps_the_second_material_too(field: Yard, oil: Material, tu_client: Client, lanh: Actor) -> None:
    sticker = spray(lanh, name="Chất bám dính")
    more = {"what": oil.name, "quantity": Decimal(2), "quantity_unit": "lít"}
    entry = write(lanh, field.lot, used(oil, 2), used(sticker, 1), on=make.TODAY, **more)
    where = reverse("diary-correct", args=[entry.pk])
    tu_client.post(where, as_it_stands(page(tu_client.get(where))) | {"reason": "Ghi thiếu liều", "dose": "40"})
    right = DiaryEntry.objects.get(corrects=entry)
    assert [(use.name, use.quantity) for use in right.uses.all()] == [("Dầu khoáng SK 99", 2), ("Chất bám dính", 1)]


def test_the_book_is_searched_by_lot_material_and_day(
    field: Yard, oil: Material, lanh_client: Client, lanh: Actor
) -> None:
    other = make.lot(field.lot.product, "KHAC-1", site=field.plot, opened_on=make.TODAY - timedelta(days=90))
    receive(lanh, oil, field.store, 3, on=make.TODAY - timedelta(days=30), supplier_lot="SK-0526")
    write(lanh, field.lot, used(oil, 2), on=make.TODAY - timedelta(days=20))
    write(lanh, other, used(oil, 2), on=make.TODAY - timedelta(days=3))
    sack = spray(lanh, name="Đồng xanh")
    write(lanh, other, used(sack), on=make.TODAY - timedelta(days=2))

    def found(**asked: str) -> list[tuple[str, str]]:
        answer = lanh_client.get(reverse("material-use-list"), asked)
        return [(use.entry.lot.number, use.name) for use in answer.context["page"]]

    assert len(found()) == 3
    assert found(q="khac") == [("KHAC-1", "Đồng xanh"), ("KHAC-1", "Dầu khoáng SK 99")]
    assert found(q="sk-0526") == [(field.lot.number, "Dầu khoáng SK 99")]
    assert found(**{"vat-tu": str(sack.pk)}) == [("KHAC-1", "Đồng xanh")]
    assert found(den=f"{make.TODAY - timedelta(days=10):%d/%m/%Y}") == [(field.lot.number, "Dầu khoáng SK 99")]
    assert found(tu=f"{make.TODAY - timedelta(days=2):%d/%m/%Y}") == [("KHAC-1", "Đồng xanh")]
    shown = page(lanh_client.get(reverse("material-use-list")))
    assert "Chờ nhập kho" in shown and "Đã trừ kho" in shown and "Không trừ kho" in shown and "SK-0526" in shown
    assert "Ngày này không có thật" in page(lanh_client.get(reverse("material-use-list"), {"tu": "31/02/2026"}))


def test_the_lot_says_what_stands_against_it_and_takes_a_reason(
    field: Yard, oil: Material, lanh_client: Client, tu_client: Client, lanh: Actor
) -> None:
    write(lanh, field.lot, used(oil, 1), on=make.TODAY - timedelta(days=12))
    harvest(field.lot, lanh, 400)
    where = reverse("lot-detail", args=[field.lot.pk])
    (conflict,) = open_conflicts(field.lot, today())
    explain = reverse("conflict-explain", args=[field.lot.pk, conflict.key])
    shown = page(lanh_client.get(where))
    assert "Vật tư đã dùng cho lô" in shown and conflict.sentence in shown and explain in shown
    assert explain not in page(tu_client.get(where)) and tu_client.get(explain).status_code == 403
    empty = lanh_client.post(explain, {"reason": " "})
    assert empty.status_code == 422 and "Ghi lý do" in page(empty)
    lanh_client.post(explain, {"reason": "Có phiếu kiểm nghiệm dư lượng ngày 20/09"})
    shown = page(tu_client.get(where))
    assert "Có phiếu kiểm nghiệm dư lượng" in shown and lanh.label in shown
    assert open_conflicts(field.lot, today()) == []


def test_the_page_of_the_stamps_names_what_to_settle(
    field: Yard, oil: Material, lanh_client: Client, lanh: Actor
) -> None:
    lot = make.lot(field.lot.product, complete=True)
    batch = make.batch(lot.product, quantity=10)
    write(lanh, lot, used(oil, 1), on=lot.harvested_on)
    answer = lanh_client.post(reverse("codes-activate", args=[batch.pk]), {"lot": lot.pk, "first": 1, "last": 10})
    assert answer.status_code == 422
    assert f"{reverse('lot-detail', args=[lot.pk])}#vat-tu" in page(answer)
