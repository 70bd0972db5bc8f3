"""The people of an establishment, and the invitations that are out."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from txng.access.actors import Actor
from txng.accounts.acting import not_only_practice
from txng.accounts.models import Account, Invite, Membership, User
from txng.accounts.models.accounts import AccountState
from txng.kernel.codes import token_digest
from txng.kernel.errors import NotThere


def own_account(actor: Actor) -> Account:
    """The account in which the actor acts."""
    if actor.establishment_id is not None:
        found = Account.objects.filter(establishment_id=actor.establishment_id)
    elif actor.agency_id is not None:
        found = Account.objects.filter(agency_id=actor.agency_id)
    else:
        raise NotThere
    account = found.select_related("agency", "establishment").first()
    if account is None:
        raise NotThere
    return account


def people(account: Account) -> QuerySet[Membership]:
    """Who works there now first, in the order in which they came."""
    return Membership.objects.filter(account=account).select_related("user").order_by("-ended_at", "id")


def open_invites(account: Account, at: datetime) -> QuerySet[Invite]:
    return Invite.objects.filter(account=account, used_at=None, withdrawn_at=None, expires_at__gt=at).order_by("-id")


def invite_of(token: str) -> Invite:
    """The invitation of a token, spent ones included: they say what is wrong. Anything else is not there."""
    invite = (
        Invite.objects.select_related("account__establishment", "account__agency")
        .filter(token_digest=token_digest(token))
        .first()
    )
    if invite is None:
        raise NotThere
    return invite


def working_seats(user: User) -> QuerySet[Membership]:
    """The organisations somebody can choose between (names.md 7.19)."""
    return (
        Membership.objects.filter(not_only_practice(), user=user, ended_at=None, account__state=AccountState.ACTIVE)
        .select_related("account__agency", "account__establishment")
        .order_by("id")
    )
