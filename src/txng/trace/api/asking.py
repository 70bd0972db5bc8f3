"""What all addresses that answer with events have in common: the question in the address, the page, the answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse

from txng.access.gate import actor_of
from txng.gs1.epcis.names import GS1_CONTEXT
from txng.trace.api import answers, headers, paging
from txng.trace.eventquery import Query, WrongParameter, read_query, run

PAGING = ("perPage", "nextPageToken")
JSON_ONLY = answers.OFFERED[:2]


def parameters(request: HttpRequest) -> dict[str, list[Any]]:
    return {name: list(values) for name, values in request.GET.lists() if name not in PAGING}


def query_of(request: HttpRequest, *, fixed: Query | None = None, fixes: str = "") -> Query:
    """The query of the address; `fixed` is what its path says, which no parameter may say again."""
    given = parameters(request)
    if fixes and fixes in given:
        raise WrongParameter(fixes, "the address says it already")
    asked = read_query(given, actor=actor_of(request))
    return replace(asked, conditions=(*fixed.conditions, *asked.conditions)) if fixed else asked


def nothing_but_paging(request: HttpRequest) -> None:
    for name in parameters(request):
        raise WrongParameter(name, "no parameter of this address")


def events(request: HttpRequest, query: Query, *, name: str = "SimpleEventQuery", bound: Any = None) -> HttpResponse:
    """A page of events. `bound` is what the question stands for beside the address: a token of another is refused."""
    answers.preferred(request)
    size, after = paging.page_size(request), paging.place(request)
    if after is not None:
        if after[0] != bound:
            raise WrongParameter("nextPageToken", "not of this query")
        after = after[1]
    page = run(query, actor=actor_of(request), size=size, after=after)
    answer = answers.query_document(request, page.rows, headers.asked(request), query_name=name)
    if page.after is not None:
        paging.next_page(request, answer, [bound, page.after])
    return answer


def collection(request: HttpRequest, members: Iterable[str], **more: str) -> HttpResponse:
    body = {"@context": GS1_CONTEXT, "type": "Collection", "member": list(members)}
    return plain(request, body, status=200, **more)


def plain(request: HttpRequest, body: Any, *, status: int = 200, **more: str) -> HttpResponse:
    """Lists and definitions come in JSON alone (standards.md 2.1)."""
    media = answers.preferred(request, JSON_ONLY)
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=media, headers={**headers.extensions(), **more})
