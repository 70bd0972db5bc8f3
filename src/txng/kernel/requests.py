"""The id of the request in hand, so that ledger, log and support reference name the same thing."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    return _request_id.get()


def request_id_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give each request an id of our own; one sent by a client is not trusted, it would stand in the ledger."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _request_id.set(secrets.token_hex(8))
        try:
            return get_response(request)
        finally:
            _request_id.reset(token)

    return middleware
