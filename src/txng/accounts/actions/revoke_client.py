from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access.actors import Actor
from txng.accounts.actions._keys import key_to_change, refuse_dead
from txng.accounts.events import AccountEvent
from txng.accounts.models import ApiClient
from txng.ledger.recording import record


@transaction.atomic
def revoke_client(*, actor: Actor, client_id: int, reason: str = "", at: datetime) -> ApiClient:
    """The key opens nothing from its next request on. Revoking once more changes nothing."""
    account, client = key_to_change(actor, client_id)
    if client.revoked_at is not None:
        return client
    refuse_dead(client, at)
    client.revoked_at = at
    client.save(update_fields=["revoked_at"])
    record(
        AccountEvent.CLIENT_REVOKED,
        actor=actor,
        subject=account,
        at=at,
        before={"key": client.name, "shown": client.shown},
        after={"key": client.name, "shown": client.shown, "revoked": True},
        reason=reason.strip(),
    )
    return client
