"""An import as its page shows it: the figures, the mistakes by how they are mended, what became of each row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from txng.access import Actor, Permission
from txng.kernel.codes import token_digest
from txng.registry.actions.undo_import import left_half_way
from txng.registry.imports.columns import columns_of
from txng.registry.imports.entering import token_of
from txng.registry.imports.problems import grouped
from txng.registry.models import Dossier, Import, ImportRow

FIRST_ROWS = 8


def context_of(run: Import, actor: Actor, at: datetime) -> dict[str, Any]:
    rows = run.rows.order_by("number")
    columns = columns_of()
    wrong = rows.filter(state=ImportRow.State.WRONG).values_list("number", "problems")
    noted = rows.exclude(notes=[]).values_list("number", "notes")
    over = run.state in (Import.State.DONE, Import.State.FAILED, Import.State.CANCELLED)
    over = over or (run.state == Import.State.UNDONE and left_half_way(run))
    return {
        "groups": grouped(wrong, columns) if run.wrong else [],
        "notes": grouped(noted, columns, notes=True),
        "first": rows.filter(state=ImportRow.State.GOOD)[:FIRST_ROWS] if run.state == Import.State.PREVIEWED else [],
        "may_undo": over and run.entered and run.undo_until is not None and at <= run.undo_until,
        "kept": rows.filter(state=ImportRow.State.KEPT).count() if run.state == Import.State.UNDONE else 0,
    }


def results_of(run: Import) -> QuerySet[ImportRow]:
    return run.rows.exclude(dossier=None).select_related("dossier").order_by("number")


def result(run: Import, row: ImportRow, actor: Actor) -> dict[str, Any]:
    """The dossier's link: its secret address while it is a draft, the desk's page once it is filed."""
    dossier = row.dossier
    assert dossier is not None  # results_of
    address = ""
    if dossier.state == Dossier.State.DRAFT:
        token = token_of(run, row)
        if dossier.token_digest == token_digest(token):
            address = reverse("registration-tasks", args=[token])
    elif dossier.number and actor.is_agency and actor.may(Permission.DOSSIER_READ, dossier):
        address = reverse("dossier-review", args=[dossier.pk])
    return {"row": row, "dossier": dossier, "address": address, "state": f"dossier.{dossier.state}"}
