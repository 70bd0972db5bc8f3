from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.oversight.actions._alarms import judge, to_judge
from txng.oversight.events import OversightEvent
from txng.oversight.models import AlarmState, CopyAlarm


@transaction.atomic
def dismiss_alarm(*, actor: Actor, alarm_id: int, reason: str, at: datetime) -> CopyAlarm:
    """“Không phải sao chép”: what was seen until now counts no more, and the page answers as before.

    A confirmed code may be dismissed later: an officer who finds the explanation takes the suspicion away again.
    """
    alarm = to_judge(actor, alarm_id, AlarmState.OPEN, AlarmState.CONFIRMED)
    judge(alarm, AlarmState.DISMISSED, OversightEvent.ALARM_DISMISSED, actor=actor, reason=reason, at=at)
    return alarm
