from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.registry.events import DocumentEvent
from txng.registry.models import Document
from txng.registry.papers import close_files


@transaction.atomic
def revoke_document(*, actor: Actor, document_id: int, reason: str, at: datetime) -> Document:
    """Note that whoever issued a paper has taken it back: from now on no page shows the claim."""
    document = Document.objects.select_for_update(of=("self",), no_key=True).filter(pk=document_id).first()
    if document is None or not document.is_current:
        raise NotThere(_("Not found."))
    actor.require(Permission.CHANGE_DECIDE, document)
    if document.revoked_on is not None:
        raise RuleBroken(_("This paper is marked as revoked already."), code="revoked")
    if not clean(reason):
        raise RuleBroken(_("State who revoked the paper, and by which decision."), code="reason_missing")
    document.revoked_on = local_date(at)
    document.revoked_because = clean(reason)
    document.save(update_fields=["revoked_on", "revoked_because"])
    if document.file_id:
        close_files([document.file_id])
    record(
        DocumentEvent.REVOKED,
        actor=actor,
        subject=document,
        at=at,
        before={"revoked_on": None},
        after={"revoked_on": document.revoked_on, "kind": document.kind},
        reason=document.revoked_because,
    )
    return document
