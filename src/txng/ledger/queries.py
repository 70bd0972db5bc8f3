from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Q, QuerySet

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.kernel.clock import VIETNAM
from txng.ledger.events import all_event_kinds
from txng.ledger.models import Entry

_TOLD_TO_ESTABLISHMENTS = ("establishment", "applicant")


def history_of(subject: models.Model) -> QuerySet[Entry]:
    """What happened to one thing, oldest first; whoever may see the thing may see its history."""
    return Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).order_by("id")


def entries_in_reach(actor: Actor) -> QuerySet[Entry]:
    """Who did what, as far as the actor's eyes reach, newest first.

    An establishment sees what its own people did and what was done to it and told to it; how an agency came to a
    decision about it is the agency's own.
    """
    entries = Entry.objects.filter(actor.reach(Permission.HISTORY_READ))
    if actor.establishment_id is not None:
        told = [str(kind) for kind in all_event_kinds() if kind.concerns in _TOLD_TO_ESTABLISHMENTS]
        entries = entries.filter(Q(actor_kind="establishment") | Q(kind__in=told))
    return entries.order_by("-id")


def narrowed(
    entries: QuerySet[Entry], *, person: str = "", first: date | None = None, last: date | None = None
) -> QuerySet[Entry]:
    """By who acted and by Vietnamese days, both ends included."""
    if person:
        entries = entries.filter(Q(actor_label__icontains=person) | Q(actor_organisation__icontains=person))
    if first is not None:
        entries = entries.filter(at__gte=_midnight(first))
    if last is not None:
        entries = entries.filter(at__lt=_midnight(last + timedelta(days=1)))
    return entries


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, VIETNAM)
