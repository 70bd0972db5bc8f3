"""Every format of every template, read by a reader that knows nothing of how it was written."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from typing import Any

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from tests.stamps.labels import printers
from txng.stamps.labels import TEMPLATES, Carrier, LabelText, NoGtin, calibration_url, serial_urls
from txng.stamps.labels.datamatrix import SIZES, symbols
from txng.stamps.labels.formats import Format, Order, write
from txng.stamps.labels.outline import path
from txng.stamps.labels.raster import dark
from txng.stamps.serials import KeyRing, issue

pytestmark = pytest.mark.any_server
HOST, GTIN = "truyxuatnguongoc.caobang.gov.vn", "08936012345674"
SERIALS = issue(KeyRing({1: bytes(32)}), 1, int(GTIN), 1, 80)
COUNT = 2
PRODUCT = "Nước mắm cốt nhĩ ỦẾẪỘ"
LABELS = [
    LabelText(url, serial, PRODUCT, "L26A0917", date(2026, 11, 30), GTIN, number)
    for number, (serial, url) in enumerate(
        zip(SERIALS[:COUNT], serial_urls(HOST, SERIALS[:COUNT], GTIN), strict=True), 1
    )
]
WANTED = {
    Carrier.QR: [label.url for label in LABELS],
    Carrier.DATAMATRIX: [f"(01){GTIN}(21){label.code}" for label in LABELS],
}


def written(format: Format, template: str = "T2", carrier: Carrier = Carrier.QR, **more: Any) -> bytes:
    out = io.BytesIO()
    labels = more.pop("labels", LABELS)
    order = Order(
        template=TEMPLATES[template],
        host=HOST,
        test_url=calibration_url(HOST),
        title="LI-2026-0456",
        total=len(labels),
        carrier=carrier,
        **more,
    )
    assert write(out, format, order, labels) == len(labels)
    return out.getvalue()


def printed(format: Format, template: str, carrier: Carrier, dpi: int) -> list[Image.Image]:
    """The pictures on which the stamps stand: pages, labels or sheets, without what comes before them."""
    data = written(format, template, carrier, dpi=dpi)
    if format in (Format.SHEETS, Format.ROLLS):
        with pypdfium2.PdfDocument(data) as document:
            pages = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
        return [_used(page, template) for page in pages[1:]] if format is Format.SHEETS else pages[2:]
    if format is Format.ZPL:
        return printers.zpl(data)[1:]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        files = [packed.read(name) for name in packed.namelist()]
    if format is Format.SVG:
        return [_used(printers.svg(file, dots=dpi / 72), template) for file in files]
    return [Image.open(io.BytesIO(file)).convert("L") for file in files]


def _used(page: Image.Image, template: str) -> Image.Image:
    """The first row of a sheet: the rest of it is white, and a reader looks at all of it."""
    size = TEMPLATES[template]
    bottom = size.page[1] - size.origin(0)[1]
    return page.crop((0, 0, page.width, round(page.height * min(1.0, (bottom + 4) / size.page[1]))))


@pytest.mark.parametrize("carrier", Carrier)
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("format", [Format.SHEETS, Format.ROLLS, Format.SVG, Format.ZPL, Format.PNG])
def test_every_format_of_every_template_reads(format: Format, template: str, carrier: Carrier) -> None:
    if format in (Format.ROLLS, Format.ZPL) and not TEMPLATES[template].on_rolls:
        return
    for dpi in (203, 300):
        pictures = printed(format, template, carrier, dpi)
        found = [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]
        assert sorted(found) == sorted(WANTED[carrier])
        if format in (Format.PNG, Format.SVG):  # dots or curves of their own, whatever the printer
            break


def test_gs1_datamatrix_says_that_it_is_gs1() -> None:
    [picture] = printed(Format.SHEETS, "T2", Carrier.DATAMATRIX, 300)
    for code in zxingcpp.read_barcodes(picture):
        assert code.symbology_identifier == "]d2"
        assert code.content_type == zxingcpp.ContentType.GS1


@pytest.mark.parametrize("length", range(1, 31))
def test_our_datamatrix_reads_as_long_as_it_may_be(length: int) -> None:
    for element in (f"01{GTIN}10{'A7-' * 10}"[: 16 + 2 + length], f"01{GTIN}"):
        if len(element) - 16 > 24:
            continue
        [made] = symbols([element])
        assert made.size in SIZES
        drawn = np.pad(np.where(dark(made), 0, 255).astype(np.uint8), 2, constant_values=255)
        [code] = zxingcpp.read_barcodes(Image.fromarray(drawn.repeat(4, 0).repeat(4, 1)))
        assert re.sub(r"[()]", "", code.text) == element


def test_a_run_of_datamatrix_symbols_is_what_they_are_one_by_one() -> None:
    elements = [f"01{GTIN}21{serial}" for serial in SERIALS]
    assert symbols(elements) == [symbols([element])[0] for element in elements]


def test_goods_without_gtin_have_no_gs1_datamatrix() -> None:
    with pytest.raises(NoGtin):
        written(Format.SHEETS, carrier=Carrier.DATAMATRIX, labels=[LabelText(LABELS[0].url, SERIALS[0])])


def test_a_datamatrix_label_asks_to_type_and_not_to_scan() -> None:
    with pypdfium2.PdfDocument(written(Format.SHEETS, "T3", Carrier.DATAMATRIX)) as document:
        text = document[1].get_textpage().get_text_range()
    assert "Zalo" not in text
    assert "Nhập mã này" in text


def test_a_roll_begins_and_ends_with_its_name() -> None:
    with pypdfium2.PdfDocument(written(Format.ROLLS, "T6", roll_size=1)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
        sizes = {tuple(round(side) for side in page.get_size()) for page in document}
    assert sizes == {(142, 85)}, "one label a page, of its own size"
    assert ["CUỘN" in text for text in texts] == [False, False, True, False, True, True, False, True]
    assert "CUỘN 1/2" in texts[2]
    assert "Tem 1–1" in texts[2]
    assert "HẾT CUỘN 2/2" in texts[7]
    assert "Vạch phải đo đúng 40 mm" in texts[0]
    assert "TEST" in texts[1]


def test_the_table_for_print_houses() -> None:
    rows = list(csv.reader(io.StringIO(written(Format.CSV).decode("utf-8-sig"))))
    assert rows[0] == ["so", "ma", "dia_chi_qr", "ma_nhap_tay", "lo", "san_pham"]
    first = LABELS[0]
    typed = "-".join(first.code[start : start + 4] for start in range(0, 16, 4))
    assert rows[1] == ["1", first.code, first.url, typed, "L26A0917", PRODUCT]
    assert len(rows) == 1 + COUNT
    assert (
        list(csv.reader(io.StringIO(written(Format.CSV, carrier=Carrier.DATAMATRIX).decode("utf-8-sig"))))[1][6]
        == f"01{GTIN}21{first.code}"
    )


@pytest.mark.parametrize("product", ["=HYPERLINK(1)", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_the_table_is_a_formula(product: str) -> None:
    label = LabelText(LABELS[0].url, LABELS[0].code, product, "=1+1")
    rows = list(csv.reader(io.StringIO(written(Format.CSV, labels=[label]).decode("utf-8-sig"), newline="")))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in rows[1])


def test_what_a_name_holds_commands_no_printer() -> None:
    label = LabelText(LABELS[0].url, LABELS[0].code, "^XZ~JA ^FDx", "L1")
    text = written(Format.ZPL, labels=[label]).decode()
    assert "~JA" not in text
    assert text.count("^XZ") == 2  # the trial label's and this one's


def test_the_number_under_the_scratch_layer_stands_where_there_is_a_field_for_it() -> None:
    label = LabelText(LABELS[0].url, LABELS[0].code, PRODUCT, pin="04711147")
    for template, shown in (("T3", True), ("THE", True), ("T2", False)):
        with pypdfium2.PdfDocument(written(Format.SHEETS, template, labels=[label])) as document:
            assert ("04711147" in document[1].get_textpage().get_text_range()) is shown
    assert "04711147" in written(Format.CSV, labels=[label]).decode("utf-8-sig")


@pytest.mark.parametrize("letter", "ẦẫỘữỳđĐơƯạ1-")
def test_a_letter_as_a_curve_stands_where_the_font_draws_it(letter: str) -> None:
    """Against the letter as FreeType fills it: the same box of ink, to a dot."""
    from PIL import ImageDraw, ImageFont

    from txng.stamps.labels.fonts import FOLDER, REGULAR

    size = 200
    pairs = re.findall(r"(-?[\d.]+) (-?[\d.]+)", path(letter, REGULAR, size, 100, 300))
    points = np.array(pairs, dtype=float)
    paper = Image.new("L", (600, 600), 255)
    font = ImageFont.truetype(str(FOLDER / f"{REGULAR}.ttf"), size)
    ImageDraw.Draw(paper).text((100, 300), letter, font=font, fill=0, anchor="ls")
    ink = np.argwhere(np.asarray(paper) < 128)
    (top, left), (bottom, right) = ink.min(0), ink.max(0)
    assert abs(points[:, 0].min() - left) < 4
    assert abs(points[:, 0].max() - right) < 4
    assert abs(points[:, 1].min() - top) < 4
    assert abs(points[:, 1].max() - bottom) < 4


def test_equal_orders_give_equal_files() -> None:
    for format in Format:
        assert written(format) == written(format)
