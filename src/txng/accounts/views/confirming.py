"""Xác nhận lại là bạn: asked before what must not be done from a screen somebody left (names.md 5)."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from txng.access.gate import signed_in
from txng.accounts import freshness, passkeys, second_factor, security_log
from txng.accounts.acting import person_of
from txng.accounts.forms import ConfirmCodeForm, ConfirmPasswordForm
from txng.kernel.errors import RuleBroken


def _following(request: HttpRequest) -> str:
    address = get_next_redirect_url(request) or ""
    return address if address.startswith("/") else reverse("own-account")


@signed_in
@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    by_code = request.method == "POST" and "code" in request.POST
    by_password = request.method == "POST" and "password" in request.POST
    password = ConfirmPasswordForm(request.POST if by_password else None, user=person)
    code = ConfirmCodeForm(request.POST if by_code else None, request=request, user=person)
    used: Any = code if by_code else password
    if used.is_bound and used.is_valid():
        return _confirmed(request, "code" if by_code else "password")
    context = {
        "form": used,
        "password": password if person.has_usable_password() else None,
        "code": code if second_factor.has_totp(person) else None,
        "has_passkey": second_factor.passkeys_of(person).exists(),
        "following": _following(request),
        "carried": request.POST.get("carried", ""),
    }
    return render(request, "accounts/confirm/confirm.html", context, status=422 if used.is_bound else 200)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_passkey(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if request.method != "POST":
        return passkeys.ask_for_one(person)
    try:
        passkeys.prove(request, person)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("confirm-again")
    return _confirmed(request, "passkey")


def _confirmed(request: HttpRequest, by: str) -> HttpResponse:
    freshness.mark(request.session)
    security_log.note(security_log.CONFIRMED, request, person_of(request).pk, by=by)
    carried = freshness.carried_form(request, request.POST.get("carried", ""))
    if carried is None:
        return HttpResponseRedirect(_following(request))
    path, fields = carried
    return render(request, "accounts/confirm/send_now.html", {"path": path, "fields": fields})
