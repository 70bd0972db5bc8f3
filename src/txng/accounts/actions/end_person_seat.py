from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access.actors import Actor
from txng.accounts.actions._establishment_people import account_of_people, refuse_last_owner
from txng.accounts.actions._seats import seat_of
from txng.accounts.events import AccountEvent
from txng.accounts.models import AccountLetter, Membership, Session
from txng.kernel.errors import NotThere
from txng.ledger.recording import record


@transaction.atomic
def end_person_seat(*, actor: Actor, account_id: int, membership_id: int, reason: str = "", at: datetime) -> Membership:
    """The person works here no longer, from their next request on; what they did keeps their name.

    Ending once more changes nothing.
    """
    account = account_of_people(actor, account_id)
    ended = Membership.objects.select_related("user").filter(account=account, id=membership_id).first()
    if ended is None:
        raise NotThere
    if ended.ended_at is not None:
        return ended
    seat = seat_of(account, membership_id)
    refuse_last_owner(seat)
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
