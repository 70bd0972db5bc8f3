"""Phản ánh: anybody may report, the right agency reads, and only the number is said aloud."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests import make
from tests.resolver.test_scan import text
from txng.access import Actor
from txng.access.actors import visitor
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.oversight import actions, queries, references
from txng.oversight.models import Complaint
from txng.oversight.references import Reference
from txng.resolver import references as signing

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot(organisations: Any) -> Any:
    return make.lot(make.product(organisations.lanh), "L26A0917")


def photo(name: str = "anh.jpg", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def file(lot: Any = None, **fields: Any) -> Complaint:
    return actions.file_complaint(
        **{
            "actor": visitor(),
            "client_id": uuid.uuid4(),
            "text": "Tem bị dán đè.",
            "about": Reference(scanned="/01/…", verdict="valid", lot_id=lot.pk if lot else None),
            "at": make.AT,
            **fields,
        }
    )


# --- the action ---------------------------------------------------------------------------------------------


def test_a_report_about_a_lot_stands_where_its_establishment_does(lot: Any) -> None:
    complaint = file(lot)

    assert complaint.number == "PA-2026-000001"
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{10}", complaint.lookup_code)
    assert (complaint.lot, complaint.product, complaint.establishment) == (lot, lot.product, lot.establishment)
    assert complaint.unit_path == lot.establishment.unit_path
    assert complaint.managing_agency_id == lot.establishment.managing_agency_id
    assert f"{complaint.due_on:%d/%m/%Y}" == "28/09/2026"  # five working days after Monday


def test_the_ledger_keeps_the_number_and_the_goods_but_not_the_words_nor_the_person(lot: Any) -> None:
    file(lot, text="Ông Ba bán hàng hỏng", contact_name="Trần Thị Tám", contact_phone="0987654321")

    entry = Entry.objects.get(kind="oversight.complaint:filed")
    assert entry.after["lot_id"] == lot.pk
    assert entry.establishment_id == lot.establishment_id
    kept = f"{entry.after}{entry.subject_label}{entry.reason}{entry.actor_label}"
    for private in ("Ông Ba", "Tám", "0987654321"):
        assert private not in kept


def test_sent_twice_it_is_filed_once(lot: Any) -> None:
    same = uuid.uuid4()
    first = file(lot, client_id=same, photos=[photo()])
    again = file(lot, client_id=same, photos=[photo()])

    assert again == first
    assert Complaint.objects.count() == 1
    assert first.photos.count() == 1
    assert Entry.objects.filter(kind="oversight.complaint:filed").count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"text": "  \n"}, "Ghi điều bạn thấy."), ({"photos": [None] * 4}, "Gửi tối đa 3 ảnh.")],
)
def test_what_cannot_be_taken_in_is_refused_with_a_sentence(lot: Any, fields: Any, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=re.escape(sentence)):
        file(lot, **fields)

    assert not Complaint.objects.exists()


def test_somebody_without_the_verb_cannot_file(lot: Any) -> None:
    with pytest.raises(NotThere):
        file(lot, actor=Actor(label="–"))


@pytest.mark.parametrize("about", [Reference(product_id=1), Reference(establishment_id=1), Reference(lot_id=10**9)])
def test_goods_that_do_not_exist_make_a_report_without_goods(organisations: Any, about: Reference) -> None:
    assert file(about=Reference(scanned="X", lot_id=about.lot_id, product_id=10**9)).establishment is None


# --- references ---------------------------------------------------------------------------------------------


def test_the_form_reads_what_the_scan_page_signed() -> None:
    text = signing.sign(raw="/01/…/21/Ô", verdict="valid", establishment_id=3, product_id=4, lot_id=None)

    assert references.read(text) == Reference(
        scanned="/01/…/21/Ô", verdict="valid", establishment_id=3, product_id=4, lot_id=None
    )
    assert references.SALT == signing.SALT


@pytest.mark.parametrize("text", ["", "x", "eyJsIjo3fQ:abc", "eyJsIjo3fQ"])
def test_what_nobody_signed_is_no_reference(text: str) -> None:
    assert references.read(text) is None


# --- the form -----------------------------------------------------------------------------------------------


def sent(client: Client, **fields: Any) -> Any:
    return client.post("/phan-anh/", {"client_id": str(uuid.uuid4()), "text": "Tem bị dán đè.", **fields})


def test_from_the_scan_page_to_the_look_up_code(client: Client, lot: Any) -> None:
    reference = signing.sign(
        raw="/01/08938505970011", verdict="valid", establishment_id=None, product_id=None, lot_id=lot.pk
    )
    form = client.get("/phan-anh/", {"tham-chieu": reference})
    assert "/01/08938505970011" in text(form)
    assert "Mã trên tem" not in text(form)  # not asked again

    answer = sent(client, reference=reference, photos=[photo(), photo("hai.jpg")], contact_phone="0912 345 678")
    complaint = Complaint.objects.get()
    assert (complaint.lot, complaint.verdict, complaint.scanned) == (lot, "valid", "/01/08938505970011")
    assert complaint.contact_phone == "0912345678"
    assert complaint.photos.count() == 2
    assert not complaint.photos.first().file.public

    page = client.get(answer["Location"])
    assert f"Đã nhận phản ánh {complaint.number}" in text(page)
    assert complaint.lookup_code in text(page)

    status = text(client.get("/phan-anh/tra-cuu", {"ma": complaint.lookup_code.lower()}))
    assert complaint.number in status
    assert "Mới" in status
    for private in ("dán đè", "0912"):
        assert private not in status


def test_without_a_reference_only_what_was_typed_is_kept(client: Client, lot: Any) -> None:
    form = client.get("/phan-anh/", {"ma": "7K3M-9QX2", "tham-chieu": "forged"})
    assert 'value="7K3M-9QX2"' in form.content.decode()

    sent(client, scanned="7K3M-9QX2", reference="forged")
    complaint = Complaint.objects.get()
    assert (complaint.scanned, complaint.lot, complaint.establishment) == ("7K3M-9QX2", None, None)


def test_a_second_sending_of_the_same_form_gives_the_same_report(client: Client, lot: Any) -> None:
    same = str(uuid.uuid4())
    for _ in range(2):
        assert sent(client, client_id=same).status_code == 302

    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Ghi điều bạn thấy."),
        ({"text": "x" * 2001}, "bạn đã nhập 2.001"),
        ({"contact_phone": "123"}, "Số điện thoại gồm 10 chữ số, bắt đầu bằng 0."),
        ({"photos": SimpleUploadedFile("a.jpg", b"GIF89a not a picture", "image/jpeg")}, "Không đọc được tệp “a.jpg”"),
        ({"photos": SimpleUploadedFile("a.jpg", b"", "image/jpeg")}, "a.jpg"),
    ],
)
def test_wrong_input_is_told_in_vietnamese_and_what_was_typed_stays(
    client: Client, organisations: Any, fields: Any, sentence: str
) -> None:
    response = sent(client, **{"bought_at": "Chợ Cái Răng", **fields})

    assert response.status_code == 422
    assert sentence in text(response)
    assert "Chợ Cái Răng" in response.content.decode()
    assert "<title>Lỗi: " in response.content.decode()
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("client_id", ["", "x", "'; DROP TABLE"])
def test_a_form_without_its_mark_is_refused_and_not_broken(client: Client, organisations: Any, client_id: str) -> None:
    assert sent(client, client_id=client_id).status_code == 422


def test_markup_and_sql_are_text_like_any_other(client: Client, hanh_client: Client, lot: Any) -> None:
    nasty = "<script>alert(1)</script>'; DROP TABLE oversight_complaint; --"
    reference = signing.sign(raw=nasty, verdict="valid", establishment_id=None, product_id=None, lot_id=lot.pk)
    sent(client, text=nasty, bought_at=nasty, reference=reference)
    complaint = Complaint.objects.get()

    assert complaint.text == nasty
    html = hanh_client.get(f"/co-quan/phan-anh/{complaint.pk}/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_one_network_may_send_five_reports_in_half_an_hour(client: Client, organisations: Any) -> None:
    answers = [
        client.post("/phan-anh/", {"client_id": str(uuid.uuid4()), "text": "x"}, REMOTE_ADDR="203.0.113.41").status_code
        for _ in range(6)
    ]

    assert answers == [302] * 5 + [429]
    assert sent(client, client_id=str(uuid.uuid4())).status_code == 302


def test_guessing_look_up_codes_ends_after_five_wrong_ones(client: Client, lot: Any) -> None:
    complaint = file(lot)
    guess = {"REMOTE_ADDR": "203.0.113.42"}
    answers = [client.get("/phan-anh/tra-cuu", {"ma": f"AAAAAAAAA{n}"}, **guess).status_code for n in range(6)]

    assert answers == [404] * 5 + [429]
    assert client.get("/phan-anh/tra-cuu", {"ma": complaint.lookup_code}, **guess).status_code == 429
    assert client.get("/phan-anh/tra-cuu", {"ma": complaint.lookup_code}).status_code == 200


def test_the_page_with_the_code_cannot_be_found_by_number(client: Client, lot: Any) -> None:
    complaint = file(lot)

    for receipt in (str(complaint.pk), complaint.number, "x:y:z"):
        assert client.get(f"/phan-anh/da-gui/{receipt}/").status_code == 404


# --- who reads ----------------------------------------------------------------------------------------------


def test_the_commune_reads_its_own_and_the_operator_reads_all(
    lot: Any, organisations: Any, hanh: Actor, nam: Actor, mai: Actor, lanh: Actor
) -> None:
    here = file(lot)
    there = file(make.lot(make.product(organisations.khai, "Gạo")))
    nowhere = file()

    assert list(queries.complaints_of(hanh)) == [here]
    assert list(queries.complaints_of(nam)) == []
    assert list(queries.complaints_of(lanh)) == []
    assert list(queries.complaints_of(mai)) == [nowhere, there, here]


def test_a_waiting_report_lies_on_the_desk_with_its_deadline(lot: Any, hanh: Actor) -> None:
    complaint = file(lot)
    (task,) = queries.tray(hanh)

    assert task.title == f"{complaint.number} – {lot.product}"
    assert (task.due_on, task.state) == (complaint.due_on, "received")
    assert task.address == f"/co-quan/phan-anh/{complaint.pk}/"

    Complaint.objects.filter(pk=complaint.pk).update(state="rejected")
    assert queries.tray(hanh) == []


def test_the_agency_sees_photos_and_whom_to_ask(lot: Any, hanh_client: Client) -> None:
    complaint = file(lot, photos=[photo()], contact_name="Trần Thị Tám", contact_phone="0987654321")
    page = hanh_client.get(f"/co-quan/phan-anh/{complaint.pk}/")

    assert "Tem bị dán đè." in text(page)
    assert "Trần Thị Tám 0987 654 321" in text(page)
    assert "Kết quả quét Hợp lệ" in text(page)
    assert re.search(r"/tep/[0-9a-f-]{36}\?k=", page.content.decode())


def test_the_list_costs_the_same_for_one_and_for_three(
    lot: Any, hanh_client: Client, django_assert_num_queries: Any
) -> None:
    file(lot)
    hanh_client.get("/co-quan/phan-anh/")
    with django_assert_num_queries(6):
        hanh_client.get("/co-quan/phan-anh/")
    file(lot)
    file(lot)
    with django_assert_num_queries(6):
        page = hanh_client.get("/co-quan/phan-anh/")
    assert text(page).count("Sầu riêng Ri6") == 3
