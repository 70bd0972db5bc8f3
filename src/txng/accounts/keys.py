"""Khóa kết nối: which verbs a program may be given, what its token looks like, whose hand it is."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.acting import actor_of, memberships
from txng.accounts.models import Account, ApiClient
from txng.kernel.errors import NotThere

PREFIX = "txng_"
LONGEST = 365  # days
GRACE = timedelta(hours=24)  # how long the old key goes on beside the one that replaces it
USE_WRITTEN_EVERY = timedelta(minutes=1)

# Acts that ask for a fresh sign-in of a person (names.md 5), and all that is about people and keys.
NEVER_BY_A_PROGRAM = frozenset(p for p in Permission if p.value.startswith("accounts.")) - {Permission.ACCOUNT_READ} | {
    Permission.PRINT_ORDER_CHECK,
    Permission.PRINT_ORDER_DECIDE,
    Permission.UNIT_MERGE,
    Permission.DOSSIER_SUPERVISE,
    Permission.ESTABLISHMENT_ASSIGN,
    Permission.CONFIGURATION_CHANGE,
    Permission.RECALL_OPEN,
    Permission.RECALL_LIFT,
    Permission.CERTIFICATE_DECIDE,
    Permission.DISPLAY_DECIDE,
    Permission.ALARM_DECIDE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeClient:
    """The token exists here and on one page, nowhere else."""

    client: ApiClient
    token: str


def new_client_token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def shown_part(token: str) -> str:
    """Enough to know a key again in a list, too little to guess it."""
    return token[: len(PREFIX) + 6]


def offered(actor: Actor) -> list[Permission]:
    """Reading first, then the rest, of what the actor holds."""
    held = {p for p in Permission if actor.holds(p)} - NEVER_BY_A_PROGRAM
    return sorted(held, key=lambda p: (not p.value.endswith(".read"), p.value))


def clients_of(account: Account) -> QuerySet[ApiClient]:
    return ApiClient.objects.filter(account=account).select_related("made_by", "replaced_by").order_by("-id")


def client_for(account: Account, client_id: int) -> ApiClient:
    client = clients_of(account).filter(id=client_id).first()
    if client is None:
        raise NotThere
    return client


def alive(at: datetime) -> Q:
    return Q(revoked_at=None, expires_at__gt=at)


def state_of(client: ApiClient, at: datetime) -> str:
    if client.revoked_at is not None:
        return "revoked"
    return "expired" if client.expires_at <= at else "active"


def actor_of_client(client: ApiClient) -> Actor | None:
    """The maker's own hand, narrowed to the verbs of the key; None when that hand holds nothing any more."""
    seat = (
        memberships()
        .select_related("user")
        .filter(account_id=client.account_id, user_id=client.made_by_id, ended_at=None)
        .first()
    )
    if seat is None:
        return None
    maker = actor_of(seat)
    if maker.kind == "visitor":
        return None
    return narrowed(maker, client)


def narrowed(maker: Actor, client: ApiClient) -> Actor:
    allowed = readable(client.verbs) - NEVER_BY_A_PROGRAM
    with translation.override("vi"):  # the ledger is kept in Vietnamese
        label = _("%(name)s (connection key %(key)s)") % {"name": maker.label, "key": client.name}
    return replace(
        maker,
        label=label,
        client_id=client.pk,
        grants=tuple(grant for grant in maker.grants if grant.permission in allowed),
    )


def readable(verbs: Iterable[str]) -> frozenset[Permission]:
    """A verb of an older release that no longer exists opens nothing."""
    known = {p.value: p for p in Permission}
    return frozenset(known[verb] for verb in verbs if verb in known)
