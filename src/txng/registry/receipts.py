"""Giấy tiếp nhận hồ sơ: what was filed with whom, when, and by when it is answered."""

from __future__ import annotations

from django.utils.translation import override

from txng import provinces
from txng.kernel.text import group4
from txng.registry import clocks, facts, steps
from txng.registry.letterheads import heading_of, qr_of, seat_of
from txng.registry.models import Dossier
from txng.registry.models.establishments import in_a_line
from txng.ui.documents import official, render_pdf
from txng.ui.formats import vn_bytes, vn_date, vn_datetime, vn_phone


def receipt_pdf(dossier: Dossier, address: str, *, kept: bool = False) -> bytes:
    """`address` is the secret one of the dossier: the paper is the applicant's own, and its QR opens the record.

    The agency keeps a copy whose code opens that copy and says nothing the applicant has to keep to themselves.
    """
    profile = provinces.current()
    agency, at = dossier.filed_with, dossier.submitted_at
    assert agency is not None and at is not None  # both are given when a dossier is filed
    # A paper of a Vietnamese office, whatever language the page is read in.
    with override("vi"):
        titles = {step.code: step.title for step in steps.steps_of(profile)}
        forms = [form.name for form in profile.dossier.forms]
        files = [
            {
                "name": paper.file.name,
                "size": vn_bytes(paper.file.size),
                "paper": titles.get(paper.paper, paper.paper),
            }
            for paper in dossier.papers.select_related("file").order_by("id")
        ]
        data = {
            "title": "Giấy tiếp nhận hồ sơ",
            "official": official(number=dossier.number or "", on=at, lines=heading_of(agency), place=seat_of(agency)),
            "kept": kept,
            "agency": agency.name,
            "name": dossier.name,
            "representative": dossier.representative,
            "tax_code": facts.tax_code_shown(dossier.tax_code),
            "address": in_a_line(dossier.address, dossier.unit.name, dossier.unit.province_name)
            if dossier.unit
            else "",
            "phone": vn_phone(dossier.phone),
            "filed": vn_datetime(at),
            "expected": vn_date(clocks.answer_expected(at)),
            "code": "" if kept else group4(dossier.lookup_code or ""),
            "lookup": f"{profile.identity.host}/dang-ky/tra-cuu/",
            "products": [product["name"] for product in dossier.products],
            "forms": forms,
            "qr": qr_of(address),
            "files": files,
            "hotline": profile.identity.hotline,
        }
        return render_pdf("registry/receipt.typ", data, at=at)
