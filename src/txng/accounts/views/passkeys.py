"""Khóa truy cập: the own ones, and signing in with one. Each GET beside a page is the question for the browser."""

from __future__ import annotations

from allauth.account.internal.decorators import login_stage_required
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from txng.access.doors import for_everybody
from txng.access.gate import signed_in
from txng.accounts import passkeys, second_factor, security_log
from txng.accounts.acting import person_of
from txng.accounts.forms import PasskeyNameForm
from txng.accounts.freshness import fresh_required
from txng.kernel import throttle
from txng.kernel.errors import NotThere, RuleBroken


@for_everybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    following = get_next_redirect_url(request)
    if following and not following.startswith("/"):
        following = None
    if request.user.is_authenticated:
        return redirect(following or "enter")
    throttle.hit(f"passkey:{throttle.network(request)}", 60, 60)
    if request.method != "POST":
        return passkeys.ask_for_one(None)
    try:
        found = passkeys.prove(request, None)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("account_login")
    return passkeys.sign_in_with(request, found, following)


@for_everybody
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """In place of a code, after the password."""
    stage = request._login_stage  # type: ignore[attr-defined]
    if request.method != "POST":
        return passkeys.ask_for_one(stage.login.user)
    try:
        found = passkeys.prove(request, stage.login.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("mfa_authenticate")
    post_authentication(request, found)
    answer: HttpResponse = stage.exit()
    return answer


@for_everybody
@login_stage_required(stage="enrol_second_factor", redirect_urlname="account_login")
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """The compulsory second factor may be a passkey as well."""
    stage = request._login_stage  # type: ignore[attr-defined]
    user = stage.login.user
    if request.method != "POST":
        return passkeys.ask_for_new(user)
    try:
        passkeys.add(request, user, request.POST.get("name", ""))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("second-factor-enrol")
    following = stage.login.redirect_url
    stage.login.redirect_url = reverse("recovery-codes") + (f"?next={following}" if following else "")
    answer: HttpResponse = stage.exit()
    return answer


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def own(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    context = {
        "passkeys": [passkey.wrap() for passkey in second_factor.passkeys_of(person)],
        "form": PasskeyNameForm(),
    }
    return render(request, "accounts/own/passkeys.html", context)


@signed_in
@never_cache
@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if request.method != "POST":
        if not request.headers.get("Accept", "").startswith("application/json"):
            return redirect("passkeys")  # back from the page that asked who it is
        return passkeys.ask_for_new(person)
    first = not second_factor.has_one(person)
    try:
        passkeys.add(request, person, request.POST.get("name", ""))
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("passkeys")
    messages.success(request, _("The passkey has been added. You can sign in with it from now on."))
    return redirect("recovery-codes" if first else "passkeys")


@signed_in
@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, passkey_id: int) -> HttpResponse:
    person = person_of(request)
    found = second_factor.passkeys_of(person).filter(pk=passkey_id).first()
    if found is None:
        raise NotThere
    form = PasskeyNameForm(
        request.POST if request.method == "POST" else None, initial={"name": found.wrap().name}, named=True
    )
    if form.is_bound and form.is_valid():
        passkeys.rename(person, found.pk, form.cleaned_data["name"])
        return redirect("passkeys")
    context = {"form": form, "passkey": found.wrap()}
    return render(request, "accounts/own/passkey.html", context, status=422 if form.is_bound else 200)


@signed_in
@fresh_required
@require_POST
def remove(request: HttpRequest, passkey_id: int) -> HttpResponse:
    person = person_of(request)
    if not second_factor.passkeys_of(person).filter(pk=passkey_id).exists():
        raise NotThere
    try:
        second_factor.remove(person, passkey_id)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        security_log.note(security_log.SECOND_FACTOR_CHANGED, request, person.pk, what="passkey_removed")
        messages.success(request, _("The passkey has been removed."))
    return redirect("passkeys")
