"""The agency's answers on paper: what became of a dossier, what has to be supplemented (CB 6.3, CT-REG 6.3.b)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import override

from txng import provinces
from txng.ledger.queries import history_of
from txng.registry import facts, steps
from txng.registry.events import DossierEvent
from txng.registry.letterheads import heading_of, qr_of, seat_of
from txng.registry.models import Agency, Dossier, DossierReturn
from txng.registry.models.establishments import in_a_line
from txng.ui.documents import official, render_pdf
from txng.ui.formats import vn_date, vn_datetime, vn_phone

TITLE_OF_RESULT = "Thông báo kết quả giải quyết hồ sơ"
TITLE_OF_SUPPLEMENT = "Thông báo yêu cầu bổ sung hồ sơ"
APPROVED = "Phê duyệt"
REJECTED = "Từ chối"


def number_of_result(dossier: Dossier) -> str:
    return f"{dossier.number}/KQ"


def number_of_supplement(dossier: Dossier, round_: int) -> str:
    return f"{dossier.number}/BS-{round_}"


def result_of(dossier: Dossier) -> str:
    return REJECTED if dossier.state == Dossier.State.REJECTED else APPROVED


def result_pdf(dossier: Dossier, address: str) -> bytes:
    """Approved, or rejected with the reason and its ground."""
    at = dossier.decided_at
    assert at is not None  # it has been decided
    with override("vi"):
        data = {
            "title": f"{TITLE_OF_RESULT} {dossier.number}",
            **_common(dossier, number=number_of_result(dossier), at=at, by=dossier.decided_by, address=address),
            "representative": dossier.representative,
            "tax_code": facts.tax_code_shown(dossier.tax_code),
            "address": address_line(dossier),
            "products": [product["name"] for product in dossier.products],
            "result": result_of(dossier),
            "approved": dossier.state != Dossier.State.REJECTED,
            "next": _next(dossier),
            "reason": dossier.answer,
            "ground": _ground_of(dossier),
            "copies": _copies(dossier, forwarded=dossier.state != Dossier.State.REJECTED),
        }
        return render_pdf("registry/decision.typ", data, at=at)


def supplement_pdf(asked: DossierReturn, address: str) -> bytes:
    dossier = asked.dossier
    with override("vi"):
        titles = {step.code: step.title for step in steps.steps_of(provinces.current())}
        data = {
            "title": f"{TITLE_OF_SUPPLEMENT} {dossier.number}, lần {asked.round}",
            **_common(
                dossier,
                number=number_of_supplement(dossier, asked.round),
                at=asked.returned_at,
                by=asked.returned_by,
                address=address,
            ),
            "round": str(asked.round),
            "items": [
                {"step": titles.get(item["step"], item["step"]), "reason": item["reason"]} for item in asked.items
            ],
            "note": asked.note,
            "copies": _copies(dossier, forwarded=False),
        }
        return render_pdf("registry/supplement.typ", data, at=asked.returned_at)


def address_line(dossier: Dossier) -> str:
    unit = dossier.unit
    return in_a_line(dossier.address, unit.name, unit.province_name) if unit else dossier.address


def _common(dossier: Dossier, *, number: str, at: datetime, by: str, address: str) -> dict[str, Any]:
    agency, profile = dossier.filed_with, provinces.current()
    assert agency is not None and dossier.submitted_at is not None  # given when it was filed
    return {
        "official": official(number=number, on=at, lines=heading_of(agency), place=seat_of(agency)),
        "regulation": profile.regulation,
        "name": dossier.name,
        "dossier": dossier.number,
        "filed": vn_date(dossier.submitted_at),
        "agency": agency.name,
        "decided_by": by,
        "decided": vn_datetime(at),
        "hotline": vn_phone(profile.identity.hotline),
        "qr": qr_of(address),
    }


def _next(dossier: Dossier) -> str:
    """Whoever received the dossier of an establishment directly issues the account as well."""
    agency = dossier.filed_with
    assert agency is not None
    if agency.kind == Agency.Kind.OPERATOR:
        return f"{agency.name} cấp tài khoản, bàn giao và hướng dẫn cơ sở sử dụng."
    return provinces.current().texts.approved.vi


def _ground_of(dossier: Dossier) -> str:
    """The legal ground stands in the ledger's line of the rejection."""
    line = history_of(dossier).filter(kind=str(DossierEvent.REJECTED)).last()
    return line.ground if line else ""


def _copies(dossier: Dossier, *, forwarded: bool) -> list[str]:
    """Nơi nhận: the establishment; the managing agency of a direct filing; the operator whom an approval goes on to."""
    copies = ["Như trên"]
    own: Agency | None = dossier.filed_with
    managing = dossier.managing_agency
    if managing is not None and own is not None and managing.pk != own.pk:
        copies.append(managing.name)
    profile = provinces.current()
    if forwarded and own is not None and own.kind != Agency.Kind.OPERATOR and profile.dossier.approval_forwards:
        copies.append(profile.identity.operator_name)
    return copies
