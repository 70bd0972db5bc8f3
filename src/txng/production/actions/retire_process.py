from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.processes_in_hand import process_in_hand
from txng.production.events import ProductionEvent
from txng.production.models import ProcessState, ProcessTemplate


@transaction.atomic
def retire_process(*, actor: Actor, process_id: int, at: datetime, reason: str = "") -> ProcessTemplate:
    """Nobody chooses it any more; lots that follow it keep their copies. A draft is thrown away without a reason."""
    process = process_in_hand(actor, process_id)
    if process.state == ProcessState.RETIRED:
        return process
    reason = clean(reason)
    if process.state == ProcessState.PUBLISHED and process.agency_id is not None and not reason:
        raise RuleBroken(_("Say why the process is taken out of use."), code="reason_missing")
    was = process.state
    process.state, process.retired_at = ProcessState.RETIRED, at
    process.save(update_fields=["state", "retired_at"])
    record(
        ProductionEvent.PROCESS_RETIRED,
        actor=actor,
        subject=process,
        at=at,
        before={"state": was},
        after={"process_id": process.pk, "state": process.state},
        reason=reason,
    )
    return process
