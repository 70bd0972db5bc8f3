from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.models import StoredFile
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production import dates
from txng.production.actions.in_hand import lot_in_hand, refuse_ended, refuse_no_quantity, sent_before
from txng.production.events import ProductionEvent
from txng.production.models import Activity, DiaryEntry, Lot
from txng.production.queries import counting_entries


@transaction.atomic
def write_diary(
    *,
    actor: Actor,
    lot_id: int,
    activity: str,
    done_on: date,
    at: datetime,
    what: str = "",
    quantity: Decimal | None = None,
    quantity_unit: str = "",
    note: str = "",
    site_id: int | None = None,
    photo: StoredFile | None = None,
    expires_on: date | None = None,
    on_behalf_of: str = "",
    client_id: UUID | None = None,
) -> DiaryEntry:
    """Write down what was done. A phone that sends the same entry again gets the same answer (ux.md D10)."""
    lot = lot_in_hand(actor, lot_id, Permission.DIARY_WRITE)
    if earlier := sent_before(DiaryEntry, client_id, actor, Permission.DIARY_WRITE):
        return earlier
    refuse_ended(lot)
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
        site_id=site_id,
        photo=photo,
        on_behalf_of=on_behalf_of,
        client_id=client_id,
    )
    draw_again(lot, [*counting_entries(lot), entry], expires_on=expires_on)
    entry.save(force_insert=True)
    record(
        ProductionEvent.DIARY_WRITTEN, actor=actor, subject=lot, label=label_of(entry), at=at, after=as_recorded(entry)
    )
    return entry


def new_entry(
    lot: Lot,
    *,
    actor: Actor,
    at: datetime,
    activity: str,
    done_on: date,
    what: str,
    quantity: Decimal | None,
    quantity_unit: str,
    note: str,
    site_id: int | None,
    photo: StoredFile | None,
    on_behalf_of: str,
    client_id: UUID | None,
) -> DiaryEntry:
    """An entry of this lot, not saved yet; refuses what cannot have been."""
    if activity not in Activity.values:
        raise RuleBroken(_("Choose what was done."), code="activity")
    dates.refuse_impossible_day(lot, done_on, today=local_date(at))
    refuse_no_quantity(quantity)
    if site_id is not None and not lot.establishment.sites.filter(pk=site_id).exists():
        raise NotThere(_("Not found."))
    entry = DiaryEntry(
        establishment_id=lot.establishment_id,
        lot=lot,
        activity=activity,
        done_on=done_on,
        site_id=site_id or lot.site_id,
        what=clean(what),
        quantity=quantity,
        quantity_unit=quantity_unit if quantity is not None else "",
        note=clean(note),
        photo=photo,
        recorded_at=at,
        recorded_by=actor.label,
        recorded_by_id=actor.user_id,
        on_behalf_of=clean(on_behalf_of),
        client_id=client_id or uuid4(),
    )
    entry.stand_with(lot)
    return entry


def draw_again(lot: Lot, entries: list[DiaryEntry], *, expires_on: date | None) -> None:
    """The lot's dates and amount as this diary tells them; refused when the diary tells the impossible."""
    drawn = dates.drawn_from(entries)
    dates.refuse_impossible_order(drawn)
    lot.expires_on = dates.expiry(lot, drawn, typed=expires_on)
    lot.harvested_on, lot.packed_on = drawn.harvested_on, drawn.packed_on
    lot.quantity, lot.quantity_unit = drawn.quantity, drawn.quantity_unit
    lot.save(
        update_fields=["harvested_on", "packed_on", "expires_on", "quantity", "quantity_unit"],
    )


def label_of(entry: DiaryEntry) -> str:
    return f"{entry.get_activity_display()} {entry.done_on:%d/%m/%Y}"


def as_recorded(entry: DiaryEntry) -> dict[str, Any]:
    return {
        "lot_id": entry.lot_id,
        "entry_id": entry.pk,
        "activity": entry.activity,
        "done_on": entry.done_on,
        "what": entry.what,
        "quantity": entry.quantity,
        "quantity_unit": entry.quantity_unit,
        "on_behalf_of": entry.on_behalf_of,
    }
