"""The id of the request in hand, so that ledger, log and support code name the same thing; and what the log says of it.

Addresses carry keys (a draft's, a letter's) and what people type; the log says which kind of page it was instead.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from types import TracebackType
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_reader: ContextVar[int] = ContextVar("reader", default=0)
_owner: ContextVar[str] = ContextVar("owner", default="")
_known: ContextVar[dict[str, Any] | None] = ContextVar("known", default=None)

Value = TypeVar("Value")


def request_id() -> str:
    return _request_id.get()


def reader() -> int:
    """The signed-in user for whom this request makes its page, once somebody asked who acts; 0 for nobody."""
    return _reader.get()


def reader_is(user_id: int) -> None:
    _reader.set(user_id)


def owner() -> str:
    """In whose room a file stored during this request lies, `establishment:17`; "" for nobody's."""
    return _owner.get()


def owner_is(owner: str) -> None:
    _owner.set(owner)


def once_a_request(key: str, read: Callable[[], Value]) -> Value:
    """What `read` gives, read once a request; outside of requests each time, for nobody would say when to forget it."""
    known = _known.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return known[key]  # type: ignore[no-any-return]


def forget(key: str) -> None:
    """For whoever changes in a request what it may have read before."""
    known = _known.get()
    if known is not None:
        known.pop(key, None)


def request_id_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give each request an id of our own; one sent by a client is not trusted, it would stand in the ledger."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token, nobody, nothing = _request_id.set(secrets.token_hex(8)), _reader.set(0), _known.set({})
        no_room = _owner.set("")
        try:
            return get_response(request)
        finally:
            _request_id.reset(token)
            _reader.reset(nobody)
            _known.reset(nothing)
            _owner.reset(no_room)

    return middleware


def route_of(request: Any) -> str:
    """The pattern an address matched, `dang-ky/<str:token>/`; "-" for one that matched none."""
    match = getattr(request, "resolver_match", None)
    return str(match.route) if match else "-"


class RouteForAddress(logging.Filter):
    """Django's own lines about failed requests, without the address but with the support code shown to the person."""

    def filter(self, record: logging.LogRecord) -> bool:
        request: Any = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            record.msg = "%s %s %s %s"
            record.args = (request_id(), getattr(record, "status_code", "-"), request.method, route_of(request))
        return True


class Lines(logging.Formatter):
    """One line a message, so that none can be forged; errors of the database without the row they quote."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        return super().formatMessage(record).replace("\r", " ").replace("\n", " ")

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return re.sub(r"\n(DETAIL|CONTEXT): .*", "", super().formatException(ei))
