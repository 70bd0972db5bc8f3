from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.actions._account import account_to_change
from txng.accounts.events import AccountEvent
from txng.accounts.models import AccountChange
from txng.kernel.errors import NotThere
from txng.ledger.recording import record
from txng.review.models import ProposalState
from txng.review.undoing import followed, require_undoable

_OPEN_AGAIN = (ProposalState.WAITING, ProposalState.CHECKED)


@transaction.atomic
def undo_account_change_decision(*, actor: Actor, change_id: int, at: datetime) -> AccountChange:
    """Hoàn tác an answer that only said no. One that was approved holds at once, on every channel, and is not undone:
    the way back from it is another decision (names.md 2)."""
    account_id = AccountChange.objects.filter(id=change_id).values_list("account_id", flat=True).first()
    if account_id is None:
        raise NotThere
    account = account_to_change(account_id)
    change = AccountChange.objects.select_for_update(of=("self",), no_key=True).get(id=change_id)
    actor.require(Permission.ACCOUNT_DECIDE, change)
    require_undoable(actor, change, at, decided_by=change.decided_by)
    newer = account.changes.filter(verb=change.verb, state__in=_OPEN_AGAIN).exclude(pk=change.pk)
    if change.state not in (ProposalState.RETURNED, ProposalState.REJECTED) or newer.exists():
        raise followed()
    before = {"state": change.state, "answer": change.answer, "proposal": change.pk}
    change.save(update_fields=[*change.undo(at=at)])
    record(
        AccountEvent.PROPOSAL_DECISION_UNDONE,
        actor=actor,
        subject=account,
        at=at,
        before=before,
        after={"state": change.state, "proposal": change.pk, "verb": change.verb},
    )
    return change
