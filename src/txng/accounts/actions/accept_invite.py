from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.accounts.acting import actor_of, memberships
from txng.accounts.actions._establishment_people import refuse_unusable
from txng.accounts.actions._people import make_user, take_seat
from txng.accounts.events import AccountEvent
from txng.accounts.identifiers import suggest_login
from txng.accounts.models import Account, Invite, Membership, User
from txng.accounts.models.accounts import MembershipRole
from txng.accounts.models.users import AccountKind
from txng.accounts.passwords import complaints
from txng.kernel.codes import token_digest
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def accept_invite(
    *,
    actor: Actor,
    token: str,
    user: User | None = None,
    name: str = "",
    phone: str = "",
    password: str = "",
    accepts_duties: bool,
    at: datetime,
) -> Membership:
    """Tham gia: who holds the link takes the seat, as a new person or as `user`, who is signed in before the screen.

    A worker gets no password and works on the phone on which the link was opened.
    """
    # An invitation works once: of two phones with the same link the second finds it used.
    invite = (
        Invite.objects.select_for_update(of=("self",), no_key=True).filter(token_digest=token_digest(token)).first()
    )
    if invite is None:
        raise NotThere
    account = Account.objects.select_for_update(of=("self",), no_key=True).get(id=invite.account_id)
    invite.account = account
    refuse_unusable(invite, at)
    if not accepts_duties:
        raise RuleBroken(_("Accept the duties of a user to go on."), code="duties_not_accepted")
    if user is None:
        if phone_is_known(invite.phone):
            raise RuleBroken(_("Sign in first, then open this invitation again."), code="sign_in_first")
        user = _new_person(name=name or invite.name, phone=phone)
    else:
        refuse_as(user, account)
    if needs_password(invite.role, user):
        _choose(user, password)
    membership = take_seat(account=account, user=user, role=invite.role, title="", at=at)
    membership.duties_accepted_at = at
    membership.save(update_fields=["duties_accepted_at"])
    invite.used_at = at
    invite.used_by = user
    invite.save(update_fields=["used_at", "used_by"])
    seat = memberships().select_related("user").get(id=membership.pk)
    record(
        AccountEvent.PERSON_JOINED,
        actor=replace(actor_of(seat), grants=actor.grants),
        subject=account,
        at=at,
        after={"person": user.name, "role": invite.role, "duties_accepted": True},
    )
    return seat


def refuse_as(user: User, account: Account) -> None:
    """Who cannot come in whatever they hold in hand."""
    if user.kind != AccountKind.ESTABLISHMENT:
        # CB 3.6, CT-REG 3.6: one kind of account a person.
        raise RuleBroken(
            _("You work for an agency. A person has one kind of account, so this user cannot join an establishment."),
            code="another_kind",
        )
    if Membership.objects.filter(account=account, user=user, ended_at=None).exists():
        raise RuleBroken(
            _("You work for %(name)s already.") % {"name": account.organisation_name}, code="works_here_already"
        )


def phone_is_known(phone: str) -> bool:
    return bool(phone) and User.objects.filter(phone=phone).exists()


def needs_password(role: str, user: User | None) -> bool:
    return role != MembershipRole.WORKER and (user is None or not user.has_usable_password())


def _new_person(*, name: str, phone: str) -> User:
    login = suggest_login(name)
    if User.objects.filter(login=login).exists():
        login = f"{login[:30]}-{secrets.token_hex(3)}"
    return make_user(login=login, name=name, kind=AccountKind.ESTABLISHMENT, phone=phone)


def _choose(user: User, password: str) -> None:
    wrong = complaints(password, user)
    if wrong:
        raise RuleBroken(" ".join(wrong), code="password_refused")
    user.set_password(password)
    user.save(update_fields=["password"])
