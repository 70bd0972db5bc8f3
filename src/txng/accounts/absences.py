"""Who of an agency is away when, and who does their work meanwhile."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from txng.access.actors import Actor
from txng.accounts.models import Absence, Membership
from txng.accounts.models.accounts import MembershipRole


def on(day: date) -> Q:
    return Q(ended_at=None, first__lte=day, last__gte=day)


def absences_of(actor: Actor, day: date) -> QuerySet[Absence]:
    """Of the actor's own agency, running and to come: on every colleague's “Việc của tôi”."""
    if actor.agency_id is None:
        return Absence.objects.none()
    return (
        Absence.objects.filter(membership__account__agency_id=actor.agency_id, ended_at=None, last__gte=day)
        .select_related("membership__user", "stand_in__user")
        .order_by("first", "id")
    )


def colleagues(membership: Membership) -> QuerySet[Membership]:
    """Who may stand in: a person with a working seat of the same agency who may decide."""
    return (
        Membership.objects.filter(account_id=membership.account_id, ended_at=None, user__is_active=True)
        .exclude(pk=membership.pk)
        .exclude(role=MembershipRole.VIEWER)
        .select_related("user")
        .order_by("user__name", "id")
    )
