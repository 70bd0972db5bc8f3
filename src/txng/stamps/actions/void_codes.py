from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.stamps.events import StampEvent
from txng.stamps.models import CodeBatch, CodeException, CodeRange, VoidKind
from txng.stamps.ranges import counters, cut


@transaction.atomic
def void_codes(
    *, actor: Actor, batch_id: int, first: int, last: int, reason: str, at: datetime, kind: str = VoidKind.OTHER
) -> CodeBatch:
    """Hủy mã: stamps that were spoiled or lost. Their codes answer “Mã đã bị hủy” at once and for ever.

    A single code becomes an exception of its range; a run is cut out as a range of its own.
    """
    batch = CodeBatch.objects.select_for_update(no_key=True).get(id=batch_id)
    actor.require(Permission.CODES_VOID, batch)
    if not reason.strip():
        raise RuleBroken(_("State why these stamps are voided."), code="reason_missing")
    if kind not in VoidKind.values:
        raise RuleBroken(_("Choose whether the stamps are lost, spoiled or something else."), code="kind")
    low, high = counters(batch, first, last)
    touched = list(
        batch.ranges.select_for_update(no_key=True)
        .filter(last__gte=low, first__lte=high)
        .exclude(state=CodeRange.State.VOID)
        .order_by("first")
    )
    single = low == high and batch.exceptions.filter(counter=low).exists()
    if not touched or single:
        raise RuleBroken(_("These stamps are voided already, or were never made."), code="nothing_to_void")
    by_operator = actor.kind == "operator"
    if low == high and not by_operator:  # an exception says nothing of who voided it
        CodeException.objects.create(
            batch=batch, counter=low, kind=kind, reason=reason, voided_at=at, voided_by=actor.label
        )
    else:
        for run in cut(touched, low, high):
            run.state = CodeRange.State.VOID
            run.voided_at = at
            run.void_kind = kind
            run.void_reason = reason
            run.voided_by_operator = by_operator
            run.save(update_fields=["state", "voided_at", "void_kind", "void_reason", "voided_by_operator"])
    record(
        StampEvent.CODES_VOIDED,
        actor=actor,
        subject=batch,
        at=at,
        reason=reason,
        after={"batch_id": batch.pk, "first": first, "last": last, "kind": kind},
    )
    return batch
