from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.recording import record
from txng.notifications.events import NotificationEvent
from txng.notifications.models import MessageState, Notice, OutboundMessage


@transaction.atomic
def send_again(*, actor: Actor, message_id: int, at: datetime) -> OutboundMessage:
    """A dead letter once more, as a letter of its own: names.md 2 knows no way back from “Cần người xử lý”."""
    actor.require_verb(Permission.MESSAGE_READ)
    dead = OutboundMessage.objects.select_for_update(of=("self",), no_key=True).filter(pk=message_id).first()
    if dead is None:
        raise NotThere
    if not actor.holds(Permission.MESSAGE_SEND_AGAIN):
        raise NotAllowed(_("You do not have the right to do this."), code="missing:send_again")
    if dead.state != MessageState.DEAD:
        raise RuleBroken(
            _("This letter is in the state “%(state)s”.") % {"state": dead.get_state_display()}, code="not_dead"
        )
    if OutboundMessage.objects.filter(replaces=dead).exists():
        raise RuleBroken(_("This letter has been sent again already."), code="sent_again")
    again = OutboundMessage.objects.create(
        channel=dead.channel,
        kind=dead.kind,
        user_id=dead.user_id,
        account_id=dead.account_id,
        entry_id=dead.entry_id,
        template=dead.template,
        # The address on record now: a wrong one is the commonest reason to be here.
        address=(dead.user.email or dead.address) if dead.user and dead.channel == "email" else dead.address,
        subject=dead.subject,
        text=dead.text,
        about=dead.about,
        optional=dead.optional,
        made_at=at,
        due_at=at,
        next_try_at=at,
        replaces=dead,
    )
    Notice.objects.filter(message=dead).update(message=again)
    record(
        NotificationEvent.MESSAGE_SENT_AGAIN,
        actor=actor,
        subject=dead,
        at=at,
        before={"state": dead.state, "tries": dead.tries},
        after={"message": again.pk},
    )
    return again
