"""Registration (the secret address is the right), dossiers of the commune, establishments."""

from __future__ import annotations

from typing import Any

ROWS = {
    #                                            lanh tu   khai hanh dung nam  mai  guest
    ("GET", "registration-start"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "registration-lookup"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "registration-lookup"): (422, 422, 422, 422, 422, 422, 422, 422),
    # Whoever holds the address is the applicant, an officer at the desk who helps included.
    ("GET", "registration-tasks"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "registration-tax-code"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "registration-establishment"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "registration-products"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "registration-agency"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "registration-papers"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "registration-information"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "registration-commitment"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "registration-check"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "registration-withdraw"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "registration-receipt"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "registration-receipt-paper"): (200, 200, 200, 200, 200, 200, 200, 200),
    # Establishments and guests have no desk; another sector's department does not know of the dossier; the operator
    # reads what a managing agency decides (CT-REG 6.2) and may not decide it.
    ("GET", "dossier-queue"): (404, 404, 404, 200, 200, 200, 200, 302),
    ("GET", "dossier-review"): (404, 404, 404, 200, 200, 404, 200, 302),
    ("POST", "dossier-receive"): (404, 404, 404, 302, 302, 404, 403, 302),
    ("GET", "dossier-receive"): (405, 405, 405, 405, 405, 405, 405, 405),
    ("POST", "dossier-approve"): (404, 404, 404, 302, 302, 404, 403, 302),
    ("GET", "dossier-approve"): (405, 405, 405, 405, 405, 405, 405, 405),
    ("GET", "dossier-return"): (404, 404, 404, 200, 200, 404, 403, 302),
    ("POST", "dossier-return"): (404, 404, 404, 422, 422, 404, 403, 302),
    ("GET", "dossier-reject"): (404, 404, 404, 200, 200, 404, 403, 302),
    ("POST", "dossier-reject"): (404, 404, 404, 422, 422, 404, 403, 302),
    ("POST", "dossier-forward"): (404, 404, 404, 302, 302, 404, 403, 302),
    ("GET", "dossier-forward"): (405, 405, 405, 405, 405, 405, 405, 405),
    ("POST", "dossier-renew-link"): (404, 404, 404, 200, 200, 404, 403, 302),
    ("GET", "dossier-renew-link"): (405, 405, 405, 405, 405, 405, 405, 405),
    ("GET", "establishment-list"): (404, 404, 404, 200, 200, 200, 200, 302),
    ("GET", "establishment-detail"): (404, 404, 404, 200, 200, 404, 200, 302),
}


def _draft(world: Any) -> dict[str, Any]:
    return {"token": world.draft.token}


def _filed(world: Any) -> dict[str, Any]:
    return {"token": world.dossier.token}


def _dossier(world: Any) -> dict[str, Any]:
    return {"dossier_id": world.dossier.pk}


KWARGS = {
    **{
        f"registration-{step}": _draft
        for step in (
            *("tasks", "tax-code", "establishment", "products", "agency", "information", "commitment"),
            *("check", "withdraw"),
        )
    },
    "registration-papers": lambda world: {**_draft(world), "paper": "business-paper"},
    "registration-receipt": _filed,
    "registration-receipt-paper": _filed,
    **{f"dossier-{verb}": _dossier for verb in ("review", "receive", "approve", "return", "reject", "renew-link")},
    "dossier-forward": lambda world: {"dossier_id": world.approved_dossier.pk},
    "establishment-detail": lambda world: {"establishment_id": world.organisations.lanh.pk},
}
