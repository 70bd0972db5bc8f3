from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from txng.kernel.text import group4
from txng.stamps.labels import (
    T2,
    TEMPLATES,
    LabelText,
    calibration_url,
    product_url,
    serial_url,
    serial_urls,
    write_sheet,
)
from txng.stamps.labels.carriers import LabelTooSmall, place_symbol
from txng.stamps.labels.fonts import fit, name_of, printable, width_of
from txng.stamps.labels.templates import MM, TextBox
from txng.stamps.serials import KeyRing, issue

pytestmark = pytest.mark.any_server

GTIN = "08936012345674"
SHORT, LONG = "check.cantho.gov.vn", "truyxuatnguongoc.caobang.gov.vn"
SERIALS = issue(KeyRing({1: bytes(32)}), 1, int(GTIN), 1, 70)
PRODUCTS = [
    "Sầu riêng Ri6",
    "Hạt dẻ Trùng Khánh sấy khô nguyên vỏ loại đặc biệt xuất khẩu hộp thiếc 500 g",
    "NƯỚC MẮM CỐT NHĨ ỦẾẪỘ ĐẬM ĐÀ TRUYỀN THỐNG",
    "Càphêđứclậprangxaynguyênchấtkhôngphaphụgia",
    "Mật ong 🍯 <b>rừng</b> & trà",
    "",
]


def labels(host: str, count: int, *, gtin: str = GTIN, lower: bool = False) -> Iterator[LabelText]:
    for n, serial in enumerate(SERIALS[:count]):
        url = serial_url(host, serial, gtin, lower_case_host=lower)
        product = PRODUCTS[n % len(PRODUCTS)]
        if n % 3:
            yield LabelText(url, serial, product, "L26A0917-ABCDEFGHIJK", date(2026, 11, 30))
        else:
            yield LabelText(url, serial, product)


def sheet(host: str = SHORT, count: int = 40, **more: Any) -> bytes:
    out = io.BytesIO()
    given_labels = more.pop("labels", None) or labels(host, count)
    write_sheet(out, template=T2, labels=given_labels, host=host, test_url=calibration_url(host), **more)
    return out.getvalue()


def picture(pdf: bytes, page: int, dpi: int) -> Image.Image:
    image: Image.Image = pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72, grayscale=True).to_pil()
    return image


def cell(image: Image.Image, place: int, dpi: int) -> Image.Image:
    x, y = T2.origin(place)
    top, dots = T2.page[1] - y - T2.height, dpi / 25.4
    return image.crop(
        (round(x * dots), round(top * dots), round((x + T2.width) * dots), round((top + T2.height) * dots))
    )


