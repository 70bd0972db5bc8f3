from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.accounts.actions._establishment_people import INVITE_LIFE, Invited, account_of_people, invite_token
from txng.accounts.actions._seats import require_role
from txng.accounts.events import AccountEvent
from txng.accounts.models import Invite
from txng.accounts.models.accounts import AccountState
from txng.kernel.codes import token_digest
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def invite_person(
    *, actor: Actor, account_id: int, role: str, name: str, phone: str = "", client_id: UUID, at: datetime
) -> Invited:
    """An invitation to the account of an establishment. A second call with the same words returns the first one."""
    account = account_of_people(actor, account_id)
    require_role(account, role)
    if account.state != AccountState.ACTIVE:
        raise RuleBroken(
            _("This account is in the state “%(state)s”.") % {"state": account.get_state_display()}, code="account_gone"
        )
    token = invite_token(account_id=account.pk, client_id=client_id, role=role, name=name, phone=phone)
    earlier = Invite.objects.filter(token_digest=token_digest(token)).first()
    if earlier is not None:
        return Invited(invite=earlier, token=token)
    invite = Invite.objects.create(
        account=account,
        role=role,
        name=name,
        phone=phone,
        token_digest=token_digest(token),
        made_at=at,
        made_by=actor.label,
        expires_at=at + INVITE_LIFE,
    )
    record(
        AccountEvent.PERSON_INVITED,
        actor=actor,
        subject=account,
        at=at,
        after={"person": name, "role": role, "invite_until": invite.expires_at},
    )
    return Invited(invite=invite, token=token)
