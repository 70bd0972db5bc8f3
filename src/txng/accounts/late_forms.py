"""A form that came after its sign-in had ended is not lost (ux.md 3.1): it waits, sealed, until its writer is back.

Only for the person whose ended sign-in the request still carried, for an hour, and never sent by itself: whoever
signs in next at that desk may be somebody else, and what was meant an hour ago is asked for once more. Passwords and
codes never wait, and files cannot.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse

from txng.accounts import sealing

KEPT_SECONDS = 60 * 60
_WAITING = "late_form"
_AT_MOST = 200_000
_SECRET = frozenset({"password", "current", "again", "code", "credential", "carried"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LateForm:
    path: str
    fields: list[tuple[str, str]]
    files: list[str]  # their names: what has to be chosen again

    @property
    def texts(self) -> list[str]:
        """What somebody wrote in words; choices and numbers are quickly given again."""
        return [value for _, value in self.fields if " " in value.strip()]


def late_forms_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        whose = getattr(request.session, "was_of", None)
        _sent_now(request)
        if request.method == "POST" and whose is not None and _sent_to_sign_in(response) and _keep(request, whose):
            back = urlencode({"next": reverse("late-form")})
            return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{back}")
        return response

    return middleware


def _sent_now(request: HttpRequest) -> None:
    """Its own address has answered it: what is wrong with it stands on that page now. (A session nobody asked for is
    not opened for this.)"""
    if request.method == "POST" and request.session.accessed and is_waiting(request) and request.user.is_authenticated:
        late = of(request)
        if late is not None and late.path == request.get_full_path():
            forget(request)


def _sent_to_sign_in(response: HttpResponse) -> bool:
    sign_in = resolve_url(settings.LOGIN_URL)
    return response.status_code == 302 and response["Location"].partition("?")[0] == sign_in


def _keep(request: HttpRequest, whose: int) -> bool:
    if _SECRET & request.POST.keys() or request.path == reverse("session-keep"):
        return False
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [field for field in fields if field[0] != "csrfmiddlewaretoken"]
    files = [file.name or "" for _, group in request.FILES.lists() for file in group]
    text = json.dumps([whose, request.get_full_path(), fields, files])
    if len(text) > _AT_MOST:
        return False
    request.session[_WAITING] = sealing.seal("late-form", text)
    return True


def is_waiting(request: HttpRequest) -> bool:
    return _WAITING in request.session


def of(request: HttpRequest) -> LateForm | None:
    """The form that waits for this person. Somebody else's is thrown away."""
    sealed: Any = request.session.get(_WAITING)
    opened = sealing.unseal("late-form", sealed, seconds=KEPT_SECONDS) if sealed else None
    if opened is not None:
        whose, path, fields, files = json.loads(opened)
        if whose == request.user.pk:
            return LateForm(path=path, fields=[(name, value) for name, value in fields], files=files)
    forget(request)
    return None


def forget(request: HttpRequest) -> None:
    if is_waiting(request):
        del request.session[_WAITING]
