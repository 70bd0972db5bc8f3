"""Quên mật khẩu: asking for a link, and choosing a new password by it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from txng.access.doors import for_everybody, for_holders
from txng.accounts import resets, security_log
from txng.accounts.forms import FIELD_OF, ForgottenForm, ResetForm
from txng.accounts.identifiers import canonical, find_user
from txng.kernel import throttle
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken

_TRIES, _WINDOW = 5, 30 * 60


@for_everybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["login"]
        # By network, and by what was typed: nobody's letter box is filled from a thousand networks.
        throttle.hit(f"reset:{throttle.network(request)}", _TRIES, _WINDOW)
        throttle.hit(f"reset-of:{canonical(typed)}", _TRIES, _WINDOW)
        person = find_user(typed)
        security_log.note(security_log.RESET_ASKED, request, person.pk if person else None)
        resets.ask(person.pk if person else 0, request.build_absolute_uri("/"))
        return render(request, "accounts/reset/asked.html")
    return render(request, "accounts/reset/forgotten.html", {"form": form}, status=422 if form.is_bound else 200)


@for_holders
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = resets.link_of(token, now())
        form = ResetForm(request.POST if request.method == "POST" else None, user=link.user)
        if form.is_bound and form.is_valid():
            user = resets.choose_password(token, form.cleaned_data["password"], now())
            security_log.note(security_log.RESET_USED, request, user.pk)
            messages.success(request, _("The new password is set. Sign in with it."))
            return redirect("account_login")
    except RuleBroken as refusal:
        if refusal.code not in FIELD_OF:
            return render(request, "accounts/reset/spent.html", {"refusal": refusal}, status=refusal.status)
        form.refuse(refusal, FIELD_OF[refusal.code])
    return render(
        request, "accounts/reset/choose.html", {"form": form, "link": link}, status=422 if form.is_bound else 200
    )
