from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.stamps import envelope, vault
from txng.stamps.actions.taking_files import take_file
from txng.stamps.events import StampEvent
from txng.stamps.models import PrintFile


@transaction.atomic
def show_passphrase(*, actor: Actor, file_id: UUID, at: datetime) -> tuple[PrintFile, str]:
    """Make the passphrase and tell it, once: from here on the file opens with it alone, and nothing here knows it."""
    made = take_file(actor, file_id, at)
    if made.lock != PrintFile.Lock.PASSPHRASE:
        raise RuleBroken(_("This file has no passphrase."), code="lock")
    if made.passphrase_at is not None:
        raise RuleBroken(_("The passphrase has been shown. Whoever lost it asks for the file again."), code="shown")
    passphrase = envelope.new_passphrase()
    made.recipient = envelope.to_passphrase(vault.held(bytes(made.held_key), made.pk), passphrase)
    made.held_key = b""
    made.passphrase_at = at
    made.save(update_fields=["recipient", "held_key", "passphrase_at"])
    record(StampEvent.PASSPHRASE_SHOWN, actor=actor, subject=made.order, at=at, after={"file": str(made.pk)})
    return made, passphrase
