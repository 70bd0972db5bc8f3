from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.kernel.errors import NotThere
from txng.ledger.recording import record
from txng.trace.events import TraceEvent
from txng.trace.models import NamedQuery, Subscription
from txng.trace.named import queries_of


@transaction.atomic
def end_query(*, actor: Actor, account_id: int, name: str, at: datetime) -> NamedQuery:
    """Its subscribers hear nothing more; the name is free again."""
    actor.require_verb(Permission.TRACE_READ)
    query = queries_of(account_id).select_for_update(no_key=True).filter(name=name).first()
    if query is None:
        raise NotThere
    query.ended_at = at
    query.save(update_fields=["ended_at"])
    ended = Subscription.objects.filter(query=query, ended_at=None).update(ended_at=at)
    record(
        TraceEvent.QUERY_ENDED,
        actor=actor,
        subject=query,
        at=at,
        before={"name": query.name, "query": query.query, "subscriptions": ended},
        after={"ended": True},
    )
    return query
