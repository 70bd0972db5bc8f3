from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access.actors import Actor
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.provinces import changeable
from txng.provinces.changeable import Setting
from txng.provinces.changes import forget_changes, spans
from txng.provinces.models import Override
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
from txng.ui.formats import vn_number


@transaction.atomic
def change_configuration(
    *,
    actor: Actor,
    key: str,
    value: int,
    valid_from: date,
    valid_to: date | None = None,
    document_number: str,
    document_date: date,
    paper: Any,
    reason: str,
    at: datetime,
    client_id: uuid.UUID | None = None,
) -> Override:
    """Cập nhật thông tin cấu hình theo nội dung đã được phê duyệt (CT-REG 11.2): a value from a day on, by a document.

    What was recorded before stays as it is; of two records the one that takes effect later holds, of the same day the
    one recorded later. A second call with the same `client_id` returns the first record.
    """
    require_change(actor)
    setting = changeable.setting(key)
    if setting is None:
        raise NotThere
    one_at_a_time()
    forget_changes()
    if client_id is not None and (found := Override.objects.filter(client_id=client_id).first()) is not None:
        return found
    today = local_date(at)
    wanted = Override(key=key, value=value, valid_from=valid_from, valid_to=valid_to)
    require_possible(setting, wanted, today)
    require_document(number=document_number, signed=document_date, paper=paper, reason=reason, today=today)
    held = spans(key, valid_from)[0]
    stored = keep(paper)
    wanted.client_id = client_id or uuid.uuid4()
    wanted.document_number, wanted.document_date, wanted.paper = document_number.strip(), document_date, stored
    wanted.reason, wanted.made_at, wanted.made_by = reason.strip(), at, actor.label
    wanted.save(force_insert=True)
    forget_changes()
    record(
        ConfigurationEvent.SETTING_CHANGED,
        actor=actor,
        subject=wanted,
        label=setting.name,
        at=at,
        before={"key": key, "value": held.value, "valid_from": held.first, "valid_to": held.last},
        after={"key": key, "value": value, "valid_from": valid_from, "valid_to": valid_to} | shown_paper(stored),
        reason=wanted.reason,
        ground=ground_of(document_number, document_date),
    )
    return wanted


def require_possible(setting: Setting, wanted: Override, today: date) -> None:
    """Whether such a change could be recorded today; the preview asks the same."""
    least = changeable.least(setting, provinces.current())
    if not least <= wanted.value <= setting.maximum:
        raise RuleBroken(
            _("“%(name)s” may be set from %(least)s to %(most)s.")
            % {"name": setting.shown, "least": vn_number(least), "most": vn_number(setting.maximum)},
            code="out_of_limits",
        )
    if wanted.valid_from < today:
        raise RuleBroken(_("A change takes effect today at the earliest."), code="begins_before_today")
    if wanted.valid_to is not None and wanted.valid_to < wanted.valid_from:
        raise RuleBroken(_("The last day cannot be before the first."), code="ends_before")
    require_near(today, wanted.valid_from, wanted.valid_to)
    if told(setting.key, today) == told(setting.key, today, wanted):
        raise RuleBroken(_("This value holds on these days already."), code="nothing_changes")


def told(key: str, since: date, wanted: Override | None = None) -> list[tuple[date | None, int]]:
    """The values of the days to come, without who said so."""
    rows = [row for row in provinces.changes.overrides() if row.key == key]
    if wanted is not None:
        # Not saved yet, it is the record made last.
        rows.append(wanted)
    found: list[tuple[date | None, int]] = []
    for span in spans(key, since, rows):
        if not found or found[-1][1] != span.value:
            found.append((span.first if found else None, span.value))
    return found
