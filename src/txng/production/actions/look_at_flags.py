from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.in_hand import lot_in_hand, sent_before
from txng.production.events import ProductionEvent
from txng.production.models import FlagLook


@transaction.atomic
def look_at_flags(
    *, actor: Actor, lot_id: int, at: datetime, note: str = "", client_id: UUID | None = None
) -> FlagLook:
    """Đã xem: the officer read the diary and says what came of it. Nothing changes for the lot or its stamps."""
    lot = lot_in_hand(actor, lot_id, Permission.FLAG_LOOK)
    if earlier := sent_before(FlagLook, client_id, actor, Permission.FLAG_LOOK):
        return earlier
    newest = lot.diary.aggregate(newest=Max("recorded_at"))["newest"]
    if newest is None:
        raise RuleBroken(_("Nothing has been written in this diary yet."), code="empty")
    look = FlagLook(
        establishment_id=lot.establishment_id,
        lot=lot,
        agency_id=actor.agency_id or 0,
        agency=actor.organisation,
        entries_until=newest,
        note=clean(note),
        looked_at=at,
        looked_by=actor.label,
        looked_by_id=actor.user_id,
        client_id=client_id or uuid4(),
    )
    look.stand_with(lot)
    look.save(force_insert=True)
    record(
        ProductionEvent.FLAGS_LOOKED_AT,
        actor=actor,
        subject=lot,
        at=at,
        after={"lot_id": lot.pk, "note": look.note, "entries_until": newest},
    )
    return look
