"""What a phone is answered: an entry stands once however often it is sent, and only its writer sends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from txng.kernel.clock import local_date, today
from txng.production.diary import phone
from txng.production.models import DiaryEntry, Lot

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
SEND, DATA = "/nhat-ky/gui/", "/nhat-ky/du-lieu/"


@pytest.fixture
def lot(organisations: Any) -> Lot:
    return make.lot(make.product(organisations.lanh), "L26A0917", opened_on=today() - timedelta(days=60))


def entry_of(client: Client, lot: Lot, **changes: Any) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return {
        "nguoi": client.get(DATA).json()["person"]["key"], "client_id": str(uuid4()), "lo": lot.pk, "viec": "fertilise",
        "done_at": now, "clock": now, "what": "Phân hữu cơ", "quantity": "20,5", "quantity_unit": "kg", **changes,
    }  # fmt: skip


def test_an_entry_stands_and_the_answer_says_so(tu_client: Client, lot: Lot) -> None:
    answer = tu_client.post(SEND, sent := entry_of(tu_client, lot))
    entry = lot.diary.get()
    assert answer.status_code == 200
    assert answer.json() == {
        "state": "recorded", "client_id": sent["client_id"], "entries": [entry.pk],
        "sentence": "Đã ghi: Bón phân, Phân hữu cơ, 20,5\u00a0kg.", "address": reverse("diary-correct", args=[entry.pk]),
    }  # fmt: skip
    assert (entry.done_on, entry.site_id, entry.recorded_by) == (today(), lot.site_id, "Trần Văn Tư")


def test_sent_again_it_is_answered_again_and_stands_once(tu_client: Client, lot: Lot) -> None:
    sent = entry_of(tu_client, lot)
    first = tu_client.post(SEND, sent)
    assert tu_client.post(SEND, sent).json() == first.json()
    # A photo of the second sending is not even looked at.
    again = tu_client.post(SEND, sent | {"photo": SimpleUploadedFile("a.txt", b"x")})
    assert again.json() == first.json() and lot.diary.count() == 1


def test_work_without_an_amount_needs_no_unit(tu_client: Client, lot: Lot) -> None:
    make.diary(lot, "weed", today() - timedelta(days=1), what="Cắt cỏ")
    values = tu_client.get(DATA).json()["lots"][0]["again"]["values"]
    assert values == {"what": "Cắt cỏ", "quantity": "", "quantity_unit": ""}
    sent = entry_of(tu_client, lot, viec="weed", **values)
    assert tu_client.post(SEND, sent).status_code == 200
    entry = lot.diary.latest("id")
    assert (entry.what, entry.quantity, entry.quantity_unit) == ("Cắt cỏ", None, "")


def test_several_lots_and_households_stand_together_or_not_at_all(tu_client: Client, lot: Lot) -> None:
    other = make.lot(lot.product, "L26B0917", opened_on=today() - timedelta(days=60))
    young = make.lot(lot.product, "L26C0917", opened_on=today())
    sent = entry_of(tu_client, lot, others=[other.pk], on_behalf_of="Ông Sáu, bà Bảy")
    answer = tu_client.post(SEND, sent)
    assert len(answer.json()["entries"]) == 4 and "Đã ghi 4 mục" in answer.json()["sentence"]
    assert tu_client.post(SEND, sent).json() == answer.json()
    group = {entry.group_id for entry in DiaryEntry.objects.all()}
    assert len(group) == 1 and None not in group
    yesterday = (today() - timedelta(days=1)).isoformat()
    refused = tu_client.post(SEND, entry_of(tu_client, lot, others=[other.pk, young.pk], done_on=yesterday))
    assert refused.status_code == 409 and "Lô L26C0917:" in refused.json()["sentence"]
    assert DiaryEntry.objects.count() == 4


def test_somebody_else_never_sends_it(tu_client: Client, lanh_client: Client, khai_client: Client, lot: Lot) -> None:
    sent = entry_of(tu_client, lot)
    for stranger in (lanh_client, khai_client):
        answer = stranger.post(SEND, sent)
        assert answer.status_code == 409 and answer.json()["code"] == "other_person"
        assert answer.json()["sentence"].startswith("Mục này do người khác ghi trên máy này.")
    assert not DiaryEntry.objects.exists()
    assert tu_client.post(SEND, sent).status_code == 200
    # Another establishment's person with that id learns nothing of the entry.
    taken = khai_client.post(SEND, entry_of(khai_client, lot, client_id=sent["client_id"]))
    assert (taken.status_code, taken.json()["code"]) == (409, "sent_before")


def test_signed_out_it_waits(client: Client, tu_client: Client, lot: Lot) -> None:
    for answer in (client.post(SEND, entry_of(tu_client, lot)), client.get(DATA)):
        assert answer.status_code == 401 and answer.json()["code"] == "signed_out"
        assert "đăng nhập lại là gửi được" in answer.json()["sentence"]


def test_a_page_of_another_site_cannot_send(tu_client: Client, lot: Lot) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = tu_client.cookies
    sent = entry_of(tu_client, lot)
    assert strict.post(SEND, sent).status_code == 403
    token = strict.get(DATA).json()["csrf"]
    assert strict.post(SEND, sent, headers={"X-CSRFToken": token}).status_code == 200


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"client_id": "17"}, 422, "Không đọc được mục này."),
        ({"done_at": "hôm qua"}, 422, "Không đọc được mục này."),
        ({"done_at": "2026-09-21T09:00:00"}, 422, "Không đọc được mục này."),
        (
            {"clock": "9999-12-31T23:59:59+00:00", "done_at": "0001-01-01T00:00:00+00:00"},
            422,
            "Không đọc được mục này.",
        ),
        ({"lo": "99999999"}, 404, "Không tìm thấy"),
        ({"lo": "x"}, 404, "Không tìm thấy"),
        ({"viec": "dance"}, 404, "Không tìm thấy"),
        ({"quantity": "0"}, 422, "Mục này còn chỗ cần sửa."),
        ({"quantity_unit": "thúng to"}, 422, "Mục này còn chỗ cần sửa."),
        ({"others": ["99999999"]}, 422, "Mục này còn chỗ cần sửa."),
        ({"done_on": "2001-01-01"}, 409, "không thể trước ngày mở lô"),
        ({"done_on": "2199-01-01"}, 422, "Mục này còn chỗ cần sửa."),
        ({"what": "x" * 300}, 422, "Mục này còn chỗ cần sửa."),
        ({"photo": SimpleUploadedFile("a.jpg", b"no picture")}, 422, "Mục này còn chỗ cần sửa."),
        ({"voice": SimpleUploadedFile("a.webm", b"no sound")}, 422, "Mục này còn chỗ cần sửa."),
        ({"on_behalf_of": ", ".join(f"Người {'abcdefghij'[n % 10] * (n + 1)}" for n in range(101))}, 422, ""),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    tu_client: Client, lot: Lot, changes: dict[str, Any], status: int, words: str
) -> None:
    answer = tu_client.post(SEND, entry_of(tu_client, lot, **changes))
    told = answer.json()
    assert (answer.status_code, told["state"]) == (status, "refused") and words in told["sentence"]
    assert not DiaryEntry.objects.exists()


def test_the_box_that_is_wrong_is_named(tu_client: Client, lot: Lot) -> None:
    told = tu_client.post(SEND, entry_of(tu_client, lot, quantity="hai chục")).json()
    assert told["fields"] == {"quantity": "Số lượng phải lớn hơn 0, ví dụ 20 hoặc 20,5."}


@pytest.mark.parametrize("ahead", [timedelta(days=-400), timedelta(hours=-3), timedelta(0), timedelta(days=3)])
def test_a_clock_that_is_wrong_is_seen_through(tu_client: Client, lot: Lot, ahead: timedelta) -> None:
    now = datetime.now(UTC)
    done = now - timedelta(hours=30)
    sent = entry_of(tu_client, lot, done_at=(done + ahead).isoformat(), clock=(now + ahead).isoformat())
    assert tu_client.post(SEND, sent).status_code == 200
    entry = lot.diary.get()
    assert entry.done_on == local_date(done) and abs(entry.done_at - done) < timedelta(seconds=30)


def test_nothing_was_done_in_the_future() -> None:
    now = datetime(2026, 9, 21, 3, tzinfo=UTC)
    assert phone.time_done("2027-01-01T00:00:00Z", "", now) == now
    assert phone.time_done("2026-09-21T04:00:00Z", "2026-09-21T03:30:00Z", now) == now


def test_the_diary_reads_in_the_order_in_which_it_was_done(tu_client: Client, lot: Lot) -> None:
    now = datetime.now(UTC)
    for minutes, what in ((1, "ba"), (3, "một"), (2, "hai")):
        done = (now - timedelta(minutes=minutes)).isoformat()
        tu_client.post(SEND, entry_of(tu_client, lot, what=what, done_at=done, done_on=""))
    from txng.production.queries import counting_entries

    in_order = [entry.what for entry in counting_entries(lot)]
    assert in_order == ["một", "hai", "ba"] or local_date(now) != local_date(now - timedelta(minutes=3))


def test_the_phone_carries_its_own_lots_and_the_forms_as_the_server_draws_them(
    tu_client: Client, khai_client: Client, lot: Lot, django_assert_max_num_queries: Any
) -> None:
    make.diary(lot, "fertilise", today() - timedelta(days=1), what="Hữu cơ", quantity=20)
    with django_assert_max_num_queries(14):
        answer = tu_client.get(DATA)
    told = answer.json()
    (mine,) = told["lots"]
    assert (mine["number"], told["person"]["name"]) == ("L26A0917", "Trần Văn Tư")
    first = mine["tiles"][0]
    assert (first["label"], first["values"]) == (
        "Bón phân", {"what": "Hữu cơ", "quantity": "20", "quantity_unit": "kg"}
    )  # fmt: skip
    assert mine["again"]["words"] == "Bón phân, Hữu cơ, 20\u00a0kg"
    from txng.production.forms.diary import DiaryForm
    from txng.production.models import Site

    drawn = DiaryForm(activity="fertilise", sites=Site.objects.none())
    for field in (*drawn.front, *drawn.many, *drawn.aside):
        assert f'name="{field.name}' in told["forms"]["fertilise"], field.name
    assert answer.cookies["nhat_ky"].value == told["person"]["key"] and answer.cookies["nhat_ky"]["path"] == "/nhat-ky/"
    assert khai_client.get(DATA).json()["lots"] == []


def test_signing_out_takes_the_leave_to_show_data_away(tu_client: Client, lot: Lot) -> None:
    tu_client.get(DATA)
    answer = tu_client.post(reverse("sign-out"))
    assert answer.cookies["nhat_ky"].value == "" and answer.cookies["nhat_ky"]["path"] == "/nhat-ky/"


def test_what_a_phone_keeps_is_the_same_for_everybody(client: Client, tu_client: Client, lot: Lot) -> None:
    own, strangers = (c.get("/nhat-ky/vo/").content.decode() for c in (tu_client, client))
    assert own == strangers and "Trần Văn Tư" not in own and "L26A0917" not in own
    worker = client.get("/nhat-ky/sw.js")
    assert worker["Content-Type"].startswith("text/javascript") and worker["Service-Worker-Allowed"] == "/nhat-ky/"
    assert "/nhat-ky/vo/" in worker.content.decode() and "/nhat-ky/du-lieu/" not in worker.content.decode()
    manifest = client.get("/nhat-ky/ung-dung.webmanifest").json()
    assert (manifest["scope"], manifest["start_url"], manifest["short_name"]) == ("/nhat-ky/", "/nhat-ky/", "Nhật ký")
