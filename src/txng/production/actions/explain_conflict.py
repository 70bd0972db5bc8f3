from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.in_hand import lot_in_hand
from txng.production.events import ProductionEvent
from txng.production.models import ConflictExplanation
from txng.production.safety.conflicts import conflicts_of


@transaction.atomic
def explain_conflict(*, actor: Actor, lot_id: int, key: str, reason: str, at: datetime) -> ConflictExplanation:
    """The owner or a manager answers for goods a conflict stands against; stamps of the lot may then be activated,
    and whoever looks the lot over reads the reason (names.md 7.14). Sent twice it is stated once."""
    lot = lot_in_hand(actor, lot_id, Permission.CONFLICT_EXPLAIN)
    conflict = next((one for one in conflicts_of(lot, local_date(at)) if one.key == key and one.lot.pk == lot.pk), None)
    if conflict is None:
        raise NotThere(_("Not found."))
    if conflict.explanation is not None:
        return conflict.explanation
    reason = clean(reason)
    if not reason:
        raise RuleBroken(_("Say why the goods may be sold all the same."), code="reason_missing")
    explained = ConflictExplanation(
        establishment_id=lot.establishment_id,
        lot=lot,
        key=key,
        sentence=conflict.sentence,
        reason=reason[:500],
        explained_at=at,
        explained_by=actor.label,
        explained_by_id=actor.user_id,
    )
    explained.stand_with(lot)
    explained.save(force_insert=True)
    record(
        ProductionEvent.CONFLICT_EXPLAINED,
        actor=actor,
        subject=lot,
        at=at,
        reason=explained.reason,
        after={"lot_id": lot.pk, "key": key, "sentence": conflict.sentence},
    )
    return explained
