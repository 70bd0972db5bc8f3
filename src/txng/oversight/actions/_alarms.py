"""What the two judgements of a code have in common."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.oversight.events import OversightEvent
from txng.oversight.models import AlarmState, CopyAlarm


def to_judge(actor: Actor, alarm_id: int, *states: AlarmState) -> CopyAlarm:
    """Locked: of two officers judging at once, the slower finds what the faster did."""
    alarm = (
        CopyAlarm.objects.select_for_update(of=("self",), no_key=True)
        .select_related("batch", "product")
        .filter(id=alarm_id)
        .first()
    )
    if alarm is None:
        raise NotThere
    actor.require(Permission.ALARM_DECIDE, alarm)
    if alarm.state not in states:
        raise RuleBroken(
            _("%(name)s has judged this already: “%(state)s”.")
            % {"name": alarm.decided_by, "state": alarm.get_state_display()},
            code="judged_already",
        )
    return alarm


def judge(
    alarm: CopyAlarm, state: AlarmState, kind: OversightEvent, *, actor: Actor, reason: str, at: datetime
) -> None:
    if not reason.strip():
        raise RuleBroken(_("State the reason."), code="reason_missing")
    before = alarm.state
    alarm.state = state
    alarm.decided_at = at
    alarm.decided_by = actor.label
    alarm.decision_reason = reason.strip()
    alarm.save(update_fields=["state", "decided_at", "decided_by", "decision_reason"])
    record(
        kind,
        actor=actor,
        subject=alarm,
        label=f"{alarm.batch.number} – {alarm.product.name}",
        at=at,
        before={"state": before},
        after={
            "state": state,
            "number": alarm.number,
            "code": {"tweak": alarm.tweak, "key_version": alarm.key_version, "counter": alarm.counter},
        },
        reason=alarm.decision_reason,
    )
