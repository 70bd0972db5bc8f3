from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.accounts.actions._establishment_people import account_of_people, refuse_last_owner
from txng.accounts.actions._seats import require_role, seat_of
from txng.accounts.events import AccountEvent
from txng.accounts.models import Membership
from txng.accounts.models.accounts import MembershipRole
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def change_person_role(*, actor: Actor, account_id: int, membership_id: int, role: str, at: datetime) -> Membership:
    """Another role in the same establishment, from the person's next request on."""
    account = account_of_people(actor, account_id)
    seat = seat_of(account, membership_id)
    require_role(account, role)
    if role == seat.role:
        return seat
    refuse_last_owner(seat)
    if not seat.user.has_usable_password():
        # A phone that anybody can pick up must not keep the account of an establishment.
        raise RuleBroken(
            _("%(name)s has no password. End this seat and invite %(name)s again in the new role.")
            % {"name": seat.user.name},
            code="no_password",
        )
    if seat.role == MembershipRole.WORKER:
        _refuse_full(seat)
    before = {"person": seat.user.name, "role": seat.role}
    seat.role = role
    seat.save(update_fields=["role"])
    record(
        AccountEvent.ROLE_CHANGED,
        actor=actor,
        subject=account,
        at=at,
        before=before,
        after={"person": seat.user.name, "role": role},
    )
    return seat


def _refuse_full(seat: Membership) -> None:
    account = seat.account
    counted = Membership.objects.filter(account=account, ended_at=None).exclude(role=MembershipRole.WORKER).count()
    if counted >= account.seats:
        raise RuleBroken(
            _("All %(seats)s seats of this account are taken. More need a written request, recorded first.")
            % {"seats": account.seats},
            code="no_seat_left",
        )
