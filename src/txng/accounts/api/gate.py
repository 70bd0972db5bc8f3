"""The gate before every endpoint: key, method, rate, verb; every refusal as a problem in English."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from txng.access.actors import Actor
from txng.access.doors import for_programs
from txng.access.gate import actor_of
from txng.access.permissions import Permission
from txng.accounts.api.authentication import client_of
from txng.accounts.api.problems import problem
from txng.kernel.errors import NotAllowed, Refusal, TooMany

Endpoint = Callable[..., HttpResponse]


def endpoint(*, verb: Permission | None = None, methods: tuple[str, ...] = ("GET", "HEAD")) -> Any:
    """No session is read and no cookie set, so no cookie can be forged either: CSRF does not arise."""

    def gate(view: Endpoint) -> Endpoint:
        @csrf_exempt
        @for_programs
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with translation.override("en"):
                answer = _answer(view, verb, methods, request, *args, **kwargs)
            answer["Content-Language"] = "en"
            answer["Cache-Control"] = "no-store"
            return answer

        return guarded

    return gate


def _answer(
    view: Endpoint, verb: Permission | None, methods: tuple[str, ...], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    if request.method not in methods:
        answer = problem(request, status=405, code="method", detail=f"Allowed: {', '.join(methods)}.")
        answer["Allow"] = ", ".join(methods)
        return answer
    try:
        client_of(request)
        if verb is not None:
            _require(actor_of(request), verb)
        return view(request, *args, **kwargs)
    except Refusal as refusal:
        answer = problem(request, status=refusal.status, code=refusal.code, detail=str(refusal))
        if isinstance(refusal, TooMany):
            answer["Retry-After"] = "60"
        return answer


def _require(actor: Actor, verb: Permission) -> None:
    """A key lacking the verb is told so (names.md 7.20): its holder knows what the key was made for."""
    if not actor.holds(verb):
        raise NotAllowed(f"This connection key may not {verb}.", code="missing_verb")
