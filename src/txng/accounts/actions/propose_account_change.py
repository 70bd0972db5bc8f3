from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.actions._account import (
    account_to_change,
    keep_paper,
    refuse_own,
    require_reason,
    shown_paper,
    wrong_state,
)
from txng.accounts.changes import FROM
from txng.accounts.events import AccountEvent
from txng.accounts.models import Account, AccountChange
from txng.accounts.models.accounts import MembershipRole
from txng.kernel.clock import local_date
from txng.kernel.errors import NotAllowed, RuleBroken
from txng.ledger.recording import record

Verb = AccountChange.Verb
State = AccountChange.State

_EVENTS = {
    Verb.UNLOCK: AccountEvent.UNLOCK_PROPOSED,
    Verb.REVOKE: AccountEvent.REVOKE_PROPOSED,
    Verb.REMOVE: AccountEvent.REMOVE_PROPOSED,
    Verb.RECONFIRM: AccountEvent.RECONFIRM_PROPOSED,
    Verb.MORE_SEATS: AccountEvent.SEATS_PROPOSED,
}
MOST_SEATS = 100


@transaction.atomic
def propose_account_change(
    *,
    actor: Actor,
    account_id: int,
    verb: str,
    reason: str,
    ground: str,
    paper: Any = None,
    seats: int | None = None,
    at: datetime,
) -> AccountChange:
    """Đề nghị thu hồi, gỡ bỏ, xác nhận lại, mở khóa tài khoản, thêm người (CB 7.2, 12.5, 13.3; CT-REG 7.2, 12.5).

    What was sent back for supplement is the same proposal again, with what is written now.
    """
    account = account_to_change(account_id)
    require_proposer(actor, account, verb)
    if account.state not in FROM[verb]:
        raise wrong_state(account)
    require_reason(reason, ground)
    asked = _seats(account, seats) if verb == Verb.MORE_SEATS else None
    change = (
        AccountChange.objects.filter(account=account, verb=verb)
        .filter(state__in=(State.WAITING, State.CHECKED, State.RETURNED))
        .order_by("id")
        .last()
    )
    if change is not None and change.is_open:
        raise RuleBroken(
            _("%(name)s has proposed this already. It waits for the operator's decision.")
            % {"name": change.proposed_by},
            code="already_proposed",
        )
    if change is None:
        change = AccountChange(account=account, establishment=account.establishment, verb=verb)
    change.stand_with(account)
    change.state = State.WAITING
    change.reason = reason.strip()
    change.ground = ground.strip()
    change.seats = asked
    change.paper = keep_paper(paper) or change.paper
    change.proposed_by = actor.label
    change.proposed_by_id = actor.user_id
    change.proposed_at = at
    # names.md 5 names no clock for these; a proposal is information to approve, and waits as long at the most.
    change.due_on = provinces.working_days_after(local_date(at), provinces.current().clocks.approve_information)
    change.save()
    record(
        _EVENTS[Verb(verb)],
        actor=actor,
        subject=account,
        at=at,
        before={"state": account.state, "seats": account.seats},
        after={"proposal": change.pk, "seats": asked} | shown_paper(change.paper),
        reason=change.reason,
        ground=change.ground,
    )
    return change


def require_proposer(actor: Actor, account: Account, verb: str) -> None:
    """The managing agency and the operator; for more persons of an agency its own lead (CB 7.2, CT-REG 7.2)."""
    if verb == Verb.MORE_SEATS:
        own = actor.agency_id is not None and account.agency_id == actor.agency_id
        if own and actor.role == MembershipRole.LEAD:
            return
        if own or account.agency_id is None:
            raise NotAllowed(_("The lead of the agency asks for more persons."), code="lead_asks")
    else:
        refuse_own(actor, account)
    actor.require(Permission.ACCOUNT_PROPOSE, account)


def _seats(account: Account, seats: int | None) -> int:
    if seats is None or seats <= account.seats:
        raise RuleBroken(
            _("This account has %(seats)s seats already.") % {"seats": account.seats}, code="not_more_seats"
        )
    if seats > MOST_SEATS:
        raise RuleBroken(_("At most %(most)s persons.") % {"most": MOST_SEATS}, code="too_many_seats")
    return seats
