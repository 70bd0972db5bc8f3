from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access.actors import Actor
from txng.accounts.actions._establishment_people import account_of_people, refuse_unusable
from txng.accounts.events import AccountEvent
from txng.accounts.models import Invite
from txng.kernel.errors import NotThere
from txng.ledger.recording import record


@transaction.atomic
def withdraw_invite(*, actor: Actor, invite_id: int, at: datetime) -> Invite:
    """From here on the link opens nothing. Withdrawing once more changes nothing."""
    # Against somebody who joins in this very moment: the slower of the two finds what the other did.
    invite = Invite.objects.select_for_update(of=("self",), no_key=True).filter(id=invite_id).first()
    if invite is None:
        raise NotThere
    account = account_of_people(actor, invite.account_id)
    if invite.withdrawn_at is not None:
        return invite
    refuse_unusable(invite, at)
    invite.withdrawn_at = at
    invite.save(update_fields=["withdrawn_at"])
    record(
        AccountEvent.INVITE_WITHDRAWN,
        actor=actor,
        subject=account,
        at=at,
        after={"person": invite.name, "role": invite.role},
    )
    return invite
