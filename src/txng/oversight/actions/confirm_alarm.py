from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.oversight.actions._alarms import judge, to_judge
from txng.oversight.events import OversightEvent
from txng.oversight.models import AlarmState, CopyAlarm
from txng.stamps.actions import void_codes


@transaction.atomic
def confirm_alarm(*, actor: Actor, alarm_id: int, reason: str, void: bool = False, at: datetime) -> CopyAlarm:
    """“Nghi sao chép”: the suspicion stands. With `void` the code is voided in the same step, by who may do that."""
    alarm = to_judge(actor, alarm_id, AlarmState.OPEN)
    judge(alarm, AlarmState.CONFIRMED, OversightEvent.ALARM_CONFIRMED, actor=actor, reason=reason, at=at)
    if void:
        void_codes(actor=actor, batch_id=alarm.batch_id, first=alarm.number, last=alarm.number, reason=reason, at=at)
    return alarm
