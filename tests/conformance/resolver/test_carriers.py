"""Carriers (CA-01, CA-02): what is printed, read back by a reader that knows nothing of us."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import zxingcpp

from tests import make
from tests.resolver import kit as stamps
from txng.gs1 import element_strings
from txng.resolver.addresses import Kind, read_typed
from txng.stamps.labels.qr import symbols
from txng.stamps.labels.urls import serial_url

GTIN = "08938505970011"


def picture(bits: Any) -> Any:
    return np.kron(1 - np.pad(np.array(bits, dtype=np.uint8), 4), np.full((4, 4), 255, dtype=np.uint8))


@pytest.mark.django_db
def test_ca_01_the_qr_of_a_stamp_reads_as_its_digital_link(organisations: Any) -> None:
    product = make.product(organisations.lanh, gtin=GTIN)
    batch = stamps.batch(product, 3)
    urls = [serial_url("check.example.vn", stamps.serial(batch, n), GTIN) for n in range(3)]
    for url, symbol in zip(urls, symbols(urls), strict=True):
        rows = np.frombuffer(symbol.bits, dtype=np.uint8).reshape(symbol.size, -1)
        (found,) = zxingcpp.read_barcodes(picture(np.unpackbits(rows, axis=1)[:, : symbol.size]))
        assert (found.text, found.symbology_identifier) == (url, "]Q1")
        asked = read_typed(found.text)
        assert (asked.kind, asked.gtin) == (Kind.ITEM, GTIN)


def test_ca_02_a_gs1_datamatrix_reads_as_its_element_string() -> None:
    elements = (("01", GTIN), ("17", "261002"), ("10", "L26A0917"), ("21", "7K3M9QX2P4VN8RTC"))
    text = element_strings.build_bracketed(elements)
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, gs1=True)
    (found,) = zxingcpp.read_barcodes(np.array(made.to_image(scale=4, add_quiet_zones=True)))

    # FNC1 is the first codeword: that alone makes it ]d2 and its content GS1's.
    assert (found.symbology_identifier, found.content_type) == ("]d2", zxingcpp.ContentType.GS1)
    assert element_strings.parse_bracketed(found.text) == elements
    sent = found.bytes.decode("latin-1").removeprefix("]d2")
    assert sent.replace("\x1d", "") == "".join(ai + value for ai, value in elements)
