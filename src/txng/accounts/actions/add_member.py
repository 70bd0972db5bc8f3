from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.actions._people import Issued, make_user, take_seat, write_letter
from txng.accounts.actions._seats import require_role
from txng.accounts.events import AccountEvent
from txng.accounts.models import Account
from txng.accounts.models.accounts import AccountState
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def add_member(
    *,
    actor: Actor,
    account_id: int,
    login: str,
    name: str,
    role: str,
    title: str = "",
    phone: str = "",
    email: str = "",
    at: datetime,
) -> Issued:
    """A further named person in the account of an organisation, within its seats."""
    # Two persons added at once must not both take the last seat.
    account = Account.objects.select_for_update(of=("self",), no_key=True).filter(id=account_id).first()
    if account is None:
        raise NotThere
    actor.require(Permission.ACCOUNT_ISSUE, account)
    if account.state in (AccountState.REVOKED, AccountState.REMOVED):
        raise RuleBroken(_("This account is no longer in use."), code="account_gone")
    require_role(account, role)
    user = make_user(login=login, name=name, kind=account.kind, phone=phone, email=email)
    membership = take_seat(account=account, user=user, role=role, title=title, at=at)
    letter, token = write_letter(actor=actor, account=account, user=user, at=at)
    record(
        AccountEvent.MEMBER_ADDED,
        actor=actor,
        subject=account,
        at=at,
        after={"login": user.login, "person": user.name, "role": role},
    )
    return Issued(account=account, membership=membership, letter=letter, token=token)
