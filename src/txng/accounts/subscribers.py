"""What this area does when something happens below it (project/subscriptions.py)."""

from __future__ import annotations

from txng.access.permissions import Permission
from txng.accounts.acting import actor_of, memberships
from txng.accounts.actions._steps import Verb, Why, take
from txng.accounts.changes import FROM
from txng.accounts.models import Account, AccountChange
from txng.ledger.models import Entry
from txng.ledger.recording import actor_then
from txng.registry.actions.cancel_import import stop_of
from txng.registry.mergers import stand_with_establishments
from txng.registry.models import Import


def follow_establishment(entry: Entry) -> None:
    """Another agency manages it: its account, and what is proposed about it, stand with it (NĐ46 art. 44)."""
    stand_with_establishments(Account, AccountChange)


def follow_merger(entry: Entry) -> None:
    """The account of an agency ends with the agency, and with it what its people hold in hand (letters, keys)."""
    stand_with_establishments(Account, AccountChange)
    units = [unit["id"] for unit in (entry.before or {})["units"]]
    theirs = Account.objects.select_for_update(of=("self",), no_key=True).filter(agency__unit__in=units)
    why = Why(reason=entry.ground, ground=entry.ground)
    for account in theirs.filter(state__in=FROM[Verb.REVOKE]):
        take(Verb.REVOKE, actor=actor_then(entry), account=account, why=why, at=entry.at)


def stop_work(entry: Entry) -> None:
    """What waits or runs in the name of somebody who may not any more ends here, and not when the worker is done."""
    account = Account.objects.get(pk=entry.subject_id)
    actors = [actor_of(seat) for seat in memberships().select_related("user").filter(account=account)]
    may = {actor.user_id for actor in actors if actor.holds(Permission.DOSSIER_IMPORT)}
    theirs = Import.objects.filter(agency=account.agency_id, establishment=account.establishment_id)
    stop_of(theirs, may=may.__contains__, actor=actor_then(entry), at=entry.at, reason=entry.reason)
