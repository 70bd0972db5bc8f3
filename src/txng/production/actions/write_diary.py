from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from heapq import heappop, heappush
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
from txng.production import dates, family, stages
from txng.production.actions.goods import book_entry
from txng.production.actions.in_hand import lot_in_hand, refuse_ended, refuse_no_quantity, sent_before
from txng.production.actions.taking import take_used
from txng.production.events import ProductionEvent
from txng.production.models import Activity, DiaryEntry, Lot
from txng.production.queries import counting_entries
from txng.production.uses import Used

DRAWN = ["harvested_on", "packed_on", "expires_on", "quantity", "quantity_unit"]  # of a lot, from its diary
HANDED_DOWN = 3  # so many of them pass on to what comes of the lot


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
    voice: StoredFile | None = None,
    expires_on: date | None = None,
    on_behalf_of: str = "",
    used: Sequence[Used] = (),
    details: Mapping[str, Any] | None = None,
    client_id: UUID | None = None,
    done_at: datetime | None = None,
    group_id: UUID | None = None,
    from_paper: bool = False,
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
        voice=voice,
        on_behalf_of=on_behalf_of,
        details=details,
        client_id=client_id,
        done_at=done_at,
        group_id=group_id,
        from_paper=from_paper,
    )
    if activity in dates.DATING or expires_on is not None:
        draw_again(lot, [*counting_entries(lot, dates.DATING), entry], expires_on=expires_on)
    entry.save(force_insert=True)
    book_entry(entry, actor=actor, at=at)
    taken = take_used(entry, used, actor=actor, at=at)
    record(
        ProductionEvent.DIARY_WRITTEN,
        actor=actor,
        subject=lot,
        label=label_of(entry),
        at=at,
        after=as_recorded(entry) | taken,
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
    details: Mapping[str, Any] | None = None,
    voice: StoredFile | None = None,
    done_at: datetime | None = None,
    group_id: UUID | None = None,
    from_paper: bool = False,
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
        details=stages.read_details(lot.product, activity, details or {}),
        photo=photo,
        voice=voice,
        done_at=done_at if done_at and done_at <= at and local_date(done_at) == done_on else None,
        recorded_at=at,
        recorded_by=actor.label,
        recorded_by_id=actor.user_id,
        on_behalf_of=clean(on_behalf_of),
        client_id=client_id or uuid4(),
        group_id=group_id,
        from_paper=from_paper,
    )
    entry.stand_with(lot)
    return entry


def draw_again(lot: Lot, entries: list[DiaryEntry], *, expires_on: date | None) -> None:
    """The lot's dates and amount as this diary and the lots it came of tell them; refused when the diary tells the
    impossible. What came of this lot follows."""
    if _draw(lot, entries, expires_on=expires_on):
        _draw_descendants(lot)


def _draw(lot: Lot, entries: list[DiaryEntry], *, expires_on: date | None = None) -> bool:
    """Whether what the lot hands down to others became another."""
    before = [getattr(lot, name) for name in DRAWN]
    own = dates.drawn_from(entries)
    dates.refuse_impossible_order(own)
    _take(lot, own, family.inherited(lot), expires_on=expires_on)
    after = [getattr(lot, name) for name in DRAWN]
    if after != before:
        lot.save(update_fields=DRAWN)
    return after[:HANDED_DOWN] != before[:HANDED_DOWN]


def _take(lot: Lot, own: dates.Drawn, had: family.Inherited, *, expires_on: date | None = None) -> None:
    drawn = dates.with_inherited(own, had)
    lot.expires_on = dates.expiry_of_family(lot, own, drawn, had, typed=expires_on)
    lot.harvested_on, lot.packed_on = drawn.harvested_on, drawn.packed_on
    lot.quantity, lot.quantity_unit = drawn.quantity, drawn.quantity_unit


def draw_new(lot: Lot, had: family.Inherited) -> None:
    """Of a lot nothing has been written of yet: what it has from the lots it comes of. Not saved."""
    _take(lot, dates.drawn_from(()), had)


def _draw_descendants(lot: Lot) -> None:
    """A lot is never younger than what it came of: on to its children, and to theirs as long as something changes.

    A mother was opened before her child: in the order of numbers each finds its own mothers drawn already, and two who
    do this wait for each other in one order. Of somebody else's lots nothing is changed: they keep what came with the
    goods (models/handover.py).
    """
    own = Lot.objects.select_for_update(of=("self",), no_key=True).select_related("product")
    own = own.filter(establishment_id=lot.establishment_id)
    seen, waiting = {lot.pk}, sorted(family.children(lot.pk))
    while waiting:
        pk = heappop(waiting)
        child = None if pk in seen else own.filter(pk=pk).first()
        seen.add(pk)
        if child is not None and _draw(child, counting_entries(child, dates.DATING)):
            for grandchild in family.children(pk):
                heappush(waiting, grandchild)


def draw_lot(lot: Lot) -> None:
    """After an act on the family of the lot: from what its diary says now."""
    _draw(lot, counting_entries(lot, dates.DATING))


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
        **({"details": entry.details} if entry.details else {}),
        **({"from_paper": True} if entry.from_paper else {}),
    }
