from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.accounts.events import AccountEvent
from txng.accounts.models import Account, Membership
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def accept_duties(*, actor: Actor, account_id: int, accepts: bool, at: datetime) -> Account:
    """A person takes on the duties of a user in an account they were added to (CB 14, CT-REG 13)."""
    if actor.user_id is None:
        raise NotThere
    seat = (
        Membership.objects.select_for_update(of=("self",), no_key=True)
        .select_related("account__agency", "account__establishment")
        .filter(account_id=account_id, user_id=actor.user_id, ended_at=None)
        .first()
    )
    if seat is None:
        raise NotThere
    if not accepts:
        raise RuleBroken(_("Accept the duties of a user to go on."), code="duties_not_accepted")
    before = {"accepted_at": seat.duties_accepted_at}
    seat.duties_accepted_at = at
    seat.save(update_fields=["duties_accepted_at"])
    record(
        AccountEvent.DUTIES_ACCEPTED,
        actor=actor,
        subject=seat.account,
        at=at,
        before=before,
        after={"accepted_at": at},
    )
    return seat.account
