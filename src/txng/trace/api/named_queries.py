"""/queries: queries kept under a name, and their answers (RE-14)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from txng.access.gate import actor_of
from txng.access.permissions import Permission
from txng.accounts.api.authentication import client_of
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.trace import named
from txng.trace.actions.end_query import end_query
from txng.trace.actions.name_query import name_query
from txng.trace.api import answers, asking, bodies, headers, paging
from txng.trace.api.gate import resource
from txng.trace.api.problems import EpcisRefusal
from txng.trace.media import JSON
from txng.trace.models import NamedQuery

MOST = 256 * 1024  # bytes of a definition
VALIDATION = "epcisException:QueryValidationException"


def body_of(request: HttpRequest, *, kind: str = VALIDATION) -> Any:
    """JSON alone, and no more of it than a definition needs."""
    body, media = bodies.message(request)
    if media not in JSON:
        raise EpcisRefusal(415, "media_type", f"Read here: {', '.join(JSON)}, in UTF-8.")
    if len(body) > MOST:
        raise EpcisRefusal(413, "too_large", f"At most {MOST} bytes.", kind="epcisException:QueryTooComplexException")
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError, ValueError):
        raise EpcisRefusal(400, "not_json", "The message is not JSON.", kind=kind) from None


def listed(request: HttpRequest) -> HttpResponse:
    answers.preferred(request, asking.JSON_ONLY)
    asking.nothing_but_paging(request)
    size, after = paging.page_size(request), paging.place(request)
    queries = named.queries_of(client_of(request).account_id)
    if after is not None:
        queries = queries.filter(name__gt=after)
    page = list(queries[: size + 1])
    answer = asking.plain(request, [_shown(query) for query in page[:size]])
    if len(page) > size:
        paging.next_page(request, answer, page[size - 1].name)
    return answer


def keep(request: HttpRequest) -> HttpResponse:
    try:
        made = name_query(actor=actor_of(request), client=client_of(request), definition=body_of(request), at=now())
    except RuleBroken as refused:
        raise EpcisRefusal(409, refused.code, str(refused)) from None
    return asking.plain(request, _shown(made), status=201, Location=address_of(made))


def address_of(query: NamedQuery) -> str:
    return reverse("epcis-queries") + "/" + quote(query.name, safe="")


def one(request: HttpRequest, name: str) -> HttpResponse:
    answers.preferred(request, asking.JSON_ONLY)
    asking.nothing_but_paging(request)
    return asking.plain(request, _shown(found(request, name)))


def found(request: HttpRequest, name: str) -> NamedQuery:
    return named.query_named(client_of(request).account_id, name)


def end(request: HttpRequest, name: str) -> HttpResponse:
    end_query(actor=actor_of(request), account_id=client_of(request).account_id, name=name, at=now())
    return HttpResponse(status=204)


def events(request: HttpRequest, name: str) -> HttpResponse:
    """Its answer, whoever of the account asks: each by their own rights."""
    answers.preferred(request)
    if request.headers.get("Upgrade"):
        raise EpcisRefusal(501, "websocket", "Subscribe with a webhook: WebSockets are not offered.")
    asking.nothing_but_paging(request)
    query = found(request, name)
    asked = named.asked_by(query, actor_of(request))
    answer = asking.events(request, asked, name=query.name, bound=query.pk)
    for key, value in headers.extensions().items():
        answer.setdefault(key, value)
    return answer


def _shown(query: NamedQuery) -> dict[str, Any]:
    body = {"name": query.name, "query": query.query}
    return body if query.context is None else {"@context": query.context, **body}


queries = resource(GET=(Permission.TRACE_READ, listed), POST=(Permission.TRACE_READ, keep))
query = resource(GET=(Permission.TRACE_READ, one), DELETE=(Permission.TRACE_READ, end))
query_events = resource(GET=(Permission.TRACE_READ, events))
