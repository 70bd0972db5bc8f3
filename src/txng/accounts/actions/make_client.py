from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts import keys
from txng.accounts.actions._keys import maker_of
from txng.accounts.events import AccountEvent
from txng.accounts.models import Account, ApiClient
from txng.accounts.seats import own_account
from txng.kernel.codes import token_digest
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def make_client(*, actor: Actor, name: str, verbs: Sequence[str], days: int, at: datetime) -> keys.MadeClient:
    """A key for a program of the actor's own organisation, with some of the actor's verbs and for so many days."""
    actor.require_verb(Permission.CLIENT_MANAGE)
    # Under lock: of two forms sent at once the second finds the name taken, and makes no second key.
    account = Account.objects.select_for_update(of=("self",), no_key=True).get(id=own_account(actor).pk)
    wanted = sorted(set(verbs))
    if not wanted:
        raise RuleBroken(_("Choose at least one thing the program may do."), code="verbs_missing")
    if set(wanted) - {str(p) for p in keys.offered(actor)}:
        raise RuleBroken(_("A key cannot be given what you may not do yourself."), code="verbs_beyond")
    if not 1 <= days <= keys.LONGEST:
        raise RuleBroken(_("A key is valid for at least 1 and at most 365 days."), code="days_wrong")
    if ApiClient.objects.filter(keys.alive(at), account=account, name=name, replaced_by=None).exists():
        raise RuleBroken(_("There is a key of this name already. Choose another name."), code="name_taken")
    token = keys.new_client_token()
    client = ApiClient.objects.create(
        account=account,
        name=name,
        verbs=wanted,
        token_digest=token_digest(token),
        shown=keys.shown_part(token),
        made_by_id=maker_of(actor),
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    record(
        AccountEvent.CLIENT_MADE,
        actor=actor,
        subject=account,
        at=at,
        after={"key": client.name, "shown": client.shown, "verbs": wanted, "valid_until": client.expires_at},
    )
    return keys.MadeClient(client=client, token=token)
