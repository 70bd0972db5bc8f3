from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.models import StoredFile
from txng.registry.actions.profile_drafting import draft_of, merged, own_establishment
from txng.registry.models import OF_ESTABLISHMENT, Document, EstablishmentChange
from txng.registry.papers import entries_checked, make_document
from txng.registry.profile import working_values


@transaction.atomic
def keep_document(
    *,
    actor: Actor,
    kind: str,
    values: Mapping[str, Any],
    file: StoredFile | None,
    at: datetime,
    replaces: int | None = None,
    client_id: UUID | None = None,
) -> EstablishmentChange:
    """Put a paper of the establishment into the draft, or another in the place of one that stands there."""
    if kind not in OF_ESTABLISHMENT:
        raise RuleBroken(_("Choose the kind of paper."), code="unknown_kind")
    establishment = own_establishment(actor)
    change = draft_of(establishment)
    entries = list(working_values(establishment, change)["papers"])
    place = next((n for n, entry in enumerate(entries) if entry["document"] == replaces), None)
    if replaces is not None and place is None:
        raise NotThere(_("Not found."))
    if file is None and replaces is not None:
        file = Document.objects.select_related("file").get(pk=replaces).file
    document = make_document(
        actor=actor, establishment=establishment, kind=kind, values=values, file=file, at=at, client_id=client_id
    )
    entries = [entry for entry in entries if entry["document"] != document.pk]
    if place is None:
        entries.append(document.entry())
    else:
        entries[place] = document.entry()
    entries_checked(entries, establishment.pk, OF_ESTABLISHMENT)
    change.fields = merged(establishment, change, {"papers": entries})
    change.save()
    return change
