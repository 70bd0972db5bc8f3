"""What this area does when something happens below it (project/subscriptions.py)."""

from __future__ import annotations

from txng.access import Actor
from txng.accounts.events import AccountEvent
from txng.accounts.models import Account, AccountChange
from txng.accounts.models.accounts import AccountState
from txng.ledger.models import Entry
from txng.ledger.recording import record
from txng.registry.mergers import stand_with_establishments

_OVER = (AccountState.REVOKED, AccountState.REMOVED)


def follow_merger(entry: Entry) -> None:
    """The account of an agency ends with the agency: its people get a seat at the one that took over."""
    stand_with_establishments(Account, AccountChange)
    units = [unit["id"] for unit in (entry.before or {})["units"]]
    theirs = Account.objects.select_for_update(of=("self",)).filter(agency__unit__in=units)
    for account in theirs.exclude(state__in=_OVER):
        before = account.state
        account.state = AccountState.REVOKED
        account.ended_at = entry.at
        account.end_reason = entry.ground
        account.save(update_fields=["state", "ended_at", "end_reason"])
        record(
            AccountEvent.REVOKED,
            actor=_as_then(entry),
            subject=account,
            at=entry.at,
            before={"state": before},
            after={"state": account.state},
            reason=entry.ground,
            ground=entry.ground,
        )


def _as_then(entry: Entry) -> Actor:
    return Actor(
        label=entry.actor_label,
        organisation=entry.actor_organisation,
        kind=entry.actor_kind,
        user_id=entry.actor_user_id,
    )
