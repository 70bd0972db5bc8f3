"""Shared by the verbs about the people of an establishment: its account under lock, its last owner, invitations."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts import sealing
from txng.accounts.actions._account import account_to_change
from txng.accounts.models import Account, Invite, Membership
from txng.accounts.models.accounts import AccountState, MembershipRole
from txng.accounts.models.users import AccountKind
from txng.kernel.errors import NotThere, RuleBroken

INVITE_LIFE = timedelta(hours=72)  # names.md 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """The token exists here and on the screen of who invites, nowhere else."""

    invite: Invite
    token: str


def invite_token(*, account_id: int, client_id: UUID, role: str, name: str, phone: str) -> str:
    """128 bits. Sending the same form twice gives the same one, so a retry finds the invitation it made."""
    said = "\n".join([str(account_id), str(client_id), role, name, phone])
    return base64.urlsafe_b64encode(sealing.derived("invite", said)).decode().rstrip("=")


def account_of_people(actor: Actor, account_id: int) -> Account:
    """The account under lock: two owners who end each other's seats at once must not leave nobody."""
    account = account_to_change(account_id)
    # Whom an establishment takes in is its owner's to say, whatever an agency may do with accounts.
    if account.kind != AccountKind.ESTABLISHMENT or actor.establishment_id != account.establishment_id:
        raise NotThere
    actor.require(Permission.MEMBER_MANAGE, account)
    return account


def refuse_last_owner(seat: Membership) -> None:
    owners = Membership.objects.filter(account_id=seat.account_id, role=MembershipRole.OWNER, ended_at=None)
    if seat.role == MembershipRole.OWNER and owners.count() == 1:
        raise RuleBroken(
            _("%(name)s is the only owner. Make somebody else an owner first.") % {"name": seat.user.name},
            code="last_owner",
        )


def refuse_unusable(invite: Invite, at: datetime) -> None:
    """What is wrong with an invitation, in the order in which it helps most."""
    if invite.used_at is not None:
        raise RuleBroken(_("This invitation has been used. It works once."), code="invite_used")
    if invite.withdrawn_at is not None:
        raise RuleBroken(_("This invitation has been withdrawn."), code="invite_withdrawn")
    if at >= invite.expires_at:
        raise RuleBroken(_("This invitation was valid for 72 hours and has expired."), code="invite_expired")
    if invite.account.state != AccountState.ACTIVE:
        raise RuleBroken(
            _("The account of %(name)s cannot take anybody in at the moment.")
            % {"name": invite.account.organisation_name},
            code="account_gone",
        )
