from __future__ import annotations

import contextlib
import logging
import re
import traceback
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DataError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from txng.kernel.errors import NotThere, Refusal
from txng.kernel.requests import request_id, route_of

log = logging.getLogger("txng.refusals")
Next = Callable[[HttpRequest], HttpResponse]

API = ("/api/", "/epcis")
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
EPCIS_METHODS = (*METHODS, "DELETE")  # named queries and subscriptions of programs end by it
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def headers_middleware(get_response: Next) -> Next:
    """Headers every answer carries."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(self)")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.has_header("Cache-Control") and not request.path.startswith(settings.STATIC_URL):
            # Pages behind a sign-in must not stay in a shared phone's cache; public pages say otherwise themselves.
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


class refusals_middleware:
    """Turn a refusal that no view has answered into its page, with a log line and never a 5xx."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not re.fullmatch(r"[0-9]+", length):
            return refused(request, 400, "no_length")
        if len(length) > 18 or int(length) > settings.REQUEST_BYTES:
            _let_it_pass(request, 0 if len(length) > 18 else int(length))
            return refused(request, 413, "request_too_large")
        methods = EPCIS_METHODS if request.path_info.startswith("/epcis/") else METHODS
        if request.method not in methods:
            return _method_refused(request, ", ".join(methods))
        # PostgreSQL stores no NUL, and nothing we ever wrote contains one.
        if "\0" in request.path_info or re.search(r"\0|%00", request.META.get("QUERY_STRING", "")):
            return refused(request, 404 if "\0" in request.path_info else 400, "nul")
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            return _method_refused(request, response.get("Allow", ""))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotThere):  # in one voice: what is foreign must not read otherwise than what is not there
            return refused(request, 404, NotThere.default_code)
        if isinstance(error, Refusal):
            return refused(request, error.status, error.code, str(error))
        if isinstance(error, TOO_LARGE):
            return refused(request, 413, "request_too_large")
        if isinstance(error, UnreadablePostError):  # the client went away while sending
            return refused(request, 400, "cut_off")
        if isinstance(error, DataError):
            # A value the database cannot hold came past the form. The person is told so; we have a form to mend.
            log.error("%s %s %s at %s", request_id(), type(error).__name__, route_of(request), _place(error))
            return refused(request, 400, "value_refused")
        return None


def _let_it_pass(request: HttpRequest, length: int) -> None:
    """Read what is too large and throw it away: answered while still sending, a browser shows a broken connection
    instead of our page. Nobody sends four times the limit by mistake."""
    stream = getattr(request, "environ", {}).get("wsgi.input")
    if stream is None or length > 4 * settings.REQUEST_BYTES:
        return
    with contextlib.suppress(OSError):
        while length > 0 and (piece := stream.read(min(length, 1 << 16))):
            length -= len(piece)


def refused(request: HttpRequest, status: int, code: str, sentence: str = "") -> HttpResponse:
    from txng.project.views.refusals import refusal_page

    log.info("%s %s %s %s %s", request_id(), status, code, request.method, route_of(request))
    return refusal_page(request, status=status, sentence=sentence)


def _method_refused(request: HttpRequest, allowed: str) -> HttpResponse:
    response = refused(request, 405, "method", _("This page cannot be asked for in this way. Go back and try again."))
    response["Allow"] = allowed
    return response


def _place(error: Exception) -> str:
    """Our own line that led there; the error's words may quote what somebody typed."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "/txng/" in frame.filename]
    return f"{ours[-1].filename.rpartition('/txng/')[2]}:{ours[-1].lineno}" if ours else "-"


def actor_middleware(get_response: Next) -> Next:
    """`request.actor`: who acts, computed when first asked for, so that public pages ask nobody."""

    def middleware(request: HttpRequest) -> HttpResponse:
        from txng.accounts.acting import actor_for
        from txng.accounts.api.authentication import actor_for_program

        # At these addresses a key acts and nothing else: no session is read there, so none can be ridden.
        who = actor_for_program if request.path_info.startswith(API) else actor_for
        request.actor = SimpleLazyObject(lambda: who(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
