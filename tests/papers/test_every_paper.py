"""Every paper, also with the longest names the forms accept and with names that have no space to break at: each says
exactly what it has to, from the first word to the last, within its margins, and its code opens the record.

TXNG_PAPERS names a folder for the pictures. For the controls: TXNG_LOOSE_PAPER=1 plants a name no line can break,
TXNG_LOST_WORD=1 a paper that lost a word, TXNG_DECOMPOSED=1 one whose marks stand beside their letters.
"""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.browser import paper
from tests.cast import PROVINCES
from tests.papers.desk import PAPERS, SIZES, Desk
from tests.papers.expected import TABLES, foot_of, text_of
from tests.papers.looking import boxes, faults, keep, pages_of
from tests.sizes import WHOLE
from txng import provinces
from txng.oversight.certificate_paper import PRODUCTS
from txng.ui import documents

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]


@pytest.fixture(autouse=True)
def _planted(monkeypatch: pytest.MonkeyPatch) -> None:
    composed = documents._composed

    def planted(value: Any) -> Any:
        if os.environ.get("TXNG_DECOMPOSED") and isinstance(value, str):
            return unicodedata.normalize("NFD", value)
        if os.environ.get("TXNG_LOST_WORD") and isinstance(value, dict) and "agency" in value:
            value = {**value, "agency": "UBND"}
        return composed(value)

    monkeypatch.setattr(documents, "_composed", planted)


def squeezed(text: str) -> str:
    """Where a line ends is the paper's own business; every letter between is not."""
    return "".join(text.split())


def whole_text(pdf: bytes, name: str) -> str:
    """All pages in order without their feet, each of which is checked, and without table heads said again."""
    pages = pages_of(pdf)
    said = ""
    for number, page in enumerate(pages, 1):
        text, foot = squeezed(page), squeezed(foot_of(number, len(pages)))
        assert text.endswith(foot)
        text = text.removesuffix(foot)
        head = squeezed(TABLES.get(name, ""))
        said += text.removeprefix(head) if head and head in said else text
    return said


# A day draws every paper in every size, each under one of the profiles in turn.
DRAWN = [
    (province, name, size)
    for row, name in enumerate(PAPERS)
    for column, size in enumerate(SIZES)
    for number, province in enumerate(PROVINCES)
    if WHOLE or (row + column) % len(PROVINCES) == number
]


@pytest.mark.parametrize(("province", "name", "size"), DRAWN, indirect=["province"])
def test_a_paper_says_every_word_and_its_code_opens_the_record(
    province: str, organisations: Any, people: Any, name: str, size: str, tmp_path: Path
) -> None:
    desk = Desk(organisations, size)
    pdf, address = desk.make(name)
    desk.facts["address"] = address
    pictures = keep(pdf, f"{province}-{name}-{size}", tmp_path)
    if told := os.environ.get("TXNG_FIGURES"):
        with open(told, "a", encoding="utf-8") as file:
            line = {"paper": f"{province} {name} {size}", "pages": len(pictures), "words": len(boxes(pdf))}
            file.write(json.dumps(line) + "\n")

    assert "\n".join(faults(pdf)) == ""
    wanted = text_of(name, desk)
    assert wanted == unicodedata.normalize("NFC", wanted)
    assert whole_text(pdf, name) == squeezed(wanted)
    codes = [code for picture in paper.pages(pdf) for code in paper.codes(picture)]
    assert codes == [address]
    host = urlsplit(address).netloc
    assert host in ("testserver", provinces.current().identity.host)
    assert Client().get(urlsplit(address).path).status_code in (200, 302)
    assert str(desk.dossier.number) not in address


def test_a_certificate_counts_the_products_it_leaves_out(organisations: Any, people: Any) -> None:
    pdf, _address = Desk(organisations, "longest").make("giay-xac-nhan")

    assert f"và {20 - (PRODUCTS - 1)} sản phẩm khác" in paper.words(pdf)


def test_the_code_of_a_kept_paper_opens_that_paper_and_no_other(organisations: Any, people: Any) -> None:
    desk = Desk(organisations, "usual")
    pdf, address = desk.make("ket-qua-phe-duyet")
    client = Client()
    page = client.get(urlsplit(address).path)

    assert f"{desk.dossier.number}/KQ" in page.content.decode()
    assert client.get(urlsplit(address).path + "ban-luu/").content == pdf
    changed = address[:-2] + ("A" if address[-2] != "A" else "B") + "/"
    assert client.get(urlsplit(changed).path).status_code == 404
    assert client.get(f"/giay-to/{desk.dossier.number}/").status_code == 404


def test_a_fault_is_noticed() -> None:
    """A line beside the page and two lines over each other, drawn on purpose."""
    import io

    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawString(500, 400, "a line that runs out of its page")
    canvas.drawString(100, 300, "one line")
    canvas.drawString(110, 302, "and another")
    canvas.save()

    found = faults(out.getvalue())
    assert any(fault.startswith("outside the margins of page 1: 'page'") for fault in found)
    assert any(fault.startswith("over each other on page 1: 'line' and") for fault in found)
