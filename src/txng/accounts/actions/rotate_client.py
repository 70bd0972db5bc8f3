from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.accounts import keys
from txng.accounts.actions._keys import key_to_change, maker_of, refuse_dead
from txng.accounts.events import AccountEvent
from txng.accounts.models import ApiClient
from txng.kernel.codes import token_digest
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def rotate_client(*, actor: Actor, client_id: int, at_once: bool, at: datetime) -> keys.MadeClient:
    """A new token for the same program, as long as the old one would have lived; the old one stops at once or after
    24 hours, so that it can be exchanged without a gap.
    """
    account, old = key_to_change(actor, client_id)
    if ApiClient.objects.filter(replaces=old).exists():
        raise RuleBroken(_("This key has been replaced already."), code="key_replaced")
    refuse_dead(old, at)
    # Who replaces a key answers for it from now on, and can give it no more than they hold themselves.
    verbs = sorted(set(old.verbs) & {str(p) for p in keys.offered(actor)})
    if not verbs:
        raise RuleBroken(_("A key cannot be given what you may not do yourself."), code="verbs_beyond")
    token = keys.new_client_token()
    new = ApiClient.objects.create(
        account=account,
        name=old.name,
        verbs=verbs,
        token_digest=token_digest(token),
        shown=keys.shown_part(token),
        made_by_id=maker_of(actor),
        made_at=at,
        expires_at=at + (old.expires_at - old.made_at),
        replaces=old,
    )
    if at_once:
        old.revoked_at = at
    else:
        old.expires_at = min(old.expires_at, at + keys.GRACE)
    old.save(update_fields=["revoked_at", "expires_at"])
    record(
        AccountEvent.CLIENT_ROTATED,
        actor=actor,
        subject=account,
        at=at,
        before={"key": old.name, "shown": old.shown, "verbs": old.verbs},
        after={
            "key": new.name,
            "shown": new.shown,
            "verbs": verbs,
            "valid_until": new.expires_at,
            "old_until": at if at_once else old.expires_at,
        },
    )
    return keys.MadeClient(client=new, token=token)
