from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.models import StoredFile
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production import dates
from txng.production.actions.goods import book_entry
from txng.production.actions.in_hand import lot_in_hand, sent_before
from txng.production.actions.taking import recorded_uses, take_used
from txng.production.actions.write_diary import as_recorded, draw_again, label_of, new_entry
from txng.production.events import ProductionEvent
from txng.production.models import DiaryEntry
from txng.production.queries import counting_entries
from txng.production.uses import Used


@transaction.atomic
def correct_diary(
    *,
    actor: Actor,
    entry_id: int,
    reason: str,
    activity: str,
    done_on: date,
    at: datetime,
    what: str = "",
    quantity: Decimal | None = None,
    quantity_unit: str = "",
    note: str = "",
    site_id: int | None = None,
    photo: StoredFile | None = None,
    voice: StoredFile | None = None,
    expires_on: date | None = None,
    on_behalf_of: str = "",
    used: Sequence[Used] = (),
    details: Mapping[str, Any] | None = None,
    client_id: UUID | None = None,
) -> DiaryEntry:
    """Đính chính: another entry that names the wrong one. Both stay readable; only the new one counts (ux.md D10)."""
    lot_id = DiaryEntry.objects.filter(pk=entry_id).values_list("lot_id", flat=True).first()
    if lot_id is None:
        raise NotThere(_("Not found."))
    lot = lot_in_hand(actor, lot_id, Permission.DIARY_WRITE)
    if earlier := sent_before(DiaryEntry, client_id, actor, Permission.DIARY_WRITE):
        return earlier
    if lot.cancelled_at:
        raise RuleBroken(_("Lot %(lot)s has been cancelled.") % {"lot": lot.number}, code="cancelled")
    reason = clean(reason)
    if not reason:
        raise RuleBroken(_("Say why the entry is corrected."), code="reason_missing")
    # Read under the lot's lock: of two people who correct one entry the second is told, and corrects the correction.
    wrong = lot.diary.get(pk=entry_id)
    if wrong.corrections.exists():
        raise RuleBroken(_("This entry has been corrected already. Correct the newer one."), code="corrected")
    entry = new_entry(
        lot,
        actor=actor,
        at=at,
        activity=activity,
        done_on=done_on,
        what=what,
        quantity=quantity,
        quantity_unit=quantity_unit,
        note=note,
        site_id=site_id or wrong.site_id,
        photo=photo or wrong.photo,
        voice=voice or wrong.voice,
        done_at=wrong.done_at or wrong.recorded_at,  # it takes the place of the other in the day
        on_behalf_of=on_behalf_of,
        details=wrong.details if details is None else details,
        client_id=client_id,
        from_paper=wrong.from_paper,
    )
    entry.corrects = wrong
    if {wrong.activity, activity} & dates.DATING or expires_on is not None:
        holding = [other for other in counting_entries(lot, dates.DATING) if other.pk != wrong.pk]
        draw_again(lot, [*holding, entry], expires_on=expires_on)
    entry.save(force_insert=True)
    book_entry(entry, actor=actor, at=at, instead_of=wrong)
    taken = take_used(entry, used, actor=actor, at=at, instead_of=wrong)
    record(
        ProductionEvent.DIARY_CORRECTED,
        actor=actor,
        subject=lot,
        label=label_of(entry),
        at=at,
        before=as_recorded(wrong) | recorded_uses(wrong),
        after=as_recorded(entry) | taken,
        reason=reason,
    )
    return entry
