"""Seats of an account: which roles there are, and that nobody shuts the door behind the last who holds a key."""

from __future__ import annotations

from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.actions._account import account_to_change
from txng.accounts.models import Account, Membership
from txng.accounts.models.accounts import MembershipRole
from txng.accounts.models.users import AccountKind
from txng.kernel.errors import NotThere, RuleBroken

OF_AGENCIES = (MembershipRole.LEAD, MembershipRole.OFFICER, MembershipRole.VIEWER)
OF_ESTABLISHMENTS = (
    MembershipRole.OWNER,
    MembershipRole.MANAGER,
    MembershipRole.RECORDER,
    MembershipRole.WORKER,
)
KEEPERS = (MembershipRole.LEAD,)


def agency_seats_of(actor: Actor, account_id: int) -> Account:
    """The account of an agency under lock; the people of an establishment are its owner's to name."""
    account = account_to_change(account_id)
    if account.kind == AccountKind.ESTABLISHMENT:
        raise NotThere
    actor.require(Permission.MEMBER_MANAGE, account)
    return account


def roles_of(account: Account) -> tuple[MembershipRole, ...]:
    return OF_ESTABLISHMENTS if account.kind == AccountKind.ESTABLISHMENT else OF_AGENCIES


def require_role(account: Account, role: str) -> None:
    if role not in roles_of(account):
        raise RuleBroken(_("This kind of account has no such role."), code="wrong_role")


def seat_of(account: Account, membership_id: int) -> Membership:
    seat = Membership.objects.select_related("user").filter(account=account, id=membership_id, ended_at=None).first()
    if seat is None:
        raise NotThere
    return seat


def refuse_last_keeper(actor: Actor, seat: Membership) -> None:
    """Somebody else may end the last seat, to give it to a successor; nobody may lock themselves out."""
    if actor.user_id != seat.user_id or seat.role not in KEEPERS:
        return
    others = Membership.objects.filter(account_id=seat.account_id, role__in=KEEPERS, ended_at=None).exclude(pk=seat.pk)
    if not others.exists():
        raise RuleBroken(_("You are the last who keeps this account. Name somebody else first."), code="last_keeper")
