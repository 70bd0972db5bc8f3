from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.events import AccountEvent
from txng.accounts.models import Account
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def raise_seats(*, actor: Actor, account_id: int, seats: int, request: str, at: datetime) -> Account:
    """More persons in one account, on a written request whose number and date are recorded (CB 7.2, CT-REG 7.2)."""
    account = Account.objects.select_for_update(of=("self",)).filter(id=account_id).first()
    if account is None:
        raise NotThere
    actor.require(Permission.ACCOUNT_ISSUE, account)
    if not request.strip():
        raise RuleBroken(_("Enter number and date of the written request."), code="request_missing")
    if seats <= account.seats:
        raise RuleBroken(
            _("This account has %(seats)s seats already.") % {"seats": account.seats}, code="not_more_seats"
        )
    before = {"seats": account.seats, "request": account.seats_request}
    account.seats = seats
    account.seats_request = request.strip()
    account.save(update_fields=["seats", "seats_request"])
    record(
        AccountEvent.SEATS_RAISED,
        actor=actor,
        subject=account,
        at=at,
        before=before,
        after={"seats": account.seats, "request": account.seats_request},
        ground=account.seats_request,
    )
    return account
