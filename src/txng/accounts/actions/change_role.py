from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.accounts.actions._seats import KEEPERS, agency_seats_of, refuse_last_keeper, require_role, seat_of
from txng.accounts.events import AccountEvent
from txng.accounts.models import Membership
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def change_role(
    *, actor: Actor, account_id: int, membership_id: int, role: str, title: str = "", at: datetime
) -> Membership:
    """Another role for somebody in an agency (phân quyền, CT-REG 11.2): holds from their next request on."""
    account = agency_seats_of(actor, account_id)
    seat = seat_of(account, membership_id)
    require_role(account, role)
    if (seat.role, seat.title) == (role, title):
        raise RuleBroken(_("Nothing has been changed."), code="nothing_changed")
    if role not in KEEPERS:
        refuse_last_keeper(actor, seat)
    before = {"role": seat.role, "title": seat.title}
    seat.role = role
    seat.title = title
    seat.save(update_fields=["role", "title"])
    record(
        AccountEvent.ROLE_CHANGED,
        actor=actor,
        subject=account,
        at=at,
        before=before | {"person": seat.user.name},
        after={"role": role, "title": title, "person": seat.user.name},
    )
    return seat
