"""Pages by key, never by number: what arrives meanwhile neither repeats nor hides anything (standards.md 2.5)."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict

from txng.access.gate import actor_of
from txng.kernel.clock import now
from txng.trace.api.problems import EpcisRefusal
from txng.trace.models import SpentToken

DEFAULT, MOST = 30, 1_000
LIFE = 3_600  # seconds a token is good for
_SALT = "trace.page"
_TOKEN, _SIZE = "nextPageToken", "perPage"


def page_size(request: HttpRequest) -> int:
    sent = request.GET.get(_SIZE, str(DEFAULT))
    if not sent.isascii() or not sent.isdigit() or not int(sent[:9]) >= 1:
        raise _wrong("per_page", "perPage is a number from 1 on")
    return min(int(sent[:9]), MOST)


def place(request: HttpRequest) -> Any:
    """Where the page begins, as `next_page` was told; None for the first page. A token is good for the one who got it,
    at the address and with the parameters it was given for, until it is given back."""
    token = request.GET.get(_TOKEN)
    if token is None:
        return None
    try:
        found, bound = signing.loads(token, salt=_SALT, max_age=LIFE)
    except signing.BadSignature:
        raise _wrong("next_page_token", "this nextPageToken is not valid here, or no longer") from None
    if bound != _bound(request):
        raise _wrong("next_page_token", "this nextPageToken is not valid here, or no longer")
    if SpentToken.objects.filter(digest=_digest(token)).exists():
        raise _wrong("next_page_token", "this nextPageToken was given back")
    return found


def next_page(request: HttpRequest, answer: HttpResponse, key: Any) -> None:
    """Announce that there is more behind `key`."""
    token = signing.dumps([key, _bound(request)], salt=_SALT, compress=True)
    parameters = request.GET.copy()
    parameters[_TOKEN] = token
    parameters[_SIZE] = str(page_size(request))
    # The path as it goes over the wire: a header takes no other letters, and an item may hold a question mark.
    answer["Link"] = f'<{quote(request.path, safe="/")}?{urlencode(list(_pairs(parameters)))}>; rel="next"'
    answer["GS1-Next-Page-Token-Expires"] = (now() + timedelta(seconds=LIFE)).isoformat(timespec="seconds")


def give_back(token: str) -> bool:
    """The token is good no more; twice is as once. False for what never was one."""
    try:
        signing.loads(token, salt=_SALT, max_age=LIFE)
    except signing.BadSignature:
        return False
    at = now()
    SpentToken.objects.filter(expires_at__lt=at).delete()
    SpentToken.objects.bulk_create(
        [SpentToken(digest=_digest(token), expires_at=at + timedelta(seconds=LIFE))], ignore_conflicts=True
    )
    return True


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _pairs(parameters: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in parameters.lists() for value in values]


def _bound(request: HttpRequest) -> str:
    asked = sorted(pair for pair in _pairs(request.GET) if pair[0] not in (_TOKEN, _SIZE))
    actor = actor_of(request)
    return hashlib.sha256(
        repr((request.path, asked, actor.user_id, actor.establishment_id, actor.agency_id)).encode()
    ).hexdigest()[:24]


def _wrong(code: str, detail: str) -> EpcisRefusal:
    return EpcisRefusal(400, code, detail, kind="epcisException:QueryParameterException")
