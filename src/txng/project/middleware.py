from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from txng.kernel.errors import Refusal
from txng.kernel.requests import request_id

log = logging.getLogger("txng.refusals")
Next = Callable[[HttpRequest], HttpResponse]


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
        if not length.isdigit() or int(length) > settings.REQUEST_BYTES:
            return _refused(request, 413, "request_too_large")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal):
            return _refused(request, error.status, error.code, str(error))
        if isinstance(error, RequestDataTooBig | TooManyFilesSent):
            return _refused(request, 413, "request_too_large")
        return None


def _refused(request: HttpRequest, status: int, code: str, sentence: str = "") -> HttpResponse:
    from txng.project.views.refusals import refusal_page

    log.info("%s %s %s %s %s", request_id(), status, code, request.method, _told(request))
    return refusal_page(request, status=status, sentence=sentence)


def _told(request: HttpRequest) -> str:
    """The route rather than the path: an address may carry a secret token, and a log is read by many."""
    match = request.resolver_match
    return match.route if match else request.path[:80]


def actor_middleware(get_response: Next) -> Next:
    """`request.actor`: who acts, computed when first asked for, so that public pages ask nobody."""

    def middleware(request: HttpRequest) -> HttpResponse:
        from txng.accounts.queries import actor_for

        request.actor = SimpleLazyObject(lambda: actor_for(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


