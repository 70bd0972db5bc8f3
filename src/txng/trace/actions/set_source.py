from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.trace.events import TraceEvent
from txng.trace.models import Capture, SourceSetting
from txng.trace.sources import programs, require_change, setting_of


@transaction.atomic
def set_source(*, actor: Actor, client_id: int, source: str, reason: str, at: datetime) -> SourceSetting | None:
    """From the next message on, what this program sends is read so. None where it is read so already.

    The operator's, never the sender's: a wrong code that is forgiven joins the wrong chain, and whoever looks at
    other people's goods later has to bear it (CB Điều 11.2, CT-REG Điều 11.2).
    """
    require_change(actor)
    # The key's row is the lock: two who set it at the same moment stand in the ledger one after the other.
    client = programs(at).select_for_update(of=("self",), no_key=True).filter(pk=client_id).first()
    if client is None:
        raise NotThere
    if source not in Capture.Source.values:
        raise RuleBroken(_("Choose how its events are read."), code="source_wrong")
    if not reason.strip():
        raise RuleBroken(_("Enter the reason."), code="reason_missing")
    held = setting_of(client)
    before = held.source if held is not None else str(Capture.Source.STANDARD)
    if before == source:
        return None
    made, _new = SourceSetting.objects.update_or_create(
        client=client,
        defaults={"source": source, "since": at, "by": actor.label[:200], "reason": reason.strip()[:500]},
    )
    record(
        TraceEvent.SOURCE_SET,
        actor=actor,
        subject=client,
        label=f"{client.name} ({client.account})"[:300],
        at=at,
        reason=reason.strip(),
        before={"source": before},
        after={"source": source},
    )
    return made
