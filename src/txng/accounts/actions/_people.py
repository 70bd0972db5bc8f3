"""Making a person and the paper by which they get their password: shared by the verbs of this folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.accounts.identifiers import LOGIN
from txng.accounts.models import Account, AccountLetter, Membership, User
from txng.accounts.models.accounts import MembershipRole
from txng.kernel.codes import new_token, token_digest
from txng.kernel.errors import RuleBroken

LETTER_LIFE = timedelta(hours=72)  # names.md 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What an officer holds in hand afterwards. The token exists here and on the paper, nowhere else."""

    account: Account
    membership: Membership
    letter: AccountLetter
    token: str

    @property
    def user(self) -> User:
        return self.membership.user


def make_user(*, login: str, name: str, kind: str, phone: str = "", email: str = "") -> User:
    """A person without a password: nobody but they ever chooses one."""
    login = login.strip().lower()
    if not LOGIN.fullmatch(login):
        raise RuleBroken(
            _("An account name has 3 to 40 lower-case letters, digits, dots or dashes, and at least one letter."),
            code="login_malformed",
        )
    _refuse_taken(login=login, phone=phone, email=email)
    user = User(login=login, name=name, kind=kind, phone=phone or None, email=email or None)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        # Somebody took one of the three in this very moment.
        _refuse_taken(login=login, phone=phone, email=email)
        raise
    return user


def _refuse_taken(*, login: str, phone: str, email: str) -> None:
    if User.objects.filter(login=login).exists():
        raise RuleBroken(_("The account name “%(login)s” is taken.") % {"login": login}, code="login_taken")
    if phone and User.objects.filter(phone=phone).exists():
        raise RuleBroken(_("Another user signs in with this phone number."), code="phone_taken")
    if email and User.objects.filter(email__iexact=email).exists():
        raise RuleBroken(_("Another user signs in with this e-mail address."), code="email_taken")


def take_seat(*, account: Account, user: User, role: str, title: str, at: datetime) -> Membership:
    """A seat within the number allowed; the caller holds the lock on the account."""
    if role == MembershipRole.WORKER:
        # The number is about who keeps the account; who writes the diary of the plots is not counted.
        return Membership.objects.create(account=account, user=user, role=role, title=title, since=at)
    taken = Membership.objects.filter(account=account, ended_at=None).exclude(role=MembershipRole.WORKER).count()
    if taken >= account.seats:
        raise RuleBroken(
            _("All %(seats)s seats of this account are taken. More need a written request, recorded first.")
            % {"seats": account.seats},
            code="no_seat_left",
        )
    return Membership.objects.create(account=account, user=user, role=role, title=title, since=at)


def write_letter(*, actor: Actor, account: Account, user: User, at: datetime) -> tuple[AccountLetter, str]:
    """A new activation letter; any older one of the same person stops working with it."""
    AccountLetter.objects.filter(account=account, user=user, used_at=None, replaced_at=None).update(replaced_at=at)
    token = new_token()
    letter = AccountLetter.objects.create(
        account=account,
        user=user,
        token_digest=token_digest(token),
        made_at=at,
        made_by=actor.label,
        expires_at=at + LETTER_LIFE,
    )
    return letter, token
