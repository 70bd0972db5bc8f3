"""Wrong input of every form: a Vietnamese sentence, what was typed is still there, never a 5xx."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import make
from tests.registry import walking
from txng.places.queries import split_communes, successors_of
from txng.registry.models import Dossier
from txng.registry.queries import dossier_by_token

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]

HTML = '<script>alert("x")</script>\'; DROP TABLE registry_dossier; --'
VIETNAMESE = re.compile("[ăâđêôơưàảãáạấầậắằặếềệốồộớờợứừựíìịóòọúùụýỳ]", re.IGNORECASE)


def errors_on(answer: Any) -> str:
    """The sentences beside the boxes."""
    found = re.findall(r'(?s)<p class="tx-error">.*?</p>', answer.content.decode())
    return " ".join(re.sub(r"<[^>]+>", "", one) for one in found)


@pytest.fixture
def token(client: Client, organisations: Any) -> str:
    token = walking.start(client)
    walking.fill_in(client, token)
    return token


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Nhập mã số thuế."),
        ("123", "Mã số thuế gồm 10, 12 hoặc 13 chữ số."),
        ("0123456788", "Mã số thuế sai một chữ số"),
        ("mười số", "Mã số thuế gồm 10, 12 hoặc 13 chữ số."),
        ("0123456787-000", "Mã số thuế sai một chữ số"),
        ("9" * 5000, "tối đa"),
        (HTML, "Mã số thuế"),
        ("\x00\ufeff12", "Mã số thuế gồm 10, 12 hoặc 13 chữ số."),
    ],
)
def test_a_wrong_tax_code_is_named(client: Client, token: str, typed: str, sentence: str) -> None:
    answer = walking.send(client, "registration-tax-code", token, {"tax_code": typed})
    assert answer.status_code == 422
    assert sentence in errors_on(answer)
    if typed.isalnum() and len(typed) < 100:
        assert f'value="{typed}"' in answer.content.decode()
    assert dossier_by_token(token).tax_code == walking.TAX_CODE


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("012 345 6787", "0123456787"),
        ("0123456787-001", "0123456787001"),
        ("092 088 012 345", "092088012345"),
    ],
)
def test_a_tax_code_may_be_written_as_on_paper(client: Client, token: str, typed: str, kept: str) -> None:
    assert walking.send(client, "registration-tax-code", token, {"tax_code": typed}).status_code == 302
    assert dossier_by_token(token).tax_code == kept


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Nhập tên tổ chức/cơ sở."),
        ("name", "a" * 301, "tối đa 300"),
        ("kind", "", "Chọn loại hình tổ chức."),
        ("kind", "company", "Chọn một trong các mục"),
        ("representative", "", "Nhập người đại diện."),
        ("representative", "12345", "chỉ gồm chữ"),
        ("phone", "", "Nhập số điện thoại liên hệ."),
        ("phone", "12345", "Số điện thoại gồm 10 chữ số, bắt đầu bằng 0."),
        ("email", "khong-phai-thu", "ten@vidu.vn"),
        ("address", "", "Nhập địa chỉ."),
        ("address", "x" * 100_000, "dài tối đa"),
        ("business_kind", "", "Nhập loại hình sản xuất, kinh doanh."),
    ],
)
def test_each_box_of_the_establishment_says_what_is_wrong_and_the_others_stay(
    client: Client, token: str, field: str, typed: str, sentence: str
) -> None:
    sent = {**walking.ESTABLISHMENT, **walking.place(), "capacity": "77 ha đất phù sa", field: typed}
    answer = walking.send(client, "registration-establishment", token, sent)
    assert answer.status_code == 422
    assert sentence in errors_on(answer)
    page = answer.content.decode()
    assert "77 ha đất phù sa" in page
    assert "<title>Lỗi: " in page


def test_html_and_sql_in_names_are_text(client: Client, token: str) -> None:
    sent = {**walking.ESTABLISHMENT, **walking.place(), "name": HTML, "address": HTML, "business_kind": HTML}
    assert walking.send(client, "registration-establishment", token, sent).status_code == 302
    page = client.get(reverse("registration-check", args=[token])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert Dossier.objects.get().name == HTML


def test_an_unknown_commune_is_named(client: Client, token: str) -> None:
    sent = {**walking.ESTABLISHMENT, "unit": "Xã Không Có Thật"}
    answer = walking.send(client, "registration-establishment", token, sent)
    assert "Không tìm thấy xã, phường “Xã Không Có Thật”" in errors_on(answer)
    assert "Hợp tác xã Nông nghiệp Trường Thành" in answer.content.decode()


def test_the_people_of_a_split_commune_choose_where_they_are(client: Client, token: str) -> None:
    """domain.md 10: an address is never moved by itself when its commune went to several."""
    from txng import provinces

    old = next(
        unit
        for unit in split_communes(provinces.current().identity.province_code)
        if len({row.new_id for row in successors_of(unit)}) > 1
    )
    successors = {row.new for row in successors_of(old)}
    sent = {**walking.ESTABLISHMENT, "unit": f"{old.name}, {old.parent.name}"}
    answer = walking.send(client, "registration-establishment", token, sent)
    assert answer.status_code == 422
    offered = set(re.findall(r'name="unit_ma"[^>]*value="(\d{5})"', answer.content.decode()))
    assert {unit.code for unit in successors} <= offered

    chosen = sorted(successors, key=lambda unit: unit.code)[0]
    again = walking.send(
        client,
        "registration-establishment",
        token,
        {**sent, "unit_ma": chosen.code, "unit_cho": sent["unit"]},
    )
    assert again.status_code == 302
    assert dossier_by_token(token).unit == chosen


def test_a_commune_of_another_province_cannot_be_smuggled_in(client: Client, token: str) -> None:
    from txng.places.models import AdministrativeUnit

    foreign = AdministrativeUnit.objects.get(code="00004", valid_to=None)
    sent = {**walking.ESTABLISHMENT, "unit": foreign.name, "unit_ma": foreign.code, "unit_cho": foreign.name}
    assert walking.send(client, "registration-establishment", token, sent).status_code == 422
    assert dossier_by_token(token).unit == make.unit()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"rows": "1", "name_0": "", "sector": "agriculture"}, "Nhập ít nhất một sản phẩm."),
        ({"rows": "1", "name_0": "Gạo", "sector": ""}, "Chọn nhóm sản phẩm."),
        ({"rows": "1", "name_0": "Gạo", "sector": "weapons"}, "Chọn một trong các mục"),
        ({"rows": "1", "name_0": "", "note_0": "hộp", "sector": "agriculture"}, "Nhập tên sản phẩm."),
        ({"rows": "1", "name_0": "x" * 201, "sector": "agriculture"}, "tối đa 200"),
        ({"rows": "99999999999999", "name_0": "", "sector": "agriculture"}, "Nhập ít nhất một sản phẩm."),
    ],
)
def test_products_say_what_is_missing(client: Client, token: str, sent: dict[str, str], sentence: str) -> None:
    answer = walking.send(client, "registration-products", token, sent)
    assert answer.status_code == 422
    assert sentence in errors_on(answer)
    assert dossier_by_token(token).products == [{"name": make.GOODS[make.province()], "note": ""}]


def test_rows_of_products_come_and_go_without_a_script(client: Client, token: str) -> None:
    page = walking.send(
        client,
        "registration-products",
        token,
        {"rows": "1", "name_0": "Gạo ST25", "sector": "agriculture", "add": "1"},
    ).content.decode()
    assert 'name="name_1"' in page
    assert "Gạo ST25" in page
    assert re.search(r'value="agriculture"[^>]*checked', page)
    page = walking.send(
        client,
        "registration-products",
        token,
        {"rows": "2", "name_0": "Gạo ST25", "name_1": "Nếp than", "sector": "agriculture", "take": "0"},
    ).content.decode()
    assert "Gạo ST25" not in page
    assert "Nếp than" in page


def test_an_agency_outside_the_list_is_not_taken(client: Client, token: str, organisations: Any) -> None:
    for guess in ("", "999999", "abc", str(organisations.elsewhere.pk)):
        answer = walking.send(client, "registration-agency", token, {"managing_agency": guess})
        assert answer.status_code == 422
        assert VIETNAMESE.search(errors_on(answer))
    assert dossier_by_token(token).managing_agency == organisations.commune


def test_purposes_undertaking_and_signature_are_asked_for(client: Client, token: str) -> None:
    answer = walking.send(client, "registration-commitment", token, {"other_purpose": "", "signed_by": ""})
    said = errors_on(answer)
    assert answer.status_code == 422
    for sentence in (
        "Chọn ít nhất một mục đích.",
        "Đánh dấu cam kết để tiếp tục.",
        "Nhập họ và tên người ký.",
    ):
        assert sentence in said
    own = {"other_purpose": "Xuất khẩu", "commitment": "on", "signed_by": "Nguyễn Văn Bảy"}
    assert walking.send(client, "registration-commitment", token, own).status_code == 302


def test_the_information_form_names_what_it_wants_and_keeps_the_rest(client: Client, token: str) -> None:
    answer = walking.send(
        client, "registration-information", token, {"primary_production": "", "distribution": "Bán tại chợ."}
    )
    assert answer.status_code == 422
    assert "Nhập quá trình sản xuất ban đầu." in errors_on(answer)
    assert "Bán tại chợ." in answer.content.decode()


# --- files --------------------------------------------------------------------------------------------------------


def polyglot() -> bytes:
    """A GIF that is a page at the same time."""
    return b"GIF89a/*" + b"\x00" * 20 + b"*/=1;</style><script>alert(1)</script>"


def html_in_jpeg() -> bytes:
    return walking.jpeg("yellow") + b"<script>alert(document.domain)</script>"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("rong.jpg", b"", "rỗng"),
        ("phim.mov", b"\x00\x00\x00\x14ftypqt  ", "Không đọc được tệp .mov"),
        ("hong.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 400, "hong.jpg"),
        ("cat-ngang.jpg", walking.jpeg()[:300], "cat-ngang.jpg"),
        ("trang.jpg", b"<html><script>alert(1)</script></html>", "trang.jpg"),
        ("hai-mat.jpg", polyglot(), "hai-mat.jpg"),
        ("gia.pdf", b"%PDF-1.7 khong phai pdf", "gia.pdf"),
        ("ve.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "Không đọc được tệp .svg"),
        ("nang.jpg", b"\xff\xd8\xff" + b"0" * (40 * 1024 * 1024), "tối đa 10 MB"),
        ("nang.pdf", b"%PDF-1.4" + b"0" * (40 * 1024 * 1024), "tối đa 20 MB"),
    ],
)
def test_a_bad_file_is_named_and_the_good_ones_beside_it_are_kept(
    client: Client, token: str, name: str, data: bytes, sentence: str
) -> None:
    good = walking.upload("tot.jpg", walking.jpeg("blue"))
    answer = walking.send(
        client,
        "registration-papers",
        token,
        {"files": [SimpleUploadedFile(name, data), good]},
        "business-paper",
    )
    assert answer.status_code == 422
    assert sentence in errors_on(answer)
    page = answer.content.decode()
    assert "giay.jpg" in page, "the file stored before is still shown"
    assert "tot.jpg" in page, "the good file of the same sending was kept"
    assert dossier_by_token(token).papers.count() == 2


def test_what_hides_behind_a_picture_stays_outside(client: Client, token: str) -> None:
    from txng.kernel.files import storage

    walking.send(
        client,
        "registration-papers",
        token,
        {"files": walking.upload("la.jpg", html_in_jpeg())},
        "business-paper",
    )
    stored = dossier_by_token(token).papers.get(file__name="la.jpg").file
    assert b"<script>" not in storage.read(stored.path)


def test_a_required_paper_is_asked_for_and_a_ticked_one_goes(client: Client, token: str) -> None:
    paper = dossier_by_token(token).papers.get()
    answer = walking.send(client, "registration-papers", token, {"remove": str(paper.pk)}, "business-paper")
    assert answer.status_code == 422
    assert "Chụp hoặc chọn ít nhất một ảnh hoặc PDF" in errors_on(answer)
    assert not dossier_by_token(token).papers.exists()


def test_the_same_bytes_sent_twice_are_one_file(client: Client, token: str) -> None:
    for _time in range(2):
        walking.send(client, "registration-papers", token, {"files": walking.upload("giay.jpg")}, "business-paper")
    assert dossier_by_token(token).papers.count() == 1


def test_another_dossiers_file_cannot_be_taken_out(client: Client, token: str) -> None:
    other = walking.start(client)
    walking.fill_in(client, other, tax_code="0100109106")
    foreign = dossier_by_token(other).papers.get()
    walking.send(
        client,
        "registration-papers",
        token,
        {"remove": str(foreign.pk), "files": walking.upload()},
        "business-paper",
    )
    assert dossier_by_token(other).papers.count() == 1


def test_more_than_sixty_megabytes_is_refused_before_it_is_read(client: Client, token: str) -> None:
    answer = client.post(
        reverse("registration-papers", args=[token, "business-paper"]),
        b"x" * (61 * 1024 * 1024),
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413
    assert VIETNAMESE.search(walking.text_of(answer))


def test_megabytes_of_text_are_refused_with_a_page(client: Client, token: str) -> None:
    answer = walking.send(client, "registration-establishment", token, {"name": "a" * (3 * 1024 * 1024)})
    assert answer.status_code == 413


def test_an_unfinished_dossier_is_not_filed_and_says_what_is_missing(client: Client, organisations: Any) -> None:
    token = walking.start(client)
    answer = client.post(reverse("registration-check", args=[token]))
    assert answer.status_code == 409
    page = walking.text_of(answer)
    for sentence in (
        "Nhập mã số thuế.",
        "Nhập ít nhất một sản phẩm.",
        "Chọn cơ quan chủ quản.",
        "Đánh dấu cam kết.",
    ):
        assert sentence in page
    assert dossier_by_token(token).state == "draft"


# --- our own register ---------------------------------------------------------------------------------------------


def test_a_tax_code_that_takes_part_already_is_told_since_when(client: Client, token: str, organisations: Any) -> None:
    make.establishment("Vườn Ba Láng", agency=organisations.commune, tax_code="0100109106")
    answer = walking.send(client, "registration-tax-code", token, {"tax_code": "0100109106"})
    assert answer.status_code == 422
    assert "Cơ sở có mã số thuế này đã tham gia từ 03/2026" in errors_on(answer)


def test_somebody_else_joined_in_the_meantime(client: Client, token: str, organisations: Any) -> None:
    make.establishment("Vườn Ba Láng", agency=organisations.commune, tax_code=walking.TAX_CODE)
    answer = client.post(reverse("registration-check", args=[token]))
    assert answer.status_code == 409
    assert "đã tham gia từ" in walking.text_of(answer)


def test_the_register_fills_in_what_is_not_about_persons(client: Client, organisations: Any) -> None:
    known = make.establishment(
        "Công ty TNHH Đồng Xanh",
        agency=organisations.commune,
        tax_code="0100109106",
        kind="enterprise",
        business_kind="Chế biến gạo",
        representative="Trần Thị Kín",
        phone="0987654321",
        address="Số 9 hẻm nhà riêng",
    )
    token = walking.start(client)
    walking.send(client, "registration-tax-code", token, {"tax_code": "0100109106-001"})
    page = client.get(reverse("registration-establishment", args=[token])).content.decode()
    assert "Công ty TNHH Đồng Xanh" in page
    assert "Chế biến gạo" in page
    assert known.unit.name in page
    for private in ("Trần Thị Kín", "0987", "Số 9 hẻm nhà riêng"):
        assert private not in page
