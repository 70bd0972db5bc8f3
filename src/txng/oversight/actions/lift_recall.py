from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.oversight.events import OversightEvent
from txng.oversight.models import Recall, RecallState


@transaction.atomic
def lift_recall(*, actor: Actor, recall_id: int, reason: str, decision_number: str, at: datetime) -> Recall:
    """End a recall by a decision of its own (bãi bỏ); the pages of the lot answer as before, the history keeps both."""
    recall = (
        Recall.objects.select_for_update(of=("self",), no_key=True).select_related("lot__product").get(id=recall_id)
    )
    actor.require(Permission.RECALL_LIFT, recall)
    if recall.state not in (RecallState.OPEN, RecallState.DISPOSING):
        raise RuleBroken(
            _("This recall is in the state “%(state)s”.") % {"state": recall.get_state_display()}, code="not_in_force"
        )
    if not reason.strip():
        raise RuleBroken(_("State why the recall is lifted."), code="reason_missing")
    if not decision_number.strip():
        raise RuleBroken(_("Enter the number of the decision."), code="incomplete")

    recall.state = RecallState.LIFTED
    recall.lifted_at = at
    recall.lifted_by = actor.label
    recall.lift_reason = reason
    recall.lift_decision = decision_number
    recall.save(update_fields=["state", "lifted_at", "lifted_by", "lift_reason", "lift_decision"])
    record(
        OversightEvent.RECALL_LIFTED,
        actor=actor,
        subject=recall,
        label=f"{recall.lot.number} – {recall.lot.product.name}",
        at=at,
        before={"state": RecallState.OPEN},
        after={"lot_id": recall.lot_id, "lot": recall.lot.number, "state": RecallState.LIFTED},
        reason=reason,
        ground=decision_number,
    )
    return recall
