"""Which events and captures somebody may see whole. What others see of them is trace/redaction.py's to say."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.trace.models import Capture, CapturedEvent, PartnerGrant


def reach(actor: Actor) -> Q:
    """The rows of the actor's own organisation, and those whose place the actor's agency reaches.

    An agency's own rows stand in no sector, so a department would lose sight of what it captured itself.
    """
    own = Q(pk__in=[])
    if actor.holds(Permission.TRACE_READ) and actor.agency_id is not None:
        own = Q(agency_id=actor.agency_id)
    return actor.reach(Permission.TRACE_READ) | own


def granted(actor: Actor) -> Q:
    """Rows of establishments that let this program see them (trace.actions.share_with_partner)."""
    if actor.client_id is None or not actor.holds(Permission.TRACE_READ):
        return Q(pk__in=[])
    grants = PartnerGrant.objects.filter(
        client_id=actor.client_id, ended_at=None, establishment_id=OuterRef("establishment_id")
    )
    return Q(Exists(grants))


def events_of(actor: Actor) -> QuerySet[CapturedEvent]:
    """The events the actor sees whole, newest first."""
    return CapturedEvent.objects.filter(reach(actor) | granted(actor)).order_by("-event_time", "-id")


def captures_of(actor: Actor) -> QuerySet[Capture]:
    """Capture jobs within the actor's reach, newest first. A program sees its own alone: errors quote what was sent."""
    jobs = Capture.objects.filter(kind=Capture.Kind.DOCUMENT)
    if actor.client_id is not None:
        # All keys of one organisation are one sender: a key that was replaced left its jobs behind.
        mine = Q(client__account__clients=actor.client_id)
        return jobs.filter(mine).order_by("-asked_at", "-id")
    return jobs.filter(reach(actor)).order_by("-asked_at", "-id")
