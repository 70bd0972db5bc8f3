"""Every paper, also with the longest names the forms accept: legible, within its margins, its code opening the record.

TXNG_PAPERS names a folder for the pictures; TXNG_LOOSE_PAPER=1 plants a line that cannot break, for the control.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client, RequestFactory

from tests import make
from tests.browser import paper
from tests.cast import every_province
from tests.papers.looking import boxes, faults, keep
from txng import provinces
from txng.access.actors import system
from txng.accounts import papers as of_accounts
from txng.accounts.actions import hand_over_account, issue_account
from txng.kernel.clock import local_date
from txng.oversight.certificate_paper import PRODUCTS, address_of, certificate_pdf
from txng.oversight.signing import Identity
from txng.registry.filled_form import form_pdf
from txng.registry.receipts import receipt_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]

PAPERS = ("phieu-dang-ky", "giay-tiep-nhan", "thu-kich-hoat", "bien-ban-ban-giao", "giay-xac-nhan")


def long(words: str, length: int) -> str:
    """As long as the form accepts, in words as people write them."""
    return " ".join([words] * (length // (len(words) + 1) + 1))[:length].strip()


def sizes(name: str) -> dict[str, Any]:
    """The establishment of a paper: as usual, or with everything at the length the forms accept."""
    if name == "usual":
        return {}
    if os.environ.get("TXNG_LOOSE_PAPER"):
        return {"name": "Hợptácxã" * 37}
    return {
        "name": long("Hợp tác xã Nông nghiệp, Dịch vụ và Chế biến Trái cây Đặc sản Ưỡng Ẩm", 300),
        "representative": long("Nguyễn Thị Thùy Dương Quỳnh", 160),
        "address": long("Số 123/45/67 đường Nguyễn Văn Cừ nối dài, ấp Nhơn Lộc 1", 300),
        "business_kind": long("Trồng, thu mua, sơ chế và xuất khẩu trái cây tươi", 300),
        "capacity": long("12,5 ha và 30 tấn mỗi ngày", 300),
        "signed_by": long("Nguyễn Thị Thùy Dương Quỳnh", 160),
        "other_purpose": long("Đáp ứng yêu cầu của nhà nhập khẩu", 300),
        "products": [{"name": long("Sầu riêng Ri6 cấp đông nguyên múi", 200), "note": long("loại một", 100)}] * 5,
    }


class Desk:
    """One dossier on its way, and the papers made of it."""

    def __init__(self, organisations: Any, size: str) -> None:
        fields = sizes(size)
        self.dossier = make.dossier(organisations.commune, state="approved", tax_code="0123456787001", **fields)
        if provinces.current().dossier.approval_forwards:
            type(self.dossier).objects.filter(pk=self.dossier.pk).update(state="forwarded")
        self.address = f"http://testserver/dang-ky/{self.dossier.token}/"
        self.size = size

    def make(self, name: str) -> tuple[bytes, str]:
        """The paper, and the address its code has to hold ("" for a paper without one)."""
        build: dict[str, Callable[[], tuple[bytes, str]]] = {
            "phieu-dang-ky": lambda: (form_pdf(self.dossier, self.address), self.address),
            "giay-tiep-nhan": lambda: (receipt_pdf(self.dossier, self.address), self.address),
            "thu-kich-hoat": self.letter,
            "bien-ban-ban-giao": self.hand_over,
            "giay-xac-nhan": self.certificate,
        }
        return build[name]()

    def issued(self) -> Any:
        return issue_account(
            actor=system("Đặng Thị Mai"),
            dossier_id=self.dossier.pk,
            login="htx-nhon-ai",
            owner_name=self.dossier.representative,
            owner_phone="0987654321",
            at=make.now(),  # the letter in it works for 72 hours
        )

    def letter(self) -> tuple[bytes, str]:
        issued = self.issued()
        address = f"http://testserver/tai-khoan/kich-hoat/{issued.token}/"
        return of_accounts.activation_letter(RequestFactory().get("/"), issued), address

    def hand_over(self) -> tuple[bytes, str]:
        issued = self.issued()
        person = self.dossier.representative
        given = {
            "handed_by": person, "received_by": person, "instructed_by": person, "instructed_whom": person,
            "instructed_on": local_date(make.AT), "place": self.dossier.address,
        }  # fmt: skip
        record = hand_over_account(
            actor=system("Nguyễn Thị Hạnh"), account_id=issued.account.pk, at=make.now(), **given
        )
        return of_accounts.hand_over_record(record), ""

    def certificate(self) -> tuple[bytes, str]:
        made = self.issued().account.establishment
        names = [product["name"] for product in self.dossier.products] * (4 if self.size == "longest" else 1)
        certificate = make.certificate(made, facts=make.certificate_facts(made) | {"products": names})
        signer = Identity(name=long("Sở Khoa học và Công nghệ", 60), organisation="UBND", serial="1F", for_show=False)
        pdf = certificate_pdf(certificate, signer, at=make.AT + timedelta(minutes=1))
        return pdf, address_of(certificate)


@pytest.mark.parametrize("size", ["usual", "longest"])
@pytest.mark.parametrize("name", PAPERS)
@every_province
def test_a_paper_is_legible_and_its_code_opens_the_record(
    province: str, organisations: Any, people: Any, name: str, size: str, tmp_path: Path
) -> None:
    desk = Desk(organisations, size)
    pdf, address = desk.make(name)
    pictures = keep(pdf, f"{province}-{name}-{size}", tmp_path)
    if told := os.environ.get("TXNG_FIGURES"):
        with open(told, "a", encoding="utf-8") as file:
            line = {"paper": f"{province} {name} {size}", "pages": len(pictures), "words": len(boxes(pdf))}
            file.write(json.dumps(line) + "\n")

    assert "\n".join(faults(pdf)) == ""
    said = paper.words(pdf)
    for words in (desk.dossier.name, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"):
        assert words.replace(" ", "") in said.replace(" ", "")
    assert f"Trang 1 / {len(pictures)}" in said
    if address:
        codes = [code for picture in paper.pages(pdf) for code in paper.codes(picture)]
        assert codes == [address]
        assert Client().get(urlsplit(address).path).status_code in (200, 302)


def test_a_certificate_counts_the_products_it_leaves_out(organisations: Any, people: Any) -> None:
    pdf, _address = Desk(organisations, "longest").make("giay-xac-nhan")

    assert f"và {20 - (PRODUCTS - 1)} sản phẩm khác" in paper.words(pdf)


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
