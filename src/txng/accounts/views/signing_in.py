"""Signing in and out (names.md 5), on allauth's steps but our pages and addresses."""

from __future__ import annotations

from allauth.account.internal import flows
from allauth.account.internal.decorators import login_stage_required
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from txng.access.doors import for_everybody
from txng.access.gate import signed_in
from txng.accounts import late_forms, second_factor, security_log
from txng.accounts.acting import actor_for
from txng.accounts.forms import EnrolForm, SecondFactorForm, SignInForm
from txng.accounts.models.users import AccountKind
from txng.accounts.outside.provider import current as outside
from txng.kernel import throttle


@for_everybody
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    following = get_next_redirect_url(request)
    if following and not following.startswith("/"):  # a bare word would be taken for the name of a page
        following = None
    if request.user.is_authenticated:
        return redirect(following or "enter")
    if request.method == "POST":
        # Beside the tries of one account: a machine that walks through many accounts.
        throttle.hit(f"sign-in:{throttle.network(request)}", 60, 60)
    form = SignInForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_bound and form.is_valid():
        try:
            return form.sign_in(following)
        except ImmediateHttpResponse as answer:
            return answer.response
    context = {
        "form": form,
        "following": following or "",
        "provider": outside(),
        "late_form": late_forms.is_waiting(request),
    }
    return render(request, "accounts/sign_in/sign_in.html", context, status=422 if form.is_bound else 200)


@for_everybody
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Xác thực hai lớp: a code of the application, or a recovery code."""
    stage = request._login_stage  # type: ignore[attr-defined]
    form = SecondFactorForm(request.POST if request.method == "POST" else None, request=request, user=stage.login.user)
    if form.is_bound and form.is_valid():
        form.save()
        return stage.exit()
    context = {
        "form": form,
        "has_totp": second_factor.has_totp(stage.login.user),
        "has_passkey": second_factor.passkeys_of(stage.login.user).exists(),
    }
    return render(request, "accounts/sign_in/second_step.html", context, status=422 if form.is_bound else 200)


@for_everybody
@login_stage_required(stage="enrol_second_factor", redirect_urlname="account_login")
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Who works for an agency sets up the second factor before anything else (names.md 5)."""
    stage = request._login_stage  # type: ignore[attr-defined]
    user = stage.login.user
    secret = get_totp_secret()
    form = EnrolForm(request.POST if request.method == "POST" else None, request=request, user=user, secret=secret)
    if form.is_bound and form.is_valid():
        second_factor.enrol_totp(user, secret)
        security_log.note(security_log.SECOND_FACTOR_CHANGED, request, user.pk, what="authenticator_added")
        clear_totp_secret(request)
        following = stage.login.redirect_url
        stage.login.redirect_url = reverse("recovery-codes") + (f"?next={following}" if following else "")
        return stage.exit()
    context = {"form": form, **second_factor.shown_secret(user, secret)}
    return render(request, "accounts/sign_in/enrol.html", context, status=422 if form.is_bound else 200)


@for_everybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        flows.logout.logout(request, show_message=False)
        messages.success(request, _("You have signed out."))
        response = redirect("account_login")
        for name, path in settings.COOKIES_OF_A_PERSON:
            response.delete_cookie(name, path=path)
        return response
    return render(request, "accounts/sign_in/sign_out.html")


@signed_in
@require_http_methods(["GET", "HEAD"])
def enter(request: HttpRequest) -> HttpResponse:
    """To the first useful screen of whoever has signed in (ux.md 4.1)."""
    actor = actor_for(request)
    if actor.first_step:
        return redirect(actor.first_step)
    if actor.is_agency:
        return redirect("my-work")
    if actor.kind == AccountKind.ESTABLISHMENT:
        return redirect("diary-home" if actor.role in ("worker", "recorder") else "establishment-home")
    return redirect("own-account")
