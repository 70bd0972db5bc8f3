from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import NotThere
from txng.registry.actions.profile_drafting import draft_of, merged, own_establishment
from txng.registry.models import Document, EstablishmentChange
from txng.registry.profile import working_values


@transaction.atomic
def drop_document(*, actor: Actor, document_id: int, at: datetime) -> EstablishmentChange:
    """Take a paper out of the draft. A public one stays public until the change is approved."""
    establishment = own_establishment(actor)
    change = draft_of(establishment)
    entries = working_values(establishment, change)["papers"]
    if not any(entry["document"] == document_id for entry in entries):
        if Document.objects.filter(pk=document_id, establishment=establishment.pk).exists():
            return change  # the second press of the button
        raise NotThere(_("Not found."))
    left = [entry for entry in entries if entry["document"] != document_id]
    change.fields = merged(establishment, change, {"papers": left})
    change.save()
    return change
