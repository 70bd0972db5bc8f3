"""What this area does when something happens below it (project/subscriptions.py)."""

from __future__ import annotations

from txng.accounts.actions._steps import Verb, Why, take
from txng.accounts.changes import FROM
from txng.accounts.models import Account, AccountChange
from txng.ledger.models import Entry
from txng.ledger.recording import actor_then
from txng.registry.mergers import stand_with_establishments


def follow_establishment(entry: Entry) -> None:
    """Another agency manages it: its account, and what is proposed about it, stand with it (NĐ46 art. 44)."""
    stand_with_establishments(Account, AccountChange)


def follow_merger(entry: Entry) -> None:
    """The account of an agency ends with the agency, and with it what its people hold in hand (letters, keys)."""
    stand_with_establishments(Account, AccountChange)
    units = [unit["id"] for unit in (entry.before or {})["units"]]
    theirs = Account.objects.select_for_update(of=("self",)).filter(agency__unit__in=units)
    why = Why(reason=entry.ground, ground=entry.ground)
    for account in theirs.filter(state__in=FROM[Verb.REVOKE]):
        take(Verb.REVOKE, actor=actor_then(entry), account=account, why=why, at=entry.at)
