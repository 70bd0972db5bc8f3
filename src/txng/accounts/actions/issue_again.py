from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.actions._account import account_to_change, keep_paper, require_reason, shown_paper, wrong_state
from txng.accounts.actions._people import Issued, write_letter
from txng.accounts.actions.reconfirm_account import MAY_CONFIRM
from txng.accounts.events import AccountEvent
from txng.accounts.models import Membership
from txng.accounts.models.accounts import AccountState
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def issue_again(*, actor: Actor, account_id: int, reason: str, ground: str, paper: Any = None, at: datetime) -> Issued:
    """Cấp lại tài khoản đã thu hồi: its owner or lead gets a new letter and begins anew with it (names.md 2)."""
    account = account_to_change(account_id)
    actor.require(Permission.ACCOUNT_DECIDE, account)
    if account.state != AccountState.REVOKED:
        raise wrong_state(account)
    require_reason(reason, ground)
    seat = (
        Membership.objects.filter(account=account, ended_at=None, role__in=MAY_CONFIRM)
        .select_related("user")
        .order_by("id")
        .first()
    )
    if seat is None:
        raise RuleBroken(_("Nobody keeps this account any more. Add a person first."), code="nobody_left")
    stored = keep_paper(paper)
    before = {"state": account.state, "ended_at": account.ended_at, "reason": account.end_reason}
    account.state = AccountState.ISSUED
    account.issued_at = at
    account.issued_by = actor.label
    account.activated_at = None
    account.ended_at = None
    account.end_reason = ""
    account.reconfirm_reason = ""
    account.save()
    letter, token = write_letter(actor=actor, account=account, user=seat.user, at=at)
    record(
        AccountEvent.ISSUED_AGAIN,
        actor=actor,
        subject=account,
        at=at,
        before=before,
        after={"state": account.state, "person": seat.user.name, "letter_until": letter.expires_at}
        | shown_paper(stored),
        reason=reason.strip(),
        ground=ground.strip(),
    )
    seat.account = account
    return Issued(account=account, membership=seat, letter=letter, token=token)
