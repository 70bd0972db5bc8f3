from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.stamps.actions._key_withdrawal import withdrawal_to_answer
from txng.stamps.events import StampEvent
from txng.stamps.models import KeyWithdrawal


@transaction.atomic
def decline_key_withdrawal(*, actor: Actor, withdrawal_id: int, answer: str, at: datetime) -> KeyWithdrawal:
    """The second person declines, with a reason; whoever proposed it takes it back. Stamps stay as they are."""
    proposal, key = withdrawal_to_answer(actor, withdrawal_id)
    mine = actor.user_id is not None and actor.user_id == proposal.proposed_by_id
    if not mine and not answer.strip():
        raise RuleBroken(_("State the reason."), code="reason_missing")
    proposal.state = KeyWithdrawal.State.TAKEN_BACK if mine else KeyWithdrawal.State.DECLINED
    proposal.answered_by, proposal.answered_at, proposal.answer = actor.label, at, answer.strip()
    proposal.save(update_fields=["state", "answered_by", "answered_at", "answer"])
    record(
        StampEvent.KEY_WITHDRAWAL_DECLINED,
        actor=actor,
        subject=proposal,
        at=at,
        after={"version": key.version, "taken_back": mine},
        reason=proposal.answer,
    )
    return proposal