def words(pdf: bytes, page: int) -> str:
    return str(pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range())


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(
    ("host", "gtin", "lower"),
    [(SHORT, GTIN, False), (LONG, GTIN, False), (SHORT, "", False), (SHORT, GTIN, True)],
)
def test_every_label_of_a_printed_sheet_reads_as_its_own_url(dpi: int, host: str, gtin: str, lower: bool) -> None:
    pdf = sheet(host, labels=labels(host, 36, gtin=gtin, lower=lower))
    pages = [picture(pdf, number, dpi) for number in (1, 2)]
    for n, label in enumerate(labels(host, 36, gtin=gtin, lower=lower)):
        found = zxingcpp.read_barcodes(cell(pages[n // 32], n % 32, dpi))
        assert [code.text for code in found] == [label.url]


def test_a_run_long_enough_for_the_fast_way_reads_the_same() -> None:
    pdf = sheet(count=70)
    for page in (1, 2):
        image = picture(pdf, page, 203)
        for n, label in enumerate(list(labels(SHORT, 70))[(page - 1) * 32 : page * 32]):
            assert [code.text for code in zxingcpp.read_barcodes(cell(image, n, 203))] == [label.url]


def test_labels_still_read_when_the_printer_smears() -> None:
    image = picture(sheet(count=32), 1, 300)
    blurred = image.filter(ImageFilter.GaussianBlur(1))
    swollen = picture(sheet(count=32), 1, 600).filter(ImageFilter.MinFilter(3))  # a dot of ink more on every side
    for n, label in enumerate(labels(SHORT, 32)):
        for picked, dpi in ((blurred, 300), (swollen, 600)):
            assert [code.text for code in zxingcpp.read_barcodes(cell(picked, n, dpi))] == [label.url]


def test_nothing_runs_over_the_edge_of_a_label_or_into_a_quiet_zone() -> None:
    for host in (SHORT, LONG, "tracuutruyxuatnguongoc.langsonvietnam.gov.vn"):
        image = np.asarray(picture(sheet(host, 32), 1, 300))
        for place in range(32):
            inked = np.asarray(cell(Image.fromarray(image), place, 300)) < 128
            rim, corner = (
                6,
                20,
            )  # half a millimetre; the cut marks stand in the corners and are lighter anyway
            assert not inked[:rim, corner:-corner].any()
            assert not inked[-rim:, corner:-corner].any()
            assert not inked[corner:-corner, :rim].any()
            assert not inked[corner:-corner, -rim:].any()
            dots = 300 / 25.4
            x, y, side = (value / MM for value in place_symbol(T2, 33))
            left, right = int((x - 1.9) * dots), int((x + side + 1.9) * dots)
            top = int((T2.height - y - side - 1.9) * dots)
            bottom = int((T2.height - y + 1.9) * dots)
            zone = inked[max(top, 0) : bottom, left:right].copy()
            edge = int(1.7 * dots)
            zone[edge:-edge, edge:-edge] = False
            assert not zone.any()


def test_modules_are_half_a_millimetre_and_the_ruler_fifty() -> None:
    pdf, dpi = sheet(count=1), 600
    inked = np.asarray(cell(picture(pdf, 1, dpi), 0, dpi))[:, : int(20.5 * dpi / 25.4)] < 128
    inked = inked[: int(20.5 * dpi / 25.4)]
    columns = np.flatnonzero(inked.any(axis=0))
    assert (columns[-1] - columns[0] + 1) / dpi * 25.4 == pytest.approx(33 * 0.5, abs=0.09)
    first = np.asarray(picture(pdf, 0, dpi)) < 128
    longest = max(_longest_run(row) for row in first[int(80 / 25.4 * dpi) : int(100 / 25.4 * dpi)])
    assert longest / dpi * 25.4 == pytest.approx(50, abs=0.3)


def _longest_run(row: np.ndarray[Any, np.dtype[np.bool_]]) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]])))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0


def test_the_first_page_is_the_calibration_page_with_a_trial_code() -> None:
    pdf = sheet(count=1, title="Lệnh in LI-2026-0456", offset_mm=(1.5, -0.5))
    text = re.sub(r"\s+", " ", words(pdf, 0))
    assert "In ở tỉ lệ 100% (không chọn ‘Vừa trang giấy’). Vạch này phải đo đúng 50 mm." in text
    assert "LI-2026-0456" in text
    assert "+1,5 mm và -0,5 mm" in text
    (code,) = zxingcpp.read_barcodes(picture(pdf, 0, 203))
    assert code.text == "HTTPS://CHECK.CANTHO.GOV.VN/T/TEST"


def test_a_label_says_what_ux_3_7_lists() -> None:
    pdf = sheet(
        labels=[
            LabelText(serial_url(SHORT, SERIALS[0], GTIN), SERIALS[0], "Sầu riêng Ri6", "L26A0917", date(2026, 9, 5))
        ]
    )
    text = re.sub(r"\s+", " ", words(pdf, 1))
    for wanted in (
        group4(SERIALS[0]),
        SHORT,
        "Quét bằng Zalo hoặc máy ảnh",
        "Sầu riêng Ri6",
        "Lô L26A0917 – HSD 05/09/2026",
    ):
        assert wanted in text


