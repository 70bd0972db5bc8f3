from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts import keys
from txng.accounts.models import Account, ApiClient
from txng.accounts.seats import own_account
from txng.kernel.errors import NotThere, RuleBroken


def key_to_change(actor: Actor, client_id: int) -> tuple[Account, ApiClient]:
    """A key of the actor's own organisation under lock; anybody else's is not there."""
    actor.require_verb(Permission.CLIENT_MANAGE)
    account = own_account(actor)
    client = (
        ApiClient.objects.select_for_update(of=("self",), no_key=True).filter(account=account, id=client_id).first()
    )
    if client is None:
        raise NotThere
    return account, client


def maker_of(actor: Actor) -> int:
    """The person behind whom a key stands; a key of nobody would outlive everybody."""
    if actor.user_id is None:
        raise NotThere
    return actor.user_id


def refuse_dead(client: ApiClient, at: datetime) -> None:
    state = keys.state_of(client, at)
    if state == "revoked":
        raise RuleBroken(_("This key has been revoked. Make a new one."), code="key_revoked")
    if state == "expired":
        raise RuleBroken(_("This key has expired. Make a new one."), code="key_expired")
