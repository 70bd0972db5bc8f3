"""Thiết bị đang đăng nhập: where somebody is signed in, and ending it (names.md 5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from txng.access.gate import signed_in
from txng.accounts import devices, security_log, sessions
from txng.accounts.acting import person_of
from txng.kernel.errors import NotThere


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def device_list(request: HttpRequest) -> HttpResponse:
    found = sessions.lasting(request, person_of(request))
    context = {"sessions": found, "others": sum(not one.is_this for one in found)}
    return render(request, "accounts/own/devices.html", context)


@signed_in
@require_POST
def end_session(request: HttpRequest, handle: str) -> HttpResponse:
    """One of the own sessions. Anybody else's, and none at all, answer alike."""
    person = person_of(request)
    if handle == sessions.handle_of(request.session.session_key or ""):
        return redirect("sign-out")  # it asks once more, and says goodbye
    if not sessions.end(person, handle):
        raise NotThere
    security_log.note(security_log.SESSION_ENDED, request, person.pk, ended=1)
    messages.success(request, _("That device has been signed out."))
    return redirect("devices")


@signed_in
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    ended = sessions.end_all(person, but=request.session.session_key)
    devices.forget_others(request, person)
    security_log.note(security_log.SESSION_ENDED, request, person.pk, ended=ended)
    messages.success(
        request,
        ngettext("%(n)s other device has been signed out.", "%(n)s other devices have been signed out.", ended)
        % {"n": ended},
    )
    return redirect("devices")
