"""One dossier on its way, and every paper made of it: as usual, or with everything at the length the forms accept."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import RequestFactory

from tests import make
from txng import provinces
from txng.access.actors import system
from txng.accounts import papers as of_accounts
from txng.accounts.actions import hand_over_account, issue_account
from txng.kernel.clock import local_date
from txng.kernel.files import storage
from txng.oversight.certificate_paper import address_of, certificate_pdf
from txng.oversight.signing import Identity
from txng.registry import archive_cover, filled_form, letterheads
from txng.registry.actions import keep_papers
from txng.registry.models import Dossier, DossierPaper, DossierReturn, KeptPaper
from txng.registry.receipts import receipt_pdf

PAPERS = (
    "phieu-dang-ky",
    "phieu-cua-can-bo",
    "giay-tiep-nhan",
    "thong-bao-bo-sung",
    "ket-qua-phe-duyet",
    "ket-qua-tu-choi",
    "thu-kich-hoat",
    "bien-ban-ban-giao",
    "giay-xac-nhan",
    "bia-ho-so",
)
SIZES = ("usual", "longest", "unbroken")
NOTE = "Chụp lại cả hai mặt, đủ sáng."
REASONS = [
    {"step": "business-paper", "reason": "Ảnh giấy mờ hoặc thiếu trang."},
    {"step": "products", "reason": "Tên sản phẩm quá chung."},
]
ANSWER = "Giấy đăng ký kinh doanh không thuộc cơ sở nộp hồ sơ."
GROUND = "Điều 5 Quy chế"


def long(words: str, length: int) -> str:
    """As long as the form accepts, in words as people write them."""
    return " ".join([words] * (length // (len(words) + 1) + 1))[:length].strip()


def sizes(name: str) -> dict[str, Any]:
    """The establishment of a paper. TXNG_LOOSE_PAPER glues the words of a name so that no line can break, for the
    control."""
    if os.environ.get("TXNG_LOOSE_PAPER"):
        return {"name": long("Hợp tác xã Nông nghiệp", 300).replace(" ", "\N{NO-BREAK SPACE}")}
    if name == "longest":
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
    if name == "unbroken":
        return {
            "name": "Hợptácxã" * 37 + "Ưỡng",
            "representative": "Nguyễn" * 26 + "Dươ.",
            "signed_by": "Nguyễn" * 26 + "Dươ.",
            "address": "ẤpNhơnLộc1.Đường" * 18,
            "business_kind": "Trồngvàđónggói" * 21,
            "products": [{"name": "SầuriêngRi6" * 18, "note": ""}],
        }
    return {}


class Desk:
    def __init__(self, organisations: Any, size: str) -> None:
        self.size, self.agency = size, organisations.commune
        self.dossier = self._dossier("approved")
        if provinces.current().dossier.approval_forwards:
            Dossier.objects.filter(pk=self.dossier.pk).update(state="forwarded")
            self.dossier.state = "forwarded"
        self.address = f"http://testserver/dang-ky/{self.dossier.token}/"
        self.facts: dict[str, Any] = {}  # what a paper says that is known only when it is made

    def _dossier(self, state: str, **fields: Any) -> Any:
        decided = {"decided_at": make.AT, "decided_by": "Nguyễn Thị Hạnh"} if state != "returned" else {}
        made = make.dossier(
            self.agency, state=state, **{"tax_code": "0123456787001", **decided, **fields, **sizes(self.size)}
        )
        name = "b" * 140 + ".jpg" if self.size == "unbroken" else "giay-dang-ky.jpg"
        file = make.picture()
        type(file).objects.filter(pk=file.pk).update(name=name)
        DossierPaper.objects.create(dossier=made, paper="business-paper", file=file, added_at=make.AT)
        return made

    def make(self, name: str) -> tuple[bytes, str]:
        """The paper, and the address its code has to hold."""
        build: dict[str, Callable[[], tuple[bytes, str]]] = {
            "phieu-dang-ky": lambda: (filled_form.form_pdf(self.dossier, self.address), self.address),
            "phieu-cua-can-bo": self.officers_form,
            "giay-tiep-nhan": lambda: (receipt_pdf(self.dossier, self.address), self.address),
            "thong-bao-bo-sung": self.supplement,
            "ket-qua-phe-duyet": lambda: self.kept("result"),
            "ket-qua-tu-choi": self.rejection,
            "thu-kich-hoat": self.letter,
            "bien-ban-ban-giao": self.hand_over,
            "giay-xac-nhan": self.certificate,
            "bia-ho-so": self.cover,
        }
        return build[name]()

    def officers_form(self) -> tuple[bytes, str]:
        address = letterheads.address_of_record(self.dossier)
        return filled_form.form_pdf(self.dossier, address, note=filled_form.OFFICERS), address

    def kept(self, kind: str) -> tuple[bytes, str]:
        keep_papers(actor=system("Hệ thống"), dossier_id=self.dossier.pk, at=make.now())
        paper = KeptPaper.objects.select_related("file").get(dossier=self.dossier, kind=kind)
        return storage.read(paper.file.path), letterheads.address_of(paper)

    def supplement(self) -> tuple[bytes, str]:
        self.dossier = self._dossier("returned")
        reasons = REASONS
        if self.size != "usual":
            word = "Thiếutrang" * 50 if self.size == "unbroken" else long("Ảnh giấy mờ hoặc thiếu trang", 500)
            reasons = [{"step": "business-paper", "reason": word}] * 12
        self.facts["reasons"] = reasons
        DossierReturn.objects.create(
            dossier=self.dossier, round=1, items=reasons, note=NOTE, returned_at=make.AT, returned_by="Nguyễn Thị Hạnh"
        )
        return self.kept("supplement")

    def rejection(self) -> tuple[bytes, str]:
        from django.db import transaction

        from txng.ledger.recording import record
        from txng.registry.events import DossierEvent

        self.dossier = self._dossier("rejected", answer=ANSWER)
        with transaction.atomic():
            record(
                DossierEvent.REJECTED,
                actor=system("Nguyễn Thị Hạnh"),
                subject=self.dossier,
                at=make.AT,
                after={"state": "rejected"},
                reason=ANSWER,
                ground=GROUND,
            )
        return self.kept("result")

    def cover(self) -> tuple[bytes, str]:
        self.kept("result")
        self.facts["papers"] = list(self.dossier.kept_papers.select_related("file").order_by("dated", "id"))
        self.facts["sent"] = list(self.dossier.papers.select_related("file"))
        return archive_cover.cover_pdf(self.dossier), letterheads.address_of_record(self.dossier)

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
        self.facts["letter"] = issued.letter
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
        self.facts["hand_over"] = record
        return storage.read(record.paper.file.path), letterheads.address_of(record.paper)

    def certificate(self) -> tuple[bytes, str]:
        made = self.issued().account.establishment
        names = [product["name"] for product in self.dossier.products] * (4 if self.size == "longest" else 1)
        certificate = make.certificate(made, facts=make.certificate_facts(made) | {"products": names})
        signer = Identity(name=long("Sở Khoa học và Công nghệ", 60), organisation="UBND", serial="1F", for_show=False)
        self.facts |= {"certificate": certificate, "signer": signer}
        pdf = certificate_pdf(certificate, signer, at=make.AT + timedelta(minutes=1))
        return pdf, address_of(certificate)
