"""Who a program is: `Authorization: Bearer txng_…`, asked of the database on every request, never of a session."""

from __future__ import annotations

import re
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest

from txng.access.actors import Actor
from txng.accounts.keys import USE_WRITTEN_EVERY, actor_of_client, state_of
from txng.accounts.models import ApiClient
from txng.kernel import throttle
from txng.kernel.clock import now
from txng.kernel.codes import token_digest
from txng.kernel.errors import Refusal

_TOKEN = re.compile(r"bearer +(txng_[A-Za-z0-9_-]{43})", re.IGNORECASE)
PER_MINUTE = 600


class Unauthenticated(Refusal):
    status = 401
    default_code = "token_missing"


def client_of(request: HttpRequest) -> ApiClient:
    """The key of this request and its actor, or a refusal that says which of its doors is shut."""
    found: ApiClient | None = getattr(request, "_txng_client", None)
    if found is not None:
        return found
    at = now()
    client = _client_of_header(request.headers.get("Authorization", ""))
    _refuse_dead(client, at)
    actor = actor_of_client(client)
    if actor is None:
        raise Unauthenticated(
            "The person or the account behind this key can no longer act.", code="token_without_account"
        )
    throttle.hit(f"client:{client.pk}", PER_MINUTE, 60)
    _write_use(client, at)
    request._txng_client = client  # type: ignore[attr-defined]
    request._txng_client_actor = actor  # type: ignore[attr-defined]
    return client


def actor_for_program(request: HttpRequest) -> Actor:
    client_of(request)
    actor: Actor = request._txng_client_actor  # type: ignore[attr-defined]
    return actor


def _client_of_header(header: str) -> ApiClient:
    if not header:
        raise Unauthenticated("Send a connection key: Authorization: Bearer txng_…", code="token_missing")
    token = _TOKEN.fullmatch(header.strip())
    client = token and ApiClient.objects.filter(token_digest=token_digest(token[1])).first()
    if not client:
        raise Unauthenticated("This connection key is not known.", code="token_unknown")
    return client


def _refuse_dead(client: ApiClient, at: datetime) -> None:
    state = state_of(client, at)
    if state == "revoked":
        raise Unauthenticated("This connection key has been revoked.", code="token_revoked")
    if state == "expired":
        raise Unauthenticated("This connection key has expired.", code="token_expired")


def _write_use(client: ApiClient, at: datetime) -> None:
    """Once a minute is enough for a person, and keeps a busy program from writing on every request."""
    stale = Q(last_used_at=None) | Q(last_used_at__lte=at - USE_WRITTEN_EVERY)
    if client.last_used_at is None or client.last_used_at <= at - USE_WRITTEN_EVERY:
        ApiClient.objects.filter(stale, pk=client.pk).update(last_used_at=at)
