from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.accounts.acting import actor_of, memberships
from txng.accounts.actions._account import account_to_change, wrong_state
from txng.accounts.events import AccountEvent
from txng.accounts.models import Account, Membership
from txng.accounts.models.accounts import AccountState, MembershipRole
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record

MAY_CONFIRM = (MembershipRole.OWNER, MembershipRole.LEAD)


@transaction.atomic
def reconfirm_account(
    *, actor: Actor, account_id: int, data_is_right: bool, accepts_duties: bool, at: datetime
) -> Account:
    """Xác nhận lại tài khoản: its owner or lead says that the data are right and takes on the duties again.

    The actor holds no right while the account waits for this; the seat alone says who may.
    """
    if actor.user_id is None:
        raise NotThere
    account = account_to_change(account_id)
    seat = (
        memberships()
        .filter(account=account, user_id=actor.user_id, ended_at=None, role__in=MAY_CONFIRM, user__is_active=True)
        .select_related("user")
        .first()
    )
    if seat is None:
        raise NotThere
    if account.state != AccountState.RECONFIRM_REQUIRED:
        raise wrong_state(account)
    if not data_is_right:
        raise RuleBroken(_("Confirm that the data are right, or have them corrected first."), code="data_not_confirmed")
    if not accepts_duties:
        raise RuleBroken(_("Accept the duties of a user to go on."), code="duties_not_accepted")
    before = {"state": account.state, "reason": account.reconfirm_reason}
    account.state = AccountState.ACTIVE
    account.reconfirm_reason = ""
    account.save(update_fields=["state", "reconfirm_reason"])
    Membership.objects.filter(pk=seat.pk).update(duties_accepted_at=at)
    seat.account = account
    record(
        AccountEvent.RECONFIRMED,
        actor=replace(actor_of(seat), grants=actor.grants),
        subject=account,
        at=at,
        before=before,
        after={"state": account.state, "duties_accepted": True},
    )
    return account
