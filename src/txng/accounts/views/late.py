"""The end of a sign-in: put off while somebody is there, and what was sent after it (names.md 5, ux.md 3.1)."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from txng.access.gate import signed_in
from txng.accounts import late_forms, sessions


@signed_in
@require_POST
def keep_session(request: HttpRequest) -> HttpResponse:
    sessions.keep(request)
    left = sessions.left_of(request)
    return JsonResponse(asdict(left) if left else {"idle": 0, "longest": 0})


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def send_late(request: HttpRequest) -> HttpResponse:
    """Shown until the person leaves it: a phone that lost the answer may ask again."""
    late = late_forms.of(request)
    return redirect("enter") if late is None else render(request, "accounts/confirm/send_late.html", {"late": late})
