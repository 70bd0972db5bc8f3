"""Tài khoản của tôi: who am I, for whom do I work, my password, my recovery codes."""

from __future__ import annotations

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from txng.access.gate import signed_in
from txng.accounts import second_factor
from txng.accounts.forms import ChangePasswordForm
from txng.accounts.models import User
from txng.accounts.queries import membership_for
from txng.accounts.wording import why_powerless


def _person(request: HttpRequest) -> User:
    """Behind the gate there is always somebody."""
    assert isinstance(request.user, User)
    return request.user


@signed_in
@require_http_methods(["GET", "HEAD"])
def own_account(request: HttpRequest) -> HttpResponse:
    membership = membership_for(request)
    context = {
        "person": _person(request),
        "membership": membership,
        "powerless": why_powerless(membership),
        "has_second_factor": second_factor.has_one(_person(request)),
        "second_factor_compulsory": second_factor.is_compulsory(_person(request)),
    }
    return render(request, "accounts/own/account.html", context)


@signed_in
@never_cache
@sensitive_post_parameters("current", "password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():
        user.set_password(form.cleaned_data["password"])
        user.save(update_fields=["password"])
        # Every other session of this person ends here; this one goes on.
        update_session_auth_hash(request, user)
        messages.success(request, _("The password has been changed. Other devices have been signed out."))
        return redirect("own-account")
    return render(request, "accounts/own/password.html", {"form": form}, status=422 if form.is_bound else 200)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Shown once after they were made; later only new ones can be had."""
    user = _person(request)
    if not second_factor.has_one(user):
        return redirect("own-account")
    if request.method == "POST":
        second_factor.new_recovery_codes(user)
        return redirect("recovery-codes")
    codes = second_factor.recovery_codes(user)
    fresh = codes is not None and not codes.did_view
    context = {
        "codes": codes.get_unused_codes() if codes is not None and fresh else [],
        "left": len(codes.get_unused_codes()) if codes is not None else 0,
        "following": get_next_redirect_url(request) or "",
    }
    answer = render(request, "accounts/own/recovery_codes.html", context)
    if codes is not None and fresh and request.method == "GET":
        codes.mark_as_viewed()
    return answer
