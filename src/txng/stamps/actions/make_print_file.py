from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime
from uuid import UUID

from cryptography import x509
from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel import jobs
from txng.ledger.recording import record
from txng.stamps import envelope, vault
from txng.stamps.events import StampEvent
from txng.stamps.labels import LabelTooSmall
from txng.stamps.models import PrintFile
from txng.stamps.printing import write_file
from txng.ui.formats import vn_datetime


def make_print_file(*, actor: Actor, file_id: UUID, at: datetime) -> PrintFile | None:
    """Write the file, lock it and put it into the vault; None when somebody was faster. The plain file never has a
    name: it lies in an unlinked temporary file for as long as it is written."""
    made = PrintFile.objects.select_related("order__batch__product", "order__lot", "house", "job").get(pk=file_id)
    if made.discarded_at is not None or not jobs.begin(made.job_id, at):
        return None
    try:
        with tempfile.TemporaryFile() as plain:
            write_file(plain, made, progress=lambda done: _keep_on(made.job_id, done))
            plain.seek(0)
            made.plain_sha256 = hashlib.file_digest(plain, "sha256").hexdigest()
            plain.seek(0)
            key, made.nonce = os.urandom(32), os.urandom(envelope.NONCE)
            made.size, made.tag = vault.seal(plain, made.pk, key, made.nonce)
    except _Stopped:
        return None
    except LabelTooSmall:
        jobs.fail(made.job_id, _("The symbol does not fit this template. Choose a larger one."), at)
        return None
    except Exception:
        vault.discard(made.pk)
        jobs.fail(made.job_id, _("The file could not be made. Ask for it again."), at)
        raise
    if made.house is not None:
        certificate = x509.load_pem_x509_certificate(made.house.certificate.encode("ascii"))
        made.recipient = envelope.to_certificate(key, certificate)
    else:
        made.held_key = vault.hold(key, made.pk)
    return _put_down(made, actor=actor, at=at)


@transaction.atomic
def _put_down(made: PrintFile, *, actor: Actor, at: datetime) -> PrintFile | None:
    if not jobs.end(made.job_id, at):  # stopped in the last moment
        vault.discard(made.pk)
        return None
    made.made_at = at
    made.save(update_fields=["made_at", "size", "plain_sha256", "nonce", "tag", "recipient", "held_key"])
    record(
        StampEvent.FILE_MADE,
        actor=actor,
        subject=made.order.batch,
        at=at,
        after={"sha256": made.plain_sha256, "file": str(made.pk), "until": vn_datetime(made.expires_at)},
    )
    return made


class _Stopped(Exception):
    """The person pressed “Hủy”."""


def _keep_on(job_id: UUID, done: int) -> None:
    if not jobs.note(job_id, done):
        raise _Stopped
