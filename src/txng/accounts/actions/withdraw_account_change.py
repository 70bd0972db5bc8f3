from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.accounts.actions._account import account_to_change
from txng.accounts.actions.propose_account_change import require_proposer
from txng.accounts.events import AccountEvent
from txng.accounts.models import AccountChange
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record

State = AccountChange.State


@transaction.atomic
def withdraw_account_change(*, actor: Actor, change_id: int, reason: str = "", at: datetime) -> AccountChange:
    """Whoever proposed takes the proposal back, or somebody else who may propose the same."""
    account_id = AccountChange.objects.filter(id=change_id).values_list("account_id", flat=True).first()
    if account_id is None:
        raise NotThere
    account = account_to_change(account_id)
    change = AccountChange.objects.select_for_update(of=("self",), no_key=True).get(id=change_id)
    change.account = account
    require_proposer(actor, account, change.verb)
    if not change.is_open and change.state != State.RETURNED:
        raise change.already_answered()
    if actor.is_agency and change.proposed_by_id != actor.user_id and change.managing_agency_id != actor.agency_id:
        raise RuleBroken(_("Only the agency that proposed this may take it back."), code="not_proposer")
    before = {"state": change.state}
    change.state = State.WITHDRAWN
    change.decided_by = actor.label
    change.decided_at = at
    change.answer = reason.strip()
    change.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    record(
        AccountEvent.PROPOSAL_WITHDRAWN,
        actor=actor,
        subject=account,
        at=at,
        before=before,
        after={"state": change.state, "verb": change.verb, "proposal": change.pk},
        reason=change.answer,
        ground=change.ground,
    )
    return change
