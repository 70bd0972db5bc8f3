"""What stands on a participation certificate. How it looks is in documents/certificate.typ."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import segno
from django.urls import reverse
from django.utils import translation

from txng import provinces
from txng.kernel.clock import VIETNAM
from txng.oversight.eligibility import complete_products
from txng.oversight.models import ParticipationCertificate
from txng.oversight.signing import Identity
from txng.registry.facts import tax_code_shown
from txng.registry.models import Establishment
from txng.ui.documents import official, render_pdf
from txng.ui.formats import vn_date

PRODUCTS = 8  # what one page holds; the page behind the QR names them all


def facts_of(establishment: Establishment, *, on: date) -> dict[str, Any]:
    """What a certificate issued that day says, kept with it: the establishment may change later, the paper does not."""
    return {
        "name": establishment.name,
        "address": establishment.full_address,
        "tax_code": tax_code_shown(establishment.tax_code),
        "representative": establishment.representative,
        "joined": establishment.joined_on.isoformat(),
        "products": [product.name for product in complete_products(establishment, on=on)],
    }


def address_of(certificate: ParticipationCertificate) -> str:
    """Vietnamese and on the province's own host, whatever page it is made from: it is printed."""
    with translation.override("vi"):
        path = reverse("certificate-check", args=[certificate.public_code])
    return f"https://{provinces.current().identity.host}{path}"


def certificate_pdf(certificate: ParticipationCertificate, signer: Identity, *, at: datetime) -> bytes:
    """The paper before the signature is put on it; the same input gives the same bytes."""
    profile, said = provinces.current(), certificate.facts
    assert certificate.issued_at is not None and certificate.valid_from is not None and certificate.valid_to is not None
    address = address_of(certificate)
    products = said["products"]
    shown = products if len(products) <= PRODUCTS else products[: PRODUCTS - 1]
    with translation.override("vi"):
        data = {
            "title": f"Giấy xác nhận tham gia số {certificate.number}",
            "official": official(number=certificate.number or "", on=certificate.issued_at),
            "issuer": profile.identity.operator_name,
            "regulation": profile.regulation,
            "article": _article(profile),
            "name": said["name"],
            "address": said["address"],
            "tax_code": said["tax_code"],
            "representative": said["representative"],
            "joined": vn_date(date.fromisoformat(said["joined"])),
            "products": shown,
            "more_products": len(products) - len(shown),
            "valid_from": vn_date(certificate.valid_from),
            "valid_to": vn_date(certificate.valid_to),
            "qr": _qr(address),
            "address_to_open": address,
            "shown_address": address.partition("://")[2],
            "signing_title": profile.identity.operator_name,
            "signer": signer.name,
            "signer_organisation": signer.organisation,
            # NĐ30/2020 Phụ lục I: day, month, year; hours, minutes, seconds; Vietnamese time by ISO 8601.
            "signed": at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S +07:00"),
            "for_show": signer.for_show,
        }
        return render_pdf("oversight/certificate.typ", data, at=at)


def _article(profile: provinces.Profile) -> str:
    """The article that gives the operator the certificate, as its function group or duty cites it."""
    articles = {group.code: group.article for group in profile.groups_of("operator")}
    articles |= {duty.code: duty.article for duty in profile.duties_of("operator")}
    return articles["certificates"]


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, border=4, dark="#000", light="#fff"
    )
    return out.getvalue().decode()
