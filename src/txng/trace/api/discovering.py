"""GET of the top, of the six collections and of their members (standards.md 2.1), and of /events itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from txng.access.gate import actor_of
from txng.access.permissions import Permission
from txng.kernel.errors import NotThere
from txng.trace import discovery
from txng.trace.api import answers, asking, paging
from txng.trace.api.events import accept
from txng.trace.api.gate import resource
from txng.trace.eventquery import Query

TOP = ("capture", "events", "queries", *discovery.COLLECTIONS)


def top(request: HttpRequest) -> HttpResponse:
    asking.nothing_but_paging(request)
    return asking.collection(request, TOP)


def listed(request: HttpRequest) -> HttpResponse:
    answers.preferred(request)
    return asking.events(request, asking.query_of(request))


def _members(name: str) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        answers.preferred(request, asking.JSON_ONLY)
        asking.nothing_but_paging(request)
        size, after = paging.page_size(request), paging.place(request)
        found = discovery.members(name, actor_of(request), after or "", size + 1)
        answer = asking.collection(request, found[:size], **{"GS1-EPC-Format": "Always_GS1_Digital_Link"})
        if len(found) > size:
            paging.next_page(request, answer, found[size - 1])
        return answer

    return resource(GET=(Permission.TRACE_READ, view))


def _item(name: str) -> Any:
    def view(request: HttpRequest, item: str) -> HttpResponse:
        answers.preferred(request, asking.JSON_ONLY)
        asking.nothing_but_paging(request)
        _known(request, name, item)
        return asking.collection(request, ["events"])

    return resource(GET=(Permission.TRACE_READ, view))


def _item_events(name: str) -> Any:
    def view(request: HttpRequest, item: str) -> HttpResponse:
        answers.preferred(request)
        fixed = _known(request, name, item)
        query = asking.query_of(request, fixed=fixed, fixes=discovery.COLLECTIONS[name].parameter)
        return asking.events(request, query)

    return resource(GET=(Permission.TRACE_READ, view))


def _known(request: HttpRequest, name: str, value: str) -> Query:
    actor = actor_of(request)
    query = discovery.item(name, value, actor)
    if query is None or not discovery.is_known(query, actor):
        raise NotThere
    return query


top_resources = resource(GET=(Permission.TRACE_READ, top))
events = resource(GET=(Permission.TRACE_READ, listed), POST=(Permission.TRACE_CAPTURE, accept))
members = {name: _members(name) for name in discovery.COLLECTIONS}
items = {name: _item(name) for name in discovery.COLLECTIONS}
item_events = {name: _item_events(name) for name in discovery.COLLECTIONS}
