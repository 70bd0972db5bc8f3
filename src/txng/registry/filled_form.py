"""Phiếu đăng ký tham gia as the applicant filled it in, to print, to sign and to keep (CB 5.1, CT-REG 5)."""

from __future__ import annotations

from django.utils.translation import override

from txng import provinces
from txng.registry import facts
from txng.registry.letterheads import qr_of
from txng.registry.models import Dossier
from txng.registry.models.establishments import in_a_line
from txng.ui.documents import official, render_pdf
from txng.ui.formats import vn_datetime, vn_phone

APPLICANTS = "Quét để mở hồ sơ {number}. Người giữ giấy mở được hồ sơ: hãy giữ kín."
OFFICERS = "Bản của cán bộ. Quét để mở hồ sơ {number}; xem toàn bộ khi đăng nhập có quyền."
KEPT = "Bản lưu. Quét để mở bản lưu của chính giấy này."


def form_pdf(dossier: Dossier, address: str, *, note: str = APPLICANTS) -> bytes:
    """`address` is what its QR opens: for the applicant their secret one, for an officer the page of the record, for
    the file the page of the kept paper itself; `note` says which."""
    profile = provinces.current()
    rules, addressee, at = profile.dossier, dossier.filed_with or dossier.managing_agency, dossier.submitted_at
    assert addressee is not None and at is not None  # both are given when a dossier is filed
    form, information = rules.form("registration-form"), rules.form("information-form")
    with override("vi"):
        title = form.title if form else "Phiếu đăng ký tham gia"
        purposes = [{"name": one.shown, "chosen": one.code in dossier.purposes} for one in rules.purposes]
        if dossier.other_purpose:
            purposes.append({"name": dossier.other_purpose, "chosen": True})
        asked = {field.code: field.shown for field in rules.fields_of("information-form")}
        data = {
            "title": f"{title} – {dossier.number}",
            "about": title.partition(" ")[2].partition(" ")[2].partition(" ")[2].capitalize(),
            "official": official(on=at, lines=[]),
            "addressee": addressee.name,
            "number": dossier.number or "",
            "name": dossier.name,
            "address": in_a_line(dossier.address, dossier.unit.name, dossier.unit.province_name)
            if dossier.unit
            else dossier.address,
            "phone": vn_phone(dossier.phone),
            "tax_code": facts.tax_code_shown(dossier.tax_code),
            "representative": dossier.representative,
            "business_kind": dossier.business_kind,
            "capacity": dossier.capacity,
            "products": [
                f"{product['name']} – {product['note']}" if product.get("note") else product["name"]
                for product in dossier.products
            ],
            "declaration": rules.declaration,
            "purposes": purposes,
            "commitment": rules.commitment,
            "information_title": information.title if information else "",
            "information": [
                {"label": asked[code], "text": text}
                for code, text in dossier.information.items()
                if code in asked and text
            ],
            "signed_by": dossier.signed_by,
            "signed": f"Xác nhận trên hệ thống lúc {vn_datetime(at)}",
            "qr": qr_of(address),
            "qr_note": note.format(number=dossier.number),
        }
        return render_pdf("registry/form.typ", data, at=at)
