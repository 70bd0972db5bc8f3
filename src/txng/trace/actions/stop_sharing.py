from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.kernel.errors import NotThere
from txng.ledger.recording import record
from txng.registry.models import Establishment
from txng.trace.events import TraceEvent
from txng.trace.models import PartnerGrant


@transaction.atomic
def stop_sharing(*, actor: Actor, establishment: Establishment, client_id: int, at: datetime) -> PartnerGrant:
    """From its next question on the program sees what everybody sees."""
    actor.require(Permission.TRACE_SHARE, establishment)
    grants = PartnerGrant.objects.select_for_update(no_key=True).filter(
        establishment=establishment, client_id=client_id
    )
    grant = grants.filter(ended_at=None).first()
    if grant is None:
        raise NotThere
    grant.ended_at, grant.ended_by = at, actor.label[:200]
    grant.save(update_fields=["ended_at", "ended_by"])
    named = grant.client.name
    record(
        TraceEvent.SHARING_ENDED,
        actor=actor,
        subject=grant,
        label=named,
        at=at,
        before={"client": named},
        after={"ended": True},
    )
    return grant
