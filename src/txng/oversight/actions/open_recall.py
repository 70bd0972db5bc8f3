from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.oversight.events import OversightEvent
from txng.oversight.models import Recall, RecallState
from txng.production.models import Lot


@transaction.atomic
def open_recall(
    *,
    actor: Actor,
    lot_id: int,
    kind: str,
    reason: str,
    decision_number: str,
    decided_on: date,
    return_to: str,
    return_phone: str,
    at: datetime,
) -> Recall:
    """Put a lot under recall: every scan of it is red before this transaction is over (thu hồi sản phẩm)."""
    # The lot's row lock: of two officers opening the same recall, the slower is told.
    lot = Lot.objects.select_for_update(of=("self",), no_key=True).select_related("product").get(id=lot_id)
    actor.require(Permission.RECALL_OPEN, lot)
    if lot.cancelled_at is not None:
        raise RuleBroken(
            _("Lot %(lot)s was cancelled; nothing of it is on sale.") % {"lot": lot.number}, code="cancelled"
        )
    standing = lot.recalls.filter(state__in=[RecallState.OPEN, RecallState.DISPOSING]).first()
    if standing is not None:
        raise RuleBroken(
            _("Lot %(lot)s is already being recalled under decision %(number)s, opened by %(name)s.")
            % {"lot": lot.number, "number": standing.decision_number, "name": standing.opened_by},
            code="already_recalled",
        )
    for value, sentence in (
        (reason, _("State the reason of the recall.")),
        (decision_number, _("Enter the number of the decision.")),
        (return_to, _("Say where the goods are taken back.")),
    ):
        if not value.strip():
            raise RuleBroken(sentence, code="incomplete")
    if decided_on > local_date(at):
        raise RuleBroken(_("The date of the decision cannot be after today."), code="decided_later")

    recall = Recall(
        establishment_id=lot.establishment_id,
        lot=lot,
        kind=kind,
        state=RecallState.OPEN,
        reason=reason,
        decision_number=decision_number,
        decided_on=decided_on,
        return_to=return_to,
        return_phone=return_phone,
        opened_at=at,
        opened_by=actor.label,
    )
    recall.stand_with(lot)
    recall.save()
    record(
        OversightEvent.RECALL_OPENED,
        actor=actor,
        subject=recall,
        label=f"{lot.number} – {lot.product.name}",
        at=at,
        after={"lot_id": lot.pk, "lot": lot.number, "kind": kind, "return_to": return_to},
        reason=reason,
        ground=decision_number,
    )
    return recall
