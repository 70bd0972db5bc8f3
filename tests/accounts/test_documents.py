"""The papers: everything typed is text, never markup; the QR opens the address; Vietnamese in composed form."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.test import RequestFactory

from tests.cast import every_province
from txng import provinces
from txng.access import Actor
from txng.accounts import hand_over_paper, papers
from txng.accounts.actions import hand_over_account
from txng.kernel.clock import local_date

pytestmark = pytest.mark.django_db

# What would be code, a heading, a formula, a reference or a string's end in the language of the template.
NASTY = 'Cơ sở #sys.version $x^2$ *đậm* [ghi] <nhãn> @ref "ngoặc" \\ `mã` // = – “Ấ Ẩ Ỗ Ự Đ”'


def text_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).replace("\r", "")


def letter(issued: Any) -> bytes:
    return papers.activation_letter(RequestFactory().get("/", HTTP_HOST="localhost:8000"), issued)


def record(hanh: Actor, issued: Any, at: Any, **fields: Any) -> bytes:
    given = {
        "handed_by": "Nguyễn Thị Hạnh",
        "received_by": "Nguyễn Thị Út",
        "instructed_by": "Phạm Tiến Dũng",
        "instructed_whom": "Nguyễn Thị Út",
        "instructed_on": local_date(at),
        "place": "UBND xã",
        **fields,
    }
    return hand_over_paper.hand_over_record(hand_over_account(actor=hanh, account_id=issued.account.pk, at=at, **given))


@every_province
def test_the_qr_of_the_letter_opens_the_address_that_is_printed_below_it(province: str, issued: Any) -> None:
    pdf = letter(issued)
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=203 / 72).to_pil()
    address = f"http://localhost:8000/tai-khoan/kich-hoat/{issued.token}/"
    assert [code.text for code in zxingcpp.read_barcodes(page)] == [address]
    assert address in text_of(pdf).replace("\n", "")


@every_province
def test_the_letter_says_whom_what_until_when_and_with_which_duties(province: str, issued: Any) -> None:
    text = re.sub(r"\s+", " ", text_of(letter(issued)))
    profile = provinces.current()
    for words in (
        *profile.identity.heading,
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Nguyễn Thị Út",
        "htx-nhon-ai",
        "0987 654 321",
        "09:30, 24/09/2026",
        "ngày 21 tháng 9 năm 2026",
        "Trang 1 / 1",
        *(duty.name for duty in profile.accounts.undertakings),
    ):
        assert words.replace("\u00a0", " ") in text.replace("\u00a0", " ")


def test_a_letter_is_one_page(issued: Any) -> None:
    assert len(pypdfium2.PdfDocument(letter(issued))) == 1


def test_titles_stand_in_the_metadata(hanh: Actor, issued: Any, at: Any) -> None:
    for pdf, title in (
        (letter(issued), "Thư kích hoạt tài khoản htx-nhon-ai"),
        (record(hanh, issued, at), "Biên bản bàn giao tài khoản Hợp tác xã Nông nghiệp Nhơn Ái"),
    ):
        metadata = pypdfium2.PdfDocument(pdf).get_metadata_dict()
        assert metadata["Title"] == title
        assert metadata["Author"] == provinces.current().identity.system_name


def test_what_a_person_typed_is_text_whatever_it_looks_like(hanh: Actor, issued: Any, at: Any) -> None:
    text = re.sub(r"\s+", " ", text_of(record(hanh, issued, at, instructed_whom=NASTY, note=NASTY, place=NASTY)))
    assert text.count(NASTY) == 3


def test_decomposed_vietnamese_is_composed(hanh: Actor, issued: Any, at: Any) -> None:
    broken = unicodedata.normalize("NFD", "Nguyễn Thị Ngọc Ánh – Đỗ Ỷ Lan")
    assert unicodedata.normalize("NFC", broken) in text_of(record(hanh, issued, at, instructed_whom=broken))


def test_every_letter_of_vietnamese_is_set_in_our_own_typeface(hanh: Actor, issued: Any, at: Any) -> None:
    letters = set("ĂÂĐÊÔƠƯăâđêôơư–“”…")
    for base in "AĂÂEÊIOÔƠUƯYaăâeêioôơuưy":
        letters |= {unicodedata.normalize("NFC", base + tone) for tone in "\u0300\u0301\u0303\u0309\u0323"}
    pdf = record(hanh, issued, at, note="".join(sorted(letters)), instructed_whom="".join(sorted(letters)))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = {str(o.BaseFont) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o}
    assert fonts
    assert {font for font in fonts if "BeVietnamPro" not in font} == set()


@every_province
def test_the_record_is_headed_by_the_agency_that_hands_over(province: str, hanh: Actor, issued: Any, at: Any) -> None:
    text = text_of(record(hanh, issued, at))
    assert "ỦY BAN NHÂN DÂN" in text
    assert hanh.organisation.partition(" ")[2].upper() in text
    assert provinces.current().regulation in re.sub(r"\s+", " ", text)


def test_the_same_paper_asked_for_twice_is_the_same_file(hanh: Actor, issued: Any, at: Any) -> None:
    first = record(hanh, issued, at)
    again = hand_over_paper.hand_over_record(
        issued.account.hand_overs.select_related("agency", "account__establishment").get()
    )
    assert first == again


def test_long_papers_number_their_pages(at: Any, issued: Any, hanh: Actor) -> None:
    pdf = record(hanh, issued, at, note="Một dòng ghi chú dài. " * 300)
    pages = pypdfium2.PdfDocument(pdf)
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"Trang {number} / {len(pages)}" in page.get_textpage().get_text_range()
