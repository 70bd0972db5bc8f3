"""Truy cập khẩn cấp: what one person of the operator holds for 60 minutes once two broke the glass (names.md 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from txng import provinces
from txng.access.actors import Actor, Grant
from txng.access.permissions import Permission
from txng.access.scopes import Scope
from txng.accounts.models import EmergencyAccess

LASTS = timedelta(minutes=60)
TOLD_FOR = timedelta(days=7)  # so long every lead of the operator finds it among their work

# What somebody decides about their own organisation stays with its own people.
_NEVER = frozenset(
    {
        Permission.MEMBER_MANAGE,
        Permission.CLIENT_MANAGE,
        Permission.DELEGATION_MANAGE,
        Permission.EMERGENCY_OPEN,
    }
)


def verbs() -> frozenset[Permission]:
    """What a managing agency may do, of whatever kind it is."""
    profile = provinces.current()
    return (profile.permissions_of("department") | profile.permissions_of("commune")) - _NEVER


def behind_the_glass(actor: Actor) -> Actor:
    """The same person with the hand of every managing agency, named as such in everything they do."""
    with translation.override("vi"):  # the ledger is kept in Vietnamese
        label = _("%(name)s (emergency access)") % {"name": actor.label}
    held = set(actor.grants) | {Grant(permission=verb, scope=Scope()) for verb in verbs()}
    ordered = sorted(held, key=lambda grant: (grant.permission, grant.scope.managing_agency_id or 0))
    return replace(actor, label=label, grants=tuple(ordered))


def in_force(at: datetime) -> Q:
    """The same rule as `is_in_force`, for SQL."""
    return Q(granted_at__lte=at, until__gt=at, ended_at=None)


def is_in_force(access: EmergencyAccess, at: datetime) -> bool:
    return (
        access.granted_at is not None
        and access.until is not None
        and access.ended_at is None
        and access.granted_at <= at < access.until
    )


def is_waiting(access: EmergencyAccess, at: datetime) -> bool:
    """An emergency that nobody answers within the hour is asked for anew."""
    return access.granted_at is None and access.ended_at is None and at < access.asked_at + LASTS


def emergencies() -> QuerySet[EmergencyAccess]:
    return EmergencyAccess.objects.select_related("asked_by", "granted_by").order_by("-id")


def to_be_told(at: datetime) -> QuerySet[EmergencyAccess]:
    """What waits for a second person, and what was granted in the last days."""
    waiting = Q(granted_at=None, ended_at=None, asked_at__gt=at - LASTS)
    return emergencies().filter(waiting | Q(granted_at__gt=at - TOLD_FOR))
