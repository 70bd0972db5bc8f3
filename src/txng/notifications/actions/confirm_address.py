from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from txng.accounts.models import PasswordReset, User
from txng.kernel.codes import token_digest
from txng.kernel.errors import NotThere, RuleBroken
from txng.notifications import letters
from txng.notifications.choices import confirmed_address, same
from txng.notifications.models import ConfirmedAddress, OutboundMessage


@transaction.atomic
def ask_to_confirm(*, user: User, at: datetime, email: str = "") -> OutboundMessage:
    """Send the letter that asks whether an address is theirs: the one on record, or `email` that is to take its place.

    It takes that place when the letter is opened and not before: one signs in with it and chooses passwords by it, so a
    slip of the pen must not hand the account to a stranger. Whoever has it already is not told of here, for nobody
    should learn by typing who is known; the letter goes out, and its page says so to whoever reads that mailbox.
    """
    wanted = email or user.email or ""
    if not wanted:
        raise RuleBroken(_("There is no e-mail address on record for you."), code="no_address")
    if not letters.can_send():
        raise RuleBroken(_("This system does not send e-mails yet."), code="no_mail")
    own = ConfirmedAddress.objects.select_for_update(no_key=True).filter(user=user)
    row = own.filter(email__iexact=wanted).first() or ConfirmedAddress(user=user, email=wanted)
    on_record = same(wanted, user.email)
    if row.confirmed_at is not None and on_record:
        raise RuleBroken(_("This address has been confirmed already."), code="confirmed")
    waiting_for(user).exclude(pk=row.pk).delete()  # the last one typed is meant
    row.asked_at, row.confirmed_at = at, None
    row.token_digest, row.expires_at = "", None
    row.save()
    return letters.confirmation_of(user, row.email, at)


def waiting_for(user: User) -> QuerySet[ConfirmedAddress]:
    """Addresses that were typed and not confirmed; not the one on record."""
    return ConfirmedAddress.objects.filter(user=user, confirmed_at=None).exclude(email__iexact=user.email or "")


def address_of(token: str, at: datetime) -> ConfirmedAddress:
    """The address a key asks about, while it still does; anything else is not there."""
    row = ConfirmedAddress.objects.select_related("user").filter(token_digest=token_digest(token)).first()
    if row is None or row.expires_at is None or row.expires_at <= at or not row.user.is_active:
        raise NotThere
    if row.confirmed_at is not None and not same(row.email, row.user.email):
        raise NotThere  # another one has taken its place since
    return row


@transaction.atomic
def confirm_address(*, token: str, at: datetime) -> ConfirmedAddress:
    """Whoever opened the letter has the address; pressed twice it stays confirmed. One that was typed anew takes the
    place of the one on record, which is told."""
    row = address_of(token, at)
    user = User.objects.select_for_update(no_key=True).get(pk=row.user_id)
    if not same(row.email, user.email):
        _take_place(user, row, at)
    if row.confirmed_at is None:
        row.confirmed_at = at
        row.save(update_fields=["confirmed_at"])
    row.user = user
    return row


def _take_place(user: User, row: ConfirmedAddress, at: datetime) -> None:
    refusal = RuleBroken(_("Another person of this system has this address. Use one of your own."), code="taken")
    if User.objects.filter(email__iexact=row.email).exclude(pk=user.pk).exists():
        raise refusal
    former = confirmed_address(user)
    user.email = row.email
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError as clash:  # two persons opened their letters in the same second
        raise refusal from clash
    # A link to choose a password lies in the former mailbox.
    PasswordReset.objects.filter(user=user, used_at=None, replaced_at=None).update(replaced_at=at)
    if former:
        letters.to_former_address(user, former, at)
