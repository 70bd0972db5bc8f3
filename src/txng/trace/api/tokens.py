"""DELETE /nextPageToken/{token}: whoever needs no further page says so (standards.md 2.1)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from txng.access.permissions import Permission
from txng.kernel.errors import NotThere
from txng.trace.api import paging
from txng.trace.api.gate import resource


def give_back(request: HttpRequest, token: str) -> HttpResponse:
    if not paging.give_back(token):
        raise NotThere
    return HttpResponse(status=204)


next_page_token = resource(DELETE=(Permission.TRACE_READ, give_back))
