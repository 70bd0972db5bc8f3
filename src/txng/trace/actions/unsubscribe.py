from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.kernel.errors import NotThere
from txng.ledger.recording import record
from txng.trace.events import TraceEvent
from txng.trace.models import NamedQuery, Subscription
from txng.trace.named import subscriptions_of


@transaction.atomic
def unsubscribe(*, actor: Actor, query: NamedQuery, subscription_id: uuid.UUID, at: datetime) -> Subscription:
    """Nothing is sent from now on, what was waiting included."""
    actor.require_verb(Permission.TRACE_READ)
    found = subscriptions_of(query).select_for_update(no_key=True).filter(pk=subscription_id).first()
    if found is None:
        raise NotThere
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    before = {"query": query.name, "dest": found.dest}
    record(
        TraceEvent.UNSUBSCRIBED,
        actor=actor,
        subject=found,
        label=query.name,
        at=at,
        before=before,
        after={"ended": True},
    )
    return found
