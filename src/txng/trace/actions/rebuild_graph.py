from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.kernel.errors import NotAllowed
from txng.ledger.recording import record
from txng.trace.events import TraceEvent
from txng.trace.graph.keeping import EXAMPLES, Difference, compare
from txng.trace.models import CapturedEvent


@transaction.atomic
def rebuild_graph(*, actor: Actor, at: datetime) -> Difference:
    """Draw the graph again from the events alone. Where nothing differed nothing happened, and nothing is told."""
    if actor.kind != "system":
        raise NotAllowed("The graph is rebuilt by the system alone.", code="system_only")
    found = compare(repair=True)
    if found:
        record(
            TraceEvent.GRAPH_DIFFERED,
            actor=actor,
            subject=CapturedEvent(id=found.event_ids[0]),
            label=str(len(found.event_ids)),
            at=at,
            before={"missing": found.missing, "surplus": found.surplus, "events": found.event_ids[:EXAMPLES]},
            after={"edges": found.edges, "events_read": found.events, "events_differing": len(found.event_ids)},
        )
    return found
