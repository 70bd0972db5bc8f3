from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.stamps import envelope, vault
from txng.stamps.actions.hand_out_print_file import handed_out
from txng.stamps.actions.taking_files import take_file
from txng.stamps.models import PrintFile


@transaction.atomic
def hand_over_print_file(*, actor: Actor, file_id: UUID, at: datetime) -> tuple[PrintFile, Iterator[bytes]]:
    """Give the file to the person, once, as the parts of its answer; nothing of it stays here."""
    made = take_file(actor, file_id, at)
    if made.lock == PrintFile.Lock.PASSPHRASE and made.passphrase_at is None:
        raise RuleBroken(_("Have the passphrase shown first; the file opens with nothing else."), code="passphrase")
    whole = hashlib.sha256()
    for part in _parts(made):
        whole.update(part)
    made.downloaded_at, made.downloaded_by, made.file_sha256 = at, actor.label, whole.hexdigest()
    made.discarded_at = at
    made.save(update_fields=["downloaded_at", "downloaded_by", "file_sha256", "discarded_at"])
    handed_out(
        made.order,
        actor=actor,
        at=at,
        sha256=made.file_sha256,
        plain_sha256=made.plain_sha256,
        file=str(made.pk),
        lock=made.lock,
        house=made.house.name if made.house else "",
    )
    parts = _parts(made)
    made.held_key = b""
    made.save(update_fields=["held_key"])
    transaction.on_commit(lambda: vault.discard(made.pk))
    return made, parts


def _parts(made: PrintFile) -> Iterator[bytes]:
    """Opened at once: whoever reads goes on reading after the file was deleted."""
    nonce, tag = bytes(made.nonce), bytes(made.tag)
    if made.lock == PrintFile.Lock.NONE:
        return iter([vault.unsealed(made.pk, vault.held(bytes(made.held_key), made.pk), nonce, tag)])
    head = envelope.before(bytes(made.recipient), nonce, made.size)
    return chain([head], vault.blocks(vault.opened(made.pk)), [envelope.after(tag)])
