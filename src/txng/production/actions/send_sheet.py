from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.codes import next_number
from txng.kernel.errors import NotThere
from txng.kernel.files.intake import short_name
from txng.ledger.recording import record
from txng.production.actions.in_hand import own_establishment, sent_before
from txng.production.actions.sheet_in_hand import defer, put_to_work
from txng.production.events import ProductionEvent
from txng.production.models import SheetRow, SheetRun
from txng.production.sheet_rights import RIGHTS
from txng.registry.imports.reading import Line


@transaction.atomic
def send_sheet(
    *,
    actor: Actor,
    sheet: str,
    columns: Sequence[str],
    lines: Sequence[Line],
    file_name: str,
    client_id: UUID,
    at: datetime,
) -> SheetRun:
    """Keep the rows of a file and have them looked at. The file itself is not kept. Sent twice, it is read once."""
    if sheet not in RIGHTS:
        raise NotThere(_("Not found."))
    establishment = own_establishment(actor, RIGHTS[sheet])
    if earlier := sent_before(SheetRun, client_id, actor, RIGHTS[sheet]):
        return earlier
    run = SheetRun(
        establishment=establishment,
        number=next_number("NK", at),
        sheet=sheet,
        client_id=client_id,
        file_name=short_name(file_name),
        columns=list(columns),
        by=actor.label,
        by_user_id=actor.user_id or 0,
        total=len(lines),
        sent_at=at,
    )
    run.stand_with(establishment)
    title = _("Look at the rows of “%(file)s”") % {"file": run.file_name}
    run.job = put_to_work(run, title, len(lines), at, run.by_user_id)
    run.save()
    run.job.result = reverse("sheet-run", args=[run.pk])
    run.job.save(update_fields=["result"])
    SheetRow.objects.bulk_create(
        [
            SheetRow(
                run=run,
                number=line.number,
                record=line.record,
                cells={"text": [cell[:4_000] for cell in line.cells], "formulas": line.formulas},
            )
            for line in lines
        ],
        batch_size=500,
    )
    defer(run, "production.read_sheet")
    record(ProductionEvent.SHEET_SENT, actor=actor, subject=run, at=at, after={"sheet": sheet, "rows": run.total})
    return run
