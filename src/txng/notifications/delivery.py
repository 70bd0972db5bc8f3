"""Sending what is due. A row is claimed and committed before anybody is called, and its answer committed after: a
machine that dies in between leaves a letter that is tried again, never one that is gone."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from txng.accounts.models import Membership
from txng.kernel.codes import new_token, token_digest
from txng.kernel.text import clean
from txng.notifications import channels, letters
from txng.notifications.choices import confirmed_address, same
from txng.notifications.models import ConfirmedAddress, DeliveryTry, MessageState, OutboundMessage
from txng.notifications.timing import LEASE, MAX_TRIES, next_try

A_SWEEP = 50
CONFIRM_WITHIN = timedelta(hours=72)
Kind, Outcome = OutboundMessage.Kind, DeliveryTry.Outcome
# A wrong password or an unknown sender is our own mistake: the letter is not refused by it, and waits.
_OURS = (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused, smtplib.SMTPNotSupportedError)


@dataclass(frozen=True, slots=True)
class Answer:
    outcome: str
    detail: str = ""


def sweep(at: datetime) -> int:
    """Try everything that is due, oldest first; returns how many were tried."""
    tried = 0
    while claimed := claim(at):
        line = Line()
        try:
            for message in claimed:
                settle(message, line.send(message, at), at)
        finally:
            line.close()
        tried += len(claimed)
    return tried


@transaction.atomic
def claim(at: datetime) -> list[OutboundMessage]:
    """Rows of this sweep alone: another worker skips them, and comes back to them when this one never answers."""
    due = (
        OutboundMessage.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("user", "account")
        .filter(state__in=[MessageState.WAITING, MessageState.SENT], withdrawn_at=None, next_try_at__lte=at)
        .order_by("next_try_at", "id")[:A_SWEEP]
    )
    claimed = []
    for message in due:
        if reason := why_not(message):
            message.withdrawn_at, message.withdrawn_because = at, reason
        else:
            message.state = MessageState.SENT
            message.tries += 1
            message.next_try_at = at + LEASE
            claimed.append(message)
        message.save(update_fields=["state", "tries", "next_try_at", "withdrawn_at", "withdrawn_because"])
    return claimed or ([] if not due else claim(at))


def why_not(message: OutboundMessage) -> str:
    """Asked when it leaves, not when it was written: who has left the organisation since, or changed the address."""
    if message.user is None:
        return ""
    if not message.user.is_active:
        return "left"
    if message.channel == OutboundMessage.Channel.SMS:
        if message.user.phone != message.address:
            return "address"
    elif message.kind == Kind.ADDRESS:
        asked = ConfirmedAddress.objects.filter(user=message.user, email=message.address)
        return "" if asked.exists() else "address"  # typed anew since
    elif message.kind == Kind.FORMER:
        return ""
    elif not same(confirmed_address(message.user), message.address):
        return "address"
    seat = Membership.objects.filter(user=message.user, ended_at=None)
    if message.account_id is not None:
        seat = seat.filter(account_id=message.account_id)
    return "" if seat.exists() else "left"


@transaction.atomic
def settle(message: OutboundMessage, answer: Answer, at: datetime) -> None:
    """What became of a try. Refused for good, or tried for two days: somebody has to look at it."""
    DeliveryTry.objects.create(message=message, at=at, outcome=answer.outcome, detail=answer.detail[:300])
    row = OutboundMessage.objects.select_for_update(no_key=True).get(pk=message.pk)
    if row.state != MessageState.SENT:
        return
    if answer.outcome == Outcome.ACCEPTED:
        _step(row, MessageState.ACCEPTED)
    elif answer.outcome == Outcome.REFUSED or row.tries >= MAX_TRIES:
        _step(row, MessageState.REJECTED)
        # A summary repeats what stands in the inbox: nobody is called for it.
        if row.kind != Kind.DIGEST:
            _step(row, MessageState.DEAD)
    else:
        row.next_try_at = next_try(at, row.tries)
        row.save(update_fields=["next_try_at"])


def _step(row: OutboundMessage, state: str) -> None:
    row.state = state
    row.save(update_fields=["state"])


class Line:
    """One connection for a sweep. A server that cannot be reached is asked once, not once a letter."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._down: Answer | None = None

    def send(self, message: OutboundMessage, at: datetime) -> Answer:
        if message.channel == OutboundMessage.Channel.SMS:
            return _short(message)
        if self._down is None and self._connection is None:
            self._down = _answer_of(self._open)
        if self._down is not None:
            return self._down
        answer = _answer_of(lambda: self._hand_over(message, at)) or Answer(Outcome.ACCEPTED)
        if answer.outcome == Outcome.LATER:
            self.close()  # whatever the server was in the middle of, the next letter begins anew
        return answer

    def _open(self) -> None:
        connection = get_connection(fail_silently=False)
        connection.open()
        self._connection = connection

    def _hand_over(self, message: OutboundMessage, at: datetime) -> None:
        mail = letters.email_of(message, message.text or _asked(message, at))
        mail.connection = self._connection
        mail.send(fail_silently=False)

    def close(self) -> None:
        if self._connection is not None:
            _answer_of(self._connection.close)
            self._connection = None


def _answer_of(act: Callable[[], object]) -> Answer | None:
    """None when nothing went wrong; otherwise whether it is worth another try."""
    try:
        act()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [(code, text) for code, text in refused.recipients.values()]
        code, text = codes[0] if codes else (550, b"")
        return Answer(Outcome.REFUSED if code >= 500 else Outcome.LATER, f"{code} {_text(text)}")
    except smtplib.SMTPResponseException as response:
        final = response.smtp_code >= 500 and not isinstance(response, _OURS)
        return Answer(Outcome.REFUSED if final else Outcome.LATER, f"{response.smtp_code} {_text(response.smtp_error)}")
    except (OSError, smtplib.SMTPException, UnicodeError, ValueError) as error:
        # SMTPException is an OSError; a letter no server could be given (a header with a line break) is ours to mend.
        return Answer(Outcome.LATER, f"{type(error).__name__}: {clean(str(error))}")
    return None


def _text(said: bytes | str) -> str:
    return clean(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)


def _short(message: OutboundMessage) -> Answer:
    try:
        channels.adapter().send(phone=message.address, text=message.text, reference=str(message))
    except channels.Refused as refused:
        return Answer(Outcome.REFUSED, str(refused))
    except Exception as error:  # an adapter is somebody else's code
        return Answer(Outcome.LATER, f"{type(error).__name__}: {clean(str(error))}")
    return Answer(Outcome.ACCEPTED)


def _asked(message: OutboundMessage, at: datetime) -> str:
    """The letter that confirms an address. Each try makes a key of its own and the one before it works no more."""
    token = new_token()
    ConfirmedAddress.objects.filter(user=message.user, email=message.address).update(
        token_digest=token_digest(token), expires_at=at + CONFIRM_WITHIN
    )
    assert message.user is not None
    with translation.override("vi"):
        return letters.confirmation_text(message.user, letters.absolute(reverse("address-confirm", args=[token])))
