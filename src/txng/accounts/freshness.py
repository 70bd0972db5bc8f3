"""A sign-in of the last 15 minutes (names.md 5): who left a screen open must not have stamps ordered from it.

`@fresh_required` goes below the gate. A page is asked for before its form is shown, so that nothing gets typed in
vain; a form sent too late travels along, sealed, and is offered for sending once the person has confirmed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from txng.accounts import sealing

FRESH_SECONDS = 15 * 60
CARRIED_SECONDS = 60 * 60
_CARRIED_AT_MOST = 200_000
CONFIRMED = "confirmed_at"

View = Callable[..., HttpResponse]


def mark(session: Any) -> None:
    session[CONFIRMED] = time.time()


def mark_as_of(session: Any, moment: float | None) -> None:
    """Somebody else asked who it is, at that moment; None: nobody knows when."""
    session[CONFIRMED] = min(moment, time.time()) if moment is not None else 0.0


def is_fresh(request: HttpRequest) -> bool:
    confirmed = request.session.get(CONFIRMED)
    return isinstance(confirmed, float) and 0 <= time.time() - confirmed <= FRESH_SECONDS


def fresh_required(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return require_fresh(request) or view(request, *args, **kwargs)

    return guarded


def require_fresh(request: HttpRequest) -> HttpResponse | None:
    """What to answer instead, or None when the sign-in is fresh."""
    if is_fresh(request):
        return None
    if request.method != "POST":
        return HttpResponseRedirect(f"{reverse('confirm-again')}?{urlencode({'next': request.get_full_path()})}")
    context = {"carried": carry(request), "lost_files": bool(request.FILES), "following": request.get_full_path()}
    return render(request, "accounts/confirm/stale.html", context, status=403)


def carry(request: HttpRequest) -> str:
    """What was sent, sealed for this person; "" when it is more than a form holds. Files cannot travel."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [field for field in fields if field[0] != "csrfmiddlewaretoken"]
    text = json.dumps([request.user.pk, request.get_full_path(), kept])
    return sealing.seal("carried-form", text) if len(text) <= _CARRIED_AT_MOST else ""


def carried_form(request: HttpRequest, sealed: str) -> tuple[str, list[tuple[str, str]]] | None:
    """Where the form goes and its fields, if it was this person's."""
    opened = sealing.unseal("carried-form", sealed, seconds=CARRIED_SECONDS) if sealed else None
    if opened is None:
        return None
    person, path, fields = json.loads(opened)
    return (path, [(name, value) for name, value in fields]) if person == request.user.pk else None
