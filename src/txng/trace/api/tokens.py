"""DELETE /nextPageToken/{token}: whoever needs no further page says so (standards.md 2.1)."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse

from txng.access.permissions import Permission
from txng.kernel.clock import now
from txng.kernel.errors import NotThere
from txng.trace.api import paging
from txng.trace.api.asking import digest
from txng.trace.api.gate import resource
from txng.trace.models import SpentToken


def give_back(request: HttpRequest, token: str) -> HttpResponse:
    """Given back twice it is gone all the same; what never was a token is not there."""
    try:
        signing.loads(token, salt=paging._SALT, max_age=paging.LIFE)
    except signing.BadSignature:
        raise NotThere from None
    at = now()
    SpentToken.objects.filter(expires_at__lt=at).delete()
    SpentToken.objects.bulk_create(
        [SpentToken(digest=digest(token), expires_at=at + timedelta(seconds=paging.LIFE))], ignore_conflicts=True
    )
    return HttpResponse(status=204)


next_page_token = resource(DELETE=(Permission.TRACE_READ, give_back))
