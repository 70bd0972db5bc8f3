"""Tài khoản của tôi: who am I, for whom do I work, my password, my recovery codes."""

from __future__ import annotations

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from txng.access.gate import signed_in
from txng.accounts import devices, second_factor, security_log, sessions
from txng.accounts.acting import membership_for, person_of
from txng.accounts.forms import ChangePasswordForm, EnrolForm
from txng.accounts.freshness import fresh_required
from txng.accounts.outside import identities
from txng.accounts.outside.provider import current as outside
from txng.accounts.wording import why_powerless
from txng.kernel.errors import NotThere, RuleBroken


@signed_in
@require_http_methods(["GET", "HEAD"])
def own_account(request: HttpRequest) -> HttpResponse:
    membership = membership_for(request)
    provider = outside()
    context = {
        "person": person_of(request),
        "membership": membership,
        "powerless": why_powerless(membership),
        "has_second_factor": second_factor.has_one(person_of(request)),
        "has_totp": second_factor.has_totp(person_of(request)),
        "passkeys": second_factor.passkeys_of(person_of(request)).count(),
        "provider": provider,
        "outside_identity": identities.of_person(provider, person_of(request)) if provider else None,
    }
    return render(request, "accounts/own/account.html", context)


@signed_in
@never_cache
@sensitive_post_parameters("current", "password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():
        user.set_password(form.cleaned_data["password"])
        user.save(update_fields=["password"])
        # Every other session of this person ends here; this one goes on under a new key.
        update_session_auth_hash(request, user)
        sessions.end_all(user, but=request.session.session_key)
        devices.forget_others(request, user)
        security_log.note(security_log.PASSWORD_CHANGED, request, user.pk)
        messages.success(request, _("The password has been changed. Other devices have been signed out."))
        return redirect("own-account")
    return render(request, "accounts/own/password.html", {"form": form}, status=422 if form.is_bound else 200)


@signed_in
@never_cache
@fresh_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def authenticator(request: HttpRequest) -> HttpResponse:
    """An authenticator application of one's own accord, or another one in its place."""
    user = person_of(request)
    secret = get_totp_secret()
    form = EnrolForm(request.POST if request.method == "POST" else None, request=request, user=user, secret=secret)
    if form.is_bound and form.is_valid():
        second_factor.enrol_totp(user, secret)
        clear_totp_secret(request)
        security_log.note(security_log.SECOND_FACTOR_CHANGED, request, user.pk, what="authenticator_added")
        messages.success(request, _("Two-step confirmation is on. Keep the recovery codes."))
        return redirect("recovery-codes")
    own = second_factor.totp_of(user)
    context = {
        "form": form,
        "authenticator": own,
        "may_remove": own is not None and second_factor.may_remove(user, own.pk),
        **second_factor.shown_secret(user, secret),
    }
    return render(request, "accounts/own/authenticator.html", context, status=422 if form.is_bound else 200)


@signed_in
@fresh_required
@require_POST
def remove_authenticator(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    own = second_factor.totp_of(user)
    if own is None:
        raise NotThere
    try:
        second_factor.remove(user, own.pk)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("authenticator")
    security_log.note(security_log.SECOND_FACTOR_CHANGED, request, user.pk, what="authenticator_removed")
    messages.success(request, _("The authenticator application is no longer asked for."))
    return redirect("own-account")


@signed_in
@never_cache
@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Shown once after they were made; later only new ones can be had."""
    user = person_of(request)
    if not second_factor.has_one(user):
        return redirect("own-account")
    if request.method == "POST":
        second_factor.new_recovery_codes(user)
        security_log.note(security_log.SECOND_FACTOR_CHANGED, request, user.pk, what="recovery_codes")
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
