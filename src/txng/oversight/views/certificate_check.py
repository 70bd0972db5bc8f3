"""The page behind the QR of a certificate: open to whoever holds the paper, without an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from txng.access.doors import for_holders
from txng.kernel.clock import now, today
from txng.oversight.certificates import certificate_of_address
from txng.oversight.showing import shown

LOOKS = {"issued": "ok", "suspended": "warn", "expired": "warn", "revoked": "danger"}


@for_holders
@require_safe
def certificate_check(request: HttpRequest, code: str) -> HttpResponse:
    """Read from the row on every request and kept by nobody: a revocation is on it the moment it is decided."""
    it = shown(certificate_of_address(code), on=today())
    context = {"it": it, "certificate": it.certificate, "look": LOOKS[it.standing], "checked_at": now()}
    response = render(request, "oversight/public/certificate_check.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