def test_each_label_carries_its_own_product_and_lot() -> None:
    wanted = [("Sầu riêng Ri6", "L26A0917"), ("Sầu riêng Ri6", "L26B0917"), ("Cà phê", "L26A0917")]
    pdf = sheet(
        labels=[
            LabelText(serial_url(SHORT, serial), serial, product, lot)
            for serial, (product, lot) in zip(SERIALS, wanted, strict=False)
        ]
    )
    text = words(pdf, 1)
    assert [text.count(part) for part in ("Sầu riêng Ri6", "Cà phê", "Lô L26A0917", "Lô L26B0917")] == [
        2,
        1,
        2,
        1,
    ]


@example(date(2044, 4, 4))
@given(st.dates(date(2026, 1, 1), date(2099, 12, 31)))
def test_a_date_stands_in_one_line_whatever_its_digits(day: date) -> None:
    assert T2.lot is not None
    assert len(fit(f"HSD\u00a0{day:%d/%m/%Y}", T2.lot)[1]) == 1


@pytest.mark.parametrize("lot", ["L26A0917", "L26A0917-AB", "L26A0917-ABCDEFGHIJK", "W" * 20])
def test_the_date_is_never_cut_away_by_a_long_lot_number(lot: str) -> None:
    label = LabelText(serial_url(SHORT, SERIALS[0]), SERIALS[0], "Cà phê", lot, date(2026, 11, 30))
    text = re.sub(r"\s+", "", words(sheet(labels=[label]), 1))
    assert "HSD30/11/2026" in text
    assert f"Lô{lot if len(lot) < 20 or 'W' not in lot else 'WWWWW'}" in text


def test_a_smaller_symbol_keeps_its_half_millimetre_and_stands_in_the_middle() -> None:
    x, y, side = place_symbol(T2, 29)
    assert side / MM == pytest.approx(29 * 0.5)
    assert x / MM == pytest.approx(T2.qr_x + (T2.qr_side - 14.5) / 2)
    assert y / MM == pytest.approx(T2.height - T2.qr_top - (T2.qr_side + 14.5) / 2)


def test_signs_the_font_lacks_are_left_out_instead_of_boxed() -> None:
    assert printable("Mật ong 🍯 rừng\n漢字 U\u0301", name_of(T2.code)) == "Mật ong rừng Ú"


@pytest.mark.parametrize("lot", ["L26A0917", "2609-0123", "MẺ 7/b"])
def test_a_lot_label_shows_the_lot_as_it_is_written(lot: str) -> None:
    url = product_url(SHORT, GTIN, "L26A0917")
    pdf = sheet(labels=[LabelText(url, lot, "Sầu riêng Ri6")] * 32)
    image = picture(pdf, 1, 203)
    assert {code.text for n in range(32) for code in zxingcpp.read_barcodes(cell(image, n, 203))} == {url}
    assert words(pdf, 1).count(lot) == 32


def test_the_offset_moves_everything_on_the_sheet() -> None:
    plain, moved = (np.asarray(picture(sheet(count=1, offset_mm=o), 1, 254)) for o in ((0.0, 0.0), (2.0, 3.0)))
    assert np.abs(plain[30:, :-20].astype(int) - moved[:-30, 20:].astype(int)).mean() < 0.5
    assert np.abs(plain.astype(int) - moved.astype(int)).mean() > 0.5


def test_equal_input_gives_equal_bytes() -> None:
    first = sheet(count=70, title="một")
    assert sheet(count=70, title="hai") != first
    assert sheet(count=70, title="một") == first


