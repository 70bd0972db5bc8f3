from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.ledger.recording import record
from txng.production.events import ProductionEvent
from txng.production.models import PermittedList, PermittedMaterial
from txng.production.safety.permitted import Sheet, rows_of


@transaction.atomic
def load_permitted_list(*, actor: Actor, sheet: Sheet, at: datetime) -> PermittedList:
    """An official list of permitted materials, from the day its text names. The same list loaded again is that list."""
    actor.require_verb(Permission.CONFIGURATION_CHANGE)
    rows = rows_of(sheet)
    known = PermittedList.objects.filter(kind=sheet.kind, digest=sheet.digest).first()
    if known is not None:
        return known
    loaded = PermittedList(
        kind=sheet.kind,
        name=sheet.name,
        source=sheet.source,
        valid_from=sheet.valid_from,
        sample=sheet.sample,
        digest=sheet.digest,
        loaded_at=at,
        loaded_by=actor.label,
    )
    loaded.save(force_insert=True)
    for row in rows:
        row.of_list = loaded
    PermittedMaterial.objects.bulk_create(rows, batch_size=1000)
    record(
        ProductionEvent.PERMITTED_LIST_LOADED,
        actor=actor,
        subject=loaded,
        at=at,
        after={"kind": sheet.kind, "valid_from": sheet.valid_from, "lines": len(rows), "sample": sheet.sample},
        ground=sheet.source,
    )
    return loaded
