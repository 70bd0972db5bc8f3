"""The diary's other pages, without a script: several lots at once, once more, what is incomplete, the paper book."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from txng.kernel.clock import today
from txng.production.models import DiaryEntry, Lot

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.fixture
def lot(organisations: Any) -> Lot:
    return make.lot(make.product(organisations.lanh), "L26A0917", opened_on=today() - timedelta(days=60))


def typed(lines: list[dict[str, str]]) -> dict[str, str]:
    return {f"d{n}-{name}": value for n, line in enumerate(lines) for name, value in line.items()}


def line(day: str, activity: str, **more: str) -> dict[str, str]:
    return {"client_id": str(uuid4()), "done_on": day, "activity": activity, **more}


def test_one_act_is_written_for_several_lots_and_households(tu_client: Client, lot: Lot) -> None:
    other = make.lot(lot.product, "L26B0917", opened_on=today() - timedelta(days=60))
    make.diary(lot, "water", today(), on_behalf_of="Bà Ba")
    address = f"{reverse('diary-write')}?lo={lot.pk}&viec=fertilise"
    page = text(tu_client.get(address))
    assert "L26B0917" in page and "Bà Ba" in page and "Số lượng ở trên là của mỗi lô, mỗi hộ." in page
    answer = tu_client.post(
        address,
        {"client_id": str(uuid4()), "what": "Hữu cơ", "quantity": "5", "quantity_unit": "kg", "others": [other.pk],
         "households": ["Bà Ba"], "on_behalf_of": "Ông Tám", "done_on": today().isoformat()},
        follow=True,
    )  # fmt: skip
    assert "Đã ghi 4 mục: Bón phân, Hữu cơ, 5\u00a0kg." in text(answer)
    act = DiaryEntry.objects.filter(activity="fertilise")
    assert {(e.lot_id, e.on_behalf_of) for e in act} == {
        (lot.pk, "Bà Ba"), (lot.pk, "Ông Tám"), (other.pk, "Bà Ba"), (other.pk, "Ông Tám")
    }  # fmt: skip
    assert len({e.group_id for e in act}) == 1


def test_as_yesterday_is_one_tap_and_twice_pressed_once(tu_client: Client, lot: Lot) -> None:
    make.diary(lot, "water", today() - timedelta(days=1), what="Nước giếng")
    page = tu_client.get(reverse("diary-home"))
    assert "Như hôm qua: Tưới nước, Nước giếng" in text(page)
    address = reverse("diary-again", args=[page.context["again"].pk])
    sent = {"client_id": str(page.context["again_id"])}
    answers = [tu_client.post(address, sent, follow=True) for _ in range(2)]
    assert all("Đã ghi: Tưới nước, Nước giếng." in text(answer) for answer in answers)
    assert lot.diary.filter(done_on=today()).count() == 1 and lot.diary.get(done_on=today()).what == "Nước giếng"


def test_the_sign_of_a_place_opens_its_lot(tu_client: Client, lot: Lot, organisations: Any) -> None:
    make.lot(lot.product, "L26B0917", opened_on=today(), site=make.site(organisations.lanh, "Vườn 2"))
    make.diary(lot, "water", today())
    elsewhere = Lot.objects.get(number="L26B0917").site
    for sign in (elsewhere.pk, elsewhere.site_code):
        assert tu_client.get(reverse("diary-home"), {"noi": sign}).context["lot"].number == "L26B0917"
    bare = make.site(organisations.lanh, "Ao 3")
    assert "Chưa có lô nào đang sản xuất tại Ao 3" in text(tu_client.get(reverse("diary-home"), {"noi": bare.pk}))
    assert tu_client.get(reverse("diary-home"), {"noi": "D9999999"}).status_code == 404


def test_what_was_written_in_a_hurry_waits_and_is_completed(tu_client: Client, lot: Lot) -> None:
    hurried = make.diary(lot, "spray", today())
    make.diary(lot, "water", today())
    page = text(tu_client.get(reverse("diary-incomplete")))
    address = f"{reverse('diary-correct', args=[hurried.pk])}?bo-sung=1"
    assert address in page and "Tưới nước" not in page.split("<h1>")[1].split("diary-lines")[1]
    assert 'value="Bổ sung thông tin"' in text(tu_client.get(address))
    answer = tu_client.post(
        address,
        {"client_id": str(uuid4()), "reason": "Bổ sung thông tin", "activity": "spray", "what": "Trichoderma",
         "quantity_unit": "lít", "done_on": today().isoformat()},
    )  # fmt: skip
    assert answer.status_code == 302 and answer.url == reverse("diary-incomplete")
    assert "Mục nào cũng đã đủ" in text(tu_client.get(reverse("diary-incomplete")))


def test_the_history_is_the_establishments_own(tu_client: Client, khai_client: Client, lot: Lot) -> None:
    make.diary(lot, "spray", today(), what="Trichoderma")
    assert "Trichoderma" in text(tu_client.get(reverse("diary-history"), {"lo": lot.pk}))
    assert "Trichoderma" not in text(khai_client.get(reverse("diary-history")))
    assert khai_client.get(reverse("diary-history"), {"lo": lot.pk}).status_code == 404


def test_a_page_of_the_book_is_typed_in_line_by_line(tu_client: Client, lot: Lot) -> None:
    address = f"{reverse('diary-typing')}?lo={lot.pk}"
    day = today() - timedelta(days=3)
    sent = typed([
        line(f"{day:%d/%m/%Y}", "fertilise", what="Hữu cơ", quantity="20"),
        {},
        line("", "water", on_behalf_of="Ông Tám"),
    ])  # fmt: skip
    answer = tu_client.post(address, sent, follow=True)
    assert "Đã ghi 2 dòng." in text(answer)
    first, second = lot.diary.order_by("id")
    assert (first.done_on, first.quantity_unit, second.done_on, second.on_behalf_of) == (day, "kg", day, "Ông Tám")
    tu_client.post(address, sent)  # the button pressed again
    assert lot.diary.count() == 2


def test_a_line_that_is_wrong_stays_typed_with_its_reason(tu_client: Client, lot: Lot) -> None:
    address = f"{reverse('diary-typing')}?lo={lot.pk}"
    sent = typed([
        line(f"{today():%d/%m/%Y}", "water"),
        line("31/02/2026", "spray", what="Trichoderma"),
        line(f"{today():%d/%m/%Y}", "", what="Không rõ việc"),
        line("01/01/2020", "weed"),
    ])  # fmt: skip
    answer = tu_client.post(address, sent)
    page = text(answer)
    assert answer.status_code == 422 and lot.diary.count() == 1
    assert "3 dòng chưa ghi được" in page and "Đã ghi 1 dòng." in page
    for kept in ("31/02/2026", "Trichoderma", "Không rõ việc", "Chọn việc đã làm", "không thể trước ngày mở lô"):
        assert kept in page, kept
    assert "Chưa nhập dòng nào" in text(tu_client.post(address, typed([{}])))


def test_the_book_is_printed_for_a_lot_and_for_a_kind_of_goods(tu_client: Client, lot: Lot) -> None:
    page = text(tu_client.get(reverse("diary-book-print"), {"lo": lot.pk}))
    assert "L26A0917" in page and "Trang 4/4" in page and "Phun thuốc" in page and page.count("<tr>") > 60
    assert "L26A0917" in text(tu_client.get(reverse("diary-book")))
    for wrong in ({"nhom": "khong-co"}, {"lo": "x"}, {}):
        assert tu_client.get(reverse("diary-book-print"), wrong).status_code == 404
    empty = text(tu_client.get(reverse("diary-book-print"), {"nhom": lot.product.group}))
    assert "………" in empty and "L26A0917" not in empty
