from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.accounts.models import User
from txng.kernel.codes import token_digest
from txng.kernel.errors import NotThere, RuleBroken
from txng.notifications import letters
from txng.notifications.choices import same
from txng.notifications.models import ConfirmedAddress, OutboundMessage


@transaction.atomic
def ask_to_confirm(*, user: User, at: datetime) -> OutboundMessage:
    """Send the letter that asks whether the address on record is theirs."""
    if not user.email:
        raise RuleBroken(_("There is no e-mail address on record for you."), code="no_address")
    if not letters.can_send():
        raise RuleBroken(_("This system does not send e-mails yet."), code="no_mail")
    row, _made = ConfirmedAddress.objects.get_or_create(user=user, email=user.email, defaults={"asked_at": at})
    if row.confirmed_at is not None:
        raise RuleBroken(_("This address has been confirmed already."), code="confirmed")
    row.asked_at = at
    row.save(update_fields=["asked_at"])
    return letters.confirmation_of(user, user.email, at)


def address_of(token: str, at: datetime) -> ConfirmedAddress:
    """The address a key asks about, while it still does; anything else is not there."""
    row = ConfirmedAddress.objects.select_related("user").filter(token_digest=token_digest(token)).first()
    if row is None or row.expires_at is None or row.expires_at <= at or not same(row.email, row.user.email):
        raise NotThere
    return row


@transaction.atomic
def confirm_address(*, token: str, at: datetime) -> ConfirmedAddress:
    """Whoever opened the letter has the address; pressed twice it stays confirmed."""
    row = address_of(token, at)
    if row.confirmed_at is None:
        row.confirmed_at = at
        row.save(update_fields=["confirmed_at"])
    return row
