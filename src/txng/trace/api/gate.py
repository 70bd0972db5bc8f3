"""The gate before every EPCIS address: key, method, versions, verb; every refusal as a problem of the standard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from txng.access.doors import for_programs
from txng.access.gate import actor_of
from txng.access.permissions import Permission
from txng.accounts.api.authentication import client_of
from txng.gs1.epcis import EpcisError
from txng.kernel.errors import NotAllowed, NotThere, Refusal
from txng.trace.api import headers
from txng.trace.api.problems import EpcisRefusal, refused

Endpoint = Callable[..., HttpResponse]
_LONGEST_ADDRESS = 16_000  # characters of path and query


def resource(
    *, options: Callable[[], dict[str, str]] = headers.capabilities, **methods: tuple[Permission, Endpoint]
) -> Endpoint:
    """One address of the interface: `resource(GET=(Permission.TRACE_READ, view), …)`.

    OPTIONS needs no key: it says what the software can, nothing of what it holds.
    """
    allowed = ["OPTIONS", *(("GET", "HEAD") if "GET" in methods else ()), *(m for m in methods if m != "GET")]

    @csrf_exempt
    @for_programs
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        with translation.override("en"):
            answer = _answer(request, allowed, options, methods, **kwargs)
        for name, value in headers.versions().items():
            answer.setdefault(name, value)
        answer["Content-Language"] = "en"
        answer["Cache-Control"] = "no-store"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Vary"] = "Accept, Authorization, GS1-EPC-Format, GS1-CBV-XML-Format"
        return answer

    return view


def _answer(
    request: HttpRequest,
    allowed: list[str],
    options: Callable[[], dict[str, str]],
    methods: dict[str, tuple[Permission, Endpoint]],
    **kwargs: Any,
) -> HttpResponse:
    try:
        named = ", ".join(allowed)
        if request.method not in allowed:
            raise EpcisRefusal(405, "method", f"Allowed: {named}.", kind="about:blank", headers={"Allow": named})
        if request.method == "OPTIONS":
            headers.asked(request)
            return HttpResponse(status=204, headers={"Allow": named, **options()})
        if len(request.path) + len(request.META.get("QUERY_STRING", "")) > _LONGEST_ADDRESS:
            raise EpcisRefusal(414, "address_too_long", "The address is too long.")
        client_of(request)
        verb, endpoint = methods["GET" if request.method == "HEAD" else request.method]
        if not actor_of(request).holds(verb):
            raise NotAllowed(f"This connection key may not {verb}.", code="missing_verb")
        headers.asked(request)
        return endpoint(request, **kwargs)
    except Refusal as refusal:
        return refused(request, refusal)
    except EpcisError as wrong:
        return refused(request, of_document(wrong))
    except UnreadablePostError:
        return refused(request, EpcisRefusal(400, "cut_off", "The message ended before it was whole."))


def of_document(wrong: EpcisError) -> EpcisRefusal:
    """A document that cannot be taken in at all."""
    code = wrong.faults[0].code
    too_much = code in ("too_large", "too_many_events")
    return EpcisRefusal(
        413 if too_much else 400,
        code,
        wrong.faults[0].message,
        faults=wrong.faults,
        headers=headers.capture_limits() if too_much else {},
    )


@csrf_exempt
@for_programs
def nothing_here(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    with translation.override("en"):
        return refused(request, NotThere())
