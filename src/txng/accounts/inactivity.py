"""Rà soát tài khoản không dùng: a door nobody has gone through for months is one nobody watches either."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from txng import provinces
from txng.access.actors import Actor
from txng.accounts.models import Account, Membership, Session
from txng.accounts.models.accounts import AccountState
from txng.accounts.queries import accounts_of
from txng.kernel.clock import local_date

_OPEN = Q(memberships__ended_at=None)


def months_unused(at: datetime) -> int:
    return provinces.in_force(local_date(at)).limits.unused_months


def unused_accounts(actor: Actor, at: datetime, months: int | None = None) -> QuerySet[Account]:
    """Working accounts within the actor's reach with nobody signed in for so many months, the longest unused first.

    A remembered phone counts as used: it is signed in for 90 days without signing in again. An account that was
    activated only lately has had no time to be used.
    """
    since = at - timedelta(days=(months or months_unused(at)) * 365.25 / 12)
    used = Membership.objects.filter(account=OuterRef("pk"), ended_at=None).filter(
        Q(user__last_login__gte=since)
        | Q(Exists(Session.objects.filter(user_id=OuterRef("user_id"), seen_at__gte=since)))
    )
    return (
        accounts_of(actor)
        .filter(~Exists(used), state=AccountState.ACTIVE)
        .filter(Q(activated_at__lt=since) | Q(activated_at=None, issued_at__lt=since))
        .annotate(last_used=Max("memberships__user__last_login", filter=_OPEN))
        .order_by(F("last_used").asc(nulls_first=True), "id")
    )
