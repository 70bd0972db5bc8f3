from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.accounts.actions._seats import agency_seats_of, refuse_last_keeper, seat_of
from txng.accounts.events import AccountEvent
from txng.accounts.models import AccountLetter, Membership, Session
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def end_membership(*, actor: Actor, account_id: int, membership_id: int, reason: str, at: datetime) -> Membership:
    """A person leaves an agency: the seat is free from this moment and their next request finds nothing."""
    account = agency_seats_of(actor, account_id)
    seat = seat_of(account, membership_id)
    refuse_last_keeper(actor, seat)
    if not reason.strip():
        raise RuleBroken(_("Enter the reason."), code="reason_missing")
    seat.ended_at = at
    seat.save(update_fields=["ended_at"])
    AccountLetter.objects.filter(account=account, user=seat.user, used_at=None, replaced_at=None).update(replaced_at=at)
    if not Membership.objects.filter(user=seat.user, ended_at=None).exists():
        Session.objects.filter(user_id=seat.user_id).delete()
    record(
        AccountEvent.MEMBER_ENDED,
        actor=actor,
        subject=account,
        at=at,
        before={"person": seat.user.name, "login": seat.user.login, "role": seat.role},
        after={"person": seat.user.name, "ended_at": at},
        reason=reason.strip(),
    )
    return seat
