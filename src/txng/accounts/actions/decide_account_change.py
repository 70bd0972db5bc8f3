from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access.actors import Actor
from txng.accounts.actions._deciding import approve, change_to_answer
from txng.accounts.events import AccountEvent
from txng.accounts.models import AccountChange
from txng.kernel.errors import BadInput
from txng.ledger.recording import record
from txng.review.models import ProposalState
from txng.review.undoing import open_window, told

_SENT_BACK = {
    ProposalState.RETURNED: AccountEvent.PROPOSAL_RETURNED,
    ProposalState.REJECTED: AccountEvent.PROPOSAL_REJECTED,
}


@transaction.atomic
def decide_account_change(
    *, actor: Actor, change_id: int, decision: ProposalState, answer: str = "", at: datetime
) -> AccountChange:
    """The operator's answer to a proposal (CB 12.5, 13.3; CT-REG 11.2, 12.5). Approved, it holds at once."""
    change, account = change_to_answer(actor, change_id)
    if decision == ProposalState.APPROVED:
        approve(actor, change, account, answer=answer, at=at)
        return change
    if decision not in _SENT_BACK:
        raise BadInput(code="no_decision")
    before = {"state": change.state}
    window = open_window(change, actor=actor, before=change.state, at=at)
    change.decide(decision, by=actor.label, at=at, answer=answer.strip())
    change.save(update_fields=["state", "decided_by", "decided_at", "answer", *window])
    record(
        _SENT_BACK[decision],
        actor=actor,
        subject=account,
        at=at,
        before=before,
        after={
            **told(change),
            "state": change.state,
            "verb": change.verb,
            "proposal": change.pk,
            "proposed_by": change.proposed_by,
        },
        reason=change.answer,
        ground=change.ground,
    )
    return change
