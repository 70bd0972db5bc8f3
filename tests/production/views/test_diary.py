from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from txng.kernel.clock import today
from txng.production.models import DiaryEntry, Lot

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]


def text(answer: Any) -> str:
    return answer.content.decode()


def boxes(name: str, day: Any) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


class _Boxes(HTMLParser):
    """What a browser would send if somebody pressed the button of the page's last form at once."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "form":
            self.values = {}
        elif tag == "input" and name and found.get("type") not in ("file", "radio", "checkbox", "submit"):
            self.values[name] = found.get("value") or ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in found and self.select:
            self.values[self.select] = found.get("value") or ""


def as_it_stands(page: str) -> dict[str, str]:
    parser = _Boxes()
    parser.feed(page)
    return parser.values


def address(lot: Lot, activity: str = "fertilise") -> str:
    return f"{reverse('diary-write')}?lo={lot.pk}&viec={activity}"


@pytest.fixture
def lot(organisations: Any) -> Lot:
    return make.lot(make.product(organisations.lanh), "L26A0917", opened_on=today() - timedelta(days=60))


def entry_form(lot: Lot, **changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid4()), "what": "Phân hữu cơ", "quantity": "20", "quantity_unit": "kg", "note": "",
        "site": lot.site_id, "on_behalf_of": "", **boxes("done_on", today()), **changes,
    }  # fmt: skip


def test_the_tiles_fit_the_goods_and_remember_the_last_time(tu_client: Client, lot: Lot) -> None:
    make.diary(lot, "fertilise", today() - timedelta(days=5), what="Hữu cơ", quantity=20)
    answer = tu_client.get(reverse("diary-home"))
    words = [str(tile.label) for tile in answer.context["tiles"]]
    assert words[:3] == ["Bón phân", "Tưới nước", "Phun thuốc"] and "Cho ăn" not in words and words[-1] == "Việc khác"
    day = today() - timedelta(days=5)
    assert f"Như ngày {day.day}/{day.month}: Bón phân, Hữu cơ, 20\u00a0kg" in text(answer)


def test_a_tile_and_save_are_all_it_takes(tu_client: Client, lot: Lot) -> None:
    make.diary(lot, "fertilise", today() - timedelta(days=5), what="Hữu cơ", quantity=20)
    tiles = text(tu_client.get(reverse("diary-home")))
    assert address(lot).replace("&", "&amp;") in tiles  # the first tap
    sent = as_it_stands(text(tu_client.get(address(lot))))
    answer = tu_client.post(address(lot), sent, follow=True)  # the second
    entry = lot.diary.latest("id")
    assert (entry.what, entry.quantity, entry.quantity_unit, entry.done_on) == ("Hữu cơ", 20, "kg", today())
    assert "Đã ghi: Bón phân, Hữu cơ, 20\u00a0kg." in text(answer)


def test_the_amount_of_a_harvest_is_never_guessed(tu_client: Client, lot: Lot) -> None:
    make.diary(lot, "harvest", today(), quantity=420)
    assert tu_client.get(address(lot, "harvest")).context["form"].initial["quantity"] is None


def test_with_several_lots_the_one_written_in_last_is_open_and_others_are_a_tap_away(
    tu_client: Client, lot: Lot
) -> None:
    other = make.lot(lot.product, "L26B0917", opened_on=today() - timedelta(days=60))
    make.diary(other, "water", today())
    make.diary(lot, "water", today() - timedelta(days=1))
    answer = tu_client.get(reverse("diary-home"))
    assert answer.context["lot"].pk == other.pk and f'href="?lo={lot.pk}"' in text(answer)
    assert tu_client.get(reverse("diary-home"), {"lo": lot.pk}).context["lot"].pk == lot.pk


def test_without_a_lot_the_page_says_what_to_do(tu_client: Client) -> None:
    assert "Chưa có lô đang sản xuất" in text(tu_client.get(reverse("diary-home")))


@pytest.mark.parametrize("query", ["", "?lo=1", "?lo=x&viec=water", "?lo={lot}&viec=dance", "?lo=99999999&viec=water"])
def test_an_address_that_names_nothing_is_not_there(tu_client: Client, lot: Lot, query: str) -> None:
    assert tu_client.get(reverse("diary-write") + query.format(lot=lot.pk)).status_code == 404


@pytest.mark.parametrize("lo", ["99999999", "x", "0"])
def test_a_lot_that_is_not_there_opens_no_tiles(tu_client: Client, lot: Lot, lo: str) -> None:
    assert tu_client.get(reverse("diary-home"), {"lo": lo}).status_code == 404


def test_a_second_post_answers_as_the_first(tu_client: Client, lot: Lot) -> None:
    sent = entry_form(lot)
    first, second = tu_client.post(address(lot), sent), tu_client.post(address(lot), sent)
    assert (first.status_code, first.url) == (second.status_code, second.url) and lot.diary.count() == 1


def test_a_photo_goes_with_the_entry_and_is_made_anew(tu_client: Client, lot: Lot) -> None:
    photo = SimpleUploadedFile("nhan.jpg", make._picture(), content_type="image/jpeg")
    tu_client.post(address(lot, "spray"), entry_form(lot, what="", quantity="", photo=photo))
    entry = lot.diary.get()
    assert entry.photo is not None and not entry.photo.public and entry.quantity is None
    page = text(tu_client.get(reverse("lot-detail", args=[lot.pk])))
    assert "Chờ bổ sung" in page and str(entry.photo_id) in page


@pytest.mark.parametrize(
    ("activity", "changes", "sentence"),
    [
        ("harvest", {"quantity": "0"}, "Số lượng phải lớn hơn 0, ví dụ 20 hoặc 20,5."),
        ("harvest", {"quantity": "hai chục"}, "Số lượng phải lớn hơn 0, ví dụ 20 hoặc 20,5."),
        ("water", {"done_on_year": "2199"}, "Ngày thực hiện không thể sau hôm nay."),
        ("water", {"done_on_day": "32"}, "Ngày thực hiện phải là ngày có thật, ví dụ 17/09/2026."),
        ("water", {"done_on_year": "2001"}, "không thể trước ngày mở lô"),
        ("water", {"what": "x" * 300}, "dài tối đa 200 ký tự"),
        ("water", {"on_behalf_of": "<b>12</b>"}, "chỉ gồm chữ cái"),
        (
            "pack",
            {"expires_on_day": "1", "expires_on_month": "1", "expires_on_year": "2001"},
            "không thể trước ngày đóng gói",
        ),
        ("water", {"quantity_unit": "gold"}, "Chọn một trong các mục được hiện."),
        ("water", {"photo": SimpleUploadedFile("a.jpg", b"\xff\xd8 not a picture")}, "a.jpg"),
        ("water", {"photo": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}, ".pdf"),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_stays(
    tu_client: Client, lot: Lot, activity: str, changes: Any, sentence: str
) -> None:
    answer = tu_client.post(address(lot, activity), entry_form(lot, note="Trời mưa to") | changes)
    assert answer.status_code == 422 and sentence in text(answer)
    assert "Trời mưa to" in text(answer) and "<title>Lỗi: " in text(answer)
    assert not lot.diary.exists()


def test_a_mistake_in_the_folded_part_opens_it(tu_client: Client, lot: Lot) -> None:
    folded = text(tu_client.get(address(lot)))
    opened = re.compile(r'<details class="tx-details" open\s*>')
    assert not opened.search(folded) and '<details class="tx-details"' in folded
    wrong = text(tu_client.post(address(lot), entry_form(lot, done_on_day="32")))
    assert opened.search(wrong)


def test_an_entry_is_corrected_and_the_wrong_one_stands_struck_beside_it(tu_client: Client, lot: Lot) -> None:
    tu_client.post(address(lot), entry_form(lot, quantity="2000,5"))
    wrong = lot.diary.get()
    page = reverse("diary-correct", args=[wrong.pk])
    assert "2.000,5" in text(tu_client.get(page))
    without_reason = tu_client.post(page, entry_form(lot, activity="fertilise", reason=""))
    assert without_reason.status_code == 422 and "Ghi lý do đính chính." in text(without_reason)
    answer = tu_client.post(page, entry_form(lot, activity="fertilise", reason="Gõ nhầm số"), follow=True)
    shown = text(answer)
    assert 'class="struck"' in shown and "Gõ nhầm số" in shown and "Đã đính chính" in shown
    assert DiaryEntry.objects.get(corrects=wrong).quantity == 20
    again = tu_client.post(page, entry_form(lot, activity="fertilise", reason="Nữa"))
    assert again.status_code == 422 and "Mục này đã được đính chính." in text(again)


def test_markup_in_a_note_is_shown_as_typed(tu_client: Client, lot: Lot) -> None:
    tu_client.post(address(lot), entry_form(lot, what="<img src=x onerror=alert(1)>", note="<b>đậm</b>"))
    page = text(tu_client.get(reverse("lot-detail", args=[lot.pk])))
    assert "<img src=x" not in page and "&lt;b&gt;đậm&lt;/b&gt;" in page


@pytest.mark.parametrize("entries", [1, 3])
def test_the_tiles_cost_the_same_for_a_longer_diary(
    tu_client: Client, lot: Lot, django_assert_num_queries: Any, entries: int
) -> None:
    for number in range(entries):
        make.diary(lot, "water", today(), what=f"Lần {number}")
        make.lot(lot.product)
    with django_assert_num_queries(9):
        tu_client.get(reverse("diary-home"), {"lo": lot.pk})
    with django_assert_num_queries(14):
        tu_client.get(address(lot, "water"))
