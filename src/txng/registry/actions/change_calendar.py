from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access.actors import Actor
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.provinces.changes import forget_changes
from txng.provinces.models import Holiday
from txng.registry.actions._configuration import (
    ground_of,
    keep,
    one_at_a_time,
    require_change,
    require_document,
    require_near,
    shown_paper,
)
from txng.registry.events import ConfigurationEvent

LONGEST = 31  # days of one record: a whole month is a slip of the pen more often than a holiday
_DAY = timedelta(days=1)


@transaction.atomic
def change_calendar(
    *,
    actor: Actor,
    kind: str,
    first: date,
    last: date | None = None,
    name: str,
    document_number: str,
    document_date: date,
    paper: Any,
    reason: str,
    at: datetime,
    client_id: uuid.UUID | None = None,
) -> Holiday:
    """Thêm, bỏ ngày nghỉ hoặc ngày làm bù: days on which offices are closed, or work, by a document.

    Dates by which something is due stay as they were told to people; what is counted from now on follows the record.
    """
    require_change(actor)
    one_at_a_time()
    forget_changes()
    if client_id is not None and (found := Holiday.objects.filter(client_id=client_id).first()) is not None:
        return found
    today, last = local_date(at), last or first
    if kind not in Holiday.Kind.values:
        raise RuleBroken(_("Choose whether offices are closed or work on that day."), code="kind_missing")
    if not name.strip():
        raise RuleBroken(_("Enter what the day is called."), code="name_missing")
    if first < today:
        raise RuleBroken(_("Days that have passed cannot be changed."), code="begins_before_today")
    if last < first:
        raise RuleBroken(_("The last day cannot be before the first."), code="ends_before")
    require_near(today, last)
    if last - first >= timedelta(days=LONGEST):
        raise RuleBroken(_("One record covers %(n)s days at most.") % {"n": LONGEST}, code="too_long")
    days = [first + _DAY * n for n in range((last - first).days + 1)]
    before = {day.isoformat(): provinces.is_working_day(day) for day in days}
    if all(works == (kind == Holiday.Kind.WORKED) for works in before.values()):
        raise RuleBroken(_("These days are so already."), code="nothing_changes")
    require_document(number=document_number, signed=document_date, paper=paper, reason=reason, today=today)
    stored = keep(paper)
    made = Holiday.objects.create(
        client_id=client_id or uuid.uuid4(),
        kind=kind,
        first=first,
        last=last,
        name=name.strip(),
        document_number=document_number.strip(),
        document_date=document_date,
        paper=stored,
        reason=reason.strip(),
        made_at=at,
        made_by=actor.label,
    )
    forget_changes()
    record(
        ConfigurationEvent.CALENDAR_CHANGED,
        actor=actor,
        subject=made,
        at=at,
        before={"worked": before},
        after={"kind": kind, "first": first, "last": last, "name": made.name} | shown_paper(stored),
        reason=made.reason,
        ground=ground_of(document_number, document_date),
    )
    return made
