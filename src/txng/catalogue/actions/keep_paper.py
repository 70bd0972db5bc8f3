from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.catalogue.actions.drafting import draft_of, merged, own_facts, own_product, standing
from txng.catalogue.models import PAPERS, ProductChange
from txng.kernel.errors import NotThere
from txng.kernel.models import StoredFile
from txng.registry.models import Document
from txng.registry.papers import entries_checked, make_document


@transaction.atomic
def keep_paper(
    *,
    actor: Actor,
    product_id: int,
    name: str,
    values: Mapping[str, Any],
    own: Mapping[str, Any],
    file: StoredFile | None,
    at: datetime,
    replaces: int | None = None,
    client_id: UUID | None = None,
) -> ProductChange:
    """Put a paper into the draft, or another in the place of one that stands there; the old picture may serve again."""
    if name not in PAPERS:
        raise NotThere(_("Not found."))
    product = own_product(actor, product_id)
    change = draft_of(product)
    entries = standing(product, change, name)
    place = next((n for n, entry in enumerate(entries) if entry["document"] == replaces), None)
    if replaces is not None and place is None:
        raise NotThere(_("Not found."))
    if file is None and replaces is not None:
        file = Document.objects.select_related("file").get(pk=replaces).file
    document = make_document(
        actor=actor,
        establishment=product.establishment,
        kind=PAPERS[name].KIND,
        values=values,
        file=file,
        at=at,
        client_id=client_id,
    )
    entry = document.entry(**own_facts(name, own))
    entries = [found for found in entries if found["document"] != document.pk]
    if place is None:
        entries.append(entry)
    else:
        entries[place] = entry
    entries_checked(entries, product.establishment_id, [PAPERS[name].KIND])
    change.fields = merged(product, change, {name: entries})
    change.save()
    return change
