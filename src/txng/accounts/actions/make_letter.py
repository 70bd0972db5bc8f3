from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.actions._people import Issued, write_letter
from txng.accounts.events import AccountEvent
from txng.accounts.models import Account, Membership
from txng.accounts.models.accounts import AccountState
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def make_letter(*, actor: Actor, account_id: int, membership_id: int, at: datetime) -> Issued:
    """Another letter, in one click: the first was lost, or the password is forgotten. The earlier letter stops working.

    A password that exists stays good until the new letter is used, and a second factor is asked for all the same.
    """
    account = Account.objects.select_for_update(of=("self",), no_key=True).filter(id=account_id).first()
    if account is None:
        raise NotThere
    actor.require(Permission.ACCOUNT_ISSUE, account)
    membership = (
        Membership.objects.filter(account=account, id=membership_id, ended_at=None).select_related("user").first()
    )
    if membership is None:
        raise NotThere
    if account.state in (AccountState.REVOKED, AccountState.REMOVED, AccountState.LOCKED):
        raise RuleBroken(
            _("This account is in the state “%(state)s”.") % {"state": account.get_state_display()}, code="account_gone"
        )
    letter, token = write_letter(actor=actor, account=account, user=membership.user, at=at)
    record(
        AccountEvent.LETTER_MADE,
        actor=actor,
        subject=account,
        at=at,
        after={"login": membership.user.login, "letter_until": letter.expires_at},
    )
    return Issued(account=account, membership=membership, letter=letter, token=token)
