from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.kernel.clock import local_date
from txng.ledger.recording import record
from txng.registry.events import DocumentEvent
from txng.registry.models import Document
from txng.registry.models.documents import GONE, WARNINGS
from txng.registry.papers import close_files


@transaction.atomic
def warn_of_expiry(*, actor: Actor, document_id: int, at: datetime) -> Document | None:
    """Tell once for each of 60, 30 and 7 days before the last day of a paper, and once when it is over.

    A day on which nobody ran is made good by the next: the nearest threshold passed is told, the older ones with it.
    """
    document = Document.objects.select_for_update(of=("self",), no_key=True).filter(pk=document_id).first()
    if document is None or not document.is_current or document.revoked_on is not None or document.valid_to is None:
        return None
    left = (document.valid_to - local_date(at)).days
    mark = GONE if left < 0 else next((days for days in sorted(WARNINGS) if left <= days), None)
    told = document.warned_days
    if mark is None or (told is not None and told <= mark):
        return None
    document.warned_days = mark
    document.save(update_fields=["warned_days"])
    if mark == GONE and document.file_id:
        close_files([document.file_id])
    record(
        DocumentEvent.EXPIRED if mark == GONE else DocumentEvent.EXPIRING,
        actor=actor,
        subject=document,
        at=at,
        before={"warned_days": told},
        after={"warned_days": mark, "valid_to": document.valid_to, "days_left": left, "kind": document.kind},
    )
    return document
