from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.codes import next_number
from txng.kernel.files.intake import short_name
from txng.ledger.recording import record
from txng.registry.actions.importing import defer, put_to_work
from txng.registry.events import ImportEvent
from txng.registry.imports import rows
from txng.registry.imports.columns import columns_of
from txng.registry.imports.reading import Line
from txng.registry.models import Agency, Establishment, Import
from txng.registry.queries import own_imports


@transaction.atomic
def send_import(*, actor: Actor, lines: Sequence[Line], file_name: str, client_id: UUID, at: datetime) -> Import:
    """Keep the rows of a file and have them checked. The file itself is not kept. Sent twice, it is read once."""
    actor.require_verb(Permission.DOSSIER_IMPORT)
    again = Import.objects.filter(own_imports(actor), client_id=client_id).first()
    if again is not None:
        return again
    run = Import(
        number=next_number("NK", at),
        client_id=client_id,
        file_name=short_name(file_name),
        columns=[column.code for column in columns_of()],
        by=actor.label,
        by_organisation=actor.organisation,
        by_kind=actor.kind,
        by_user_id=actor.user_id or 0,
        total=len(lines),
        sent_at=at,
    )
    _stand(run, actor)
    title = _("Check the rows of “%(file)s”") % {"file": run.file_name}
    run.job = put_to_work(run, "", title=title, total=len(lines), at=at, user_id=actor.user_id or 0)
    run.save()
    run.job.result = reverse("import-detail", args=[run.pk])
    run.job.save(update_fields=["result"])
    rows.keep(run, lines)
    defer(run.pk, "registry.read_import")
    record(ImportEvent.SENT, actor=actor, subject=run, at=at, after={"rows": run.total, "file": run.file_name})
    return run


def _stand(run: Import, actor: Actor) -> None:
    if actor.is_agency:
        agency = Agency.objects.get(pk=actor.agency_id or 0)
        run.agency, run.unit_path, run.managing_agency_id = agency, agency.unit_path, agency.pk
        return
    establishment = Establishment.objects.get(pk=actor.establishment_id or 0)
    run.establishment = establishment
    run.stand_with(establishment)