def test_the_file_names_itself_its_language_and_asks_not_to_be_scaled() -> None:
    with pikepdf.open(io.BytesIO(sheet(count=1, title="Lệnh in LI-2026-0456"))) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Tem QR – Lệnh in LI-2026-0456"
        assert str(pdf.Root.Lang) == "vi-VN"
        assert str(pdf.Root.ViewerPreferences.PrintScaling) == "/None"
        fonts = [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("/FontFile2" in descriptor for descriptor in fonts)


def test_progress_is_told_sheet_by_sheet() -> None:
    told: list[int] = []
    sheet(count=70, progress=told.append)
    assert told == [32, 64, 70]


def test_no_labels_still_give_the_calibration_page() -> None:
    assert len(pypdfium2.PdfDocument(sheet(labels=iter(())))) == 1


def test_a_host_too_long_for_readable_modules_is_refused() -> None:
    with pytest.raises(LabelTooSmall):
        sheet(labels=[LabelText("HTTPS://" + "A" * 170 + ".VN/T/" + SERIALS[0], SERIALS[0])])


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda t: t.name)
def test_no_template_prints_smaller_than_people_read_or_outside_its_label(template: Any) -> None:
    assert template.code.bold
    assert template.code.smallest >= 7
    for box in (template.code, template.domain, template.hint, template.product, template.lot):
        if box is None:
            continue
        assert box.size >= box.smallest >= 6
        assert box.x >= 0.5
        assert box.x + box.width <= template.width - 0.5
        assert box.top >= 0.5
        assert box.top + box.height <= template.height - 0.5
    for place in range(template.per_sheet):
        x, y = template.origin(place)
        assert 3 <= x <= template.page[0] - template.width - 3
        assert 3 <= y <= template.page[1] - template.height - 3


VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯẦẪỘỮỸằẵếổợự0123456789 -–,./&…"


@given(
    st.text(VIETNAMESE, max_size=120),
    st.sampled_from([b for b in (T2.product, T2.lot, T2.hint, T2.domain) if b]),
    st.sampled_from(" ."),
)
def test_text_never_leaves_its_box_and_only_an_ellipsis_hides_any_of_it(text: str, box: TextBox, breaks: str) -> None:
    size, lines = fit(text, box, breaks=breaks)
    assert box.smallest <= size <= box.size
    assert len(lines) <= box.lines
    assert len(lines) * size * 1.16 <= box.height * MM + 0.01
    assert all(width_of(line, name_of(box), size) <= box.width * MM + 0.001 for line in lines)
    shown, whole = "".join(lines).replace(" ", ""), printable(text, name_of(box)).replace(" ", "")
    assert shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1]))


@given(st.text(max_size=60))
def test_any_text_whatever_can_be_printed(text: str) -> None:
    assert T2.product is not None
    size, lines = fit(text, T2.product)
    assert all(width_of(line, name_of(T2.product), size) <= T2.product.width * MM + 0.001 for line in lines)


def test_the_urls_of_a_batch_are_the_urls_one_by_one() -> None:
    for gtin in (GTIN, ""):
        assert list(serial_urls(SHORT, SERIALS, gtin)) == [serial_url(SHORT, serial, gtin) for serial in SERIALS]


def test_the_printed_urls_are_those_of_the_address_table() -> None:
    serial = SERIALS[0]
    assert serial_url(SHORT, serial, GTIN) == f"HTTPS://CHECK.CANTHO.GOV.VN/01/{GTIN}/21/{serial}"
    assert serial_url(SHORT, serial) == f"HTTPS://CHECK.CANTHO.GOV.VN/T/{serial}"
    assert serial_url(SHORT, serial, GTIN, lower_case_host=True) == f"https://check.cantho.gov.vn/01/{GTIN}/21/{serial}"
    assert product_url(SHORT, GTIN, "L26A0917") == f"HTTPS://CHECK.CANTHO.GOV.VN/01/{GTIN}/10/L26A0917"
    assert product_url(SHORT, GTIN) == f"HTTPS://CHECK.CANTHO.GOV.VN/01/{GTIN}"
    assert product_url(SHORT, "P7K3M9QX", "L26A0917") == "HTTPS://CHECK.CANTHO.GOV.VN/T/P7K3M9QX/L26A0917"
    assert product_url(SHORT, "P7K3M9QX") == "HTTPS://CHECK.CANTHO.GOV.VN/T/P7K3M9QX"
