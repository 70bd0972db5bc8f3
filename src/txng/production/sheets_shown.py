"""An import as its page shows it: the figures, the mistakes by how they are mended, what would change and what became
of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from txng.production.actions.undo_sheet import OVER, left_half_way
from txng.production.models import SheetRow, SheetRun
from txng.production.sheets import sheet_of
from txng.production.sheets.problems import grouped

FIRST = 8
State = SheetRow.State


def context_of(run: SheetRun, at: datetime) -> dict[str, Any]:
    sheet, rows = sheet_of(run.sheet), run.rows.order_by("number")
    columns = sheet.columns
    labels = {column.code: column.label for column in columns}
    wrong = rows.filter(state=State.WRONG).values_list("number", "problems")
    over = run.state in OVER or (run.state == SheetRun.State.UNDONE and left_half_way(run))
    previewed = run.state == SheetRun.State.PREVIEWED
    return {
        "sheet": sheet,
        "sheet_title": sheet.title(),
        "groups": grouped(wrong, columns) if run.wrong else [],
        "changes": [_change(row, labels) for row in rows.filter(state=State.CHANGE)[:FIRST]] if previewed else [],
        "first": [_new(row, run) for row in rows.filter(state=State.ADD)[:FIRST]] if previewed else [],
        "heads": [column.label for column in columns][:4],
        "refused": list(rows.filter(state=State.REFUSED)[:50]),
        "kept": list(rows.filter(state=State.KEPT)[:50]),
        "undone": rows.filter(state=State.UNDONE).count(),
        "may_undo": over and run.entered > 0 and run.undo_until is not None and at <= run.undo_until,
        "downloadable": run.wrong or rows.filter(state=State.REFUSED).exists(),
    }


def _change(row: SheetRow, labels: dict[str, str]) -> dict[str, Any]:
    cells = [(labels.get(code, code), row.before.get(code, ""), text) for code, text in row.after.items()]
    return {"number": row.number, "cells": cells}


def _new(row: SheetRow, run: SheetRun) -> dict[str, Any]:
    return {"number": row.number, "cells": [cell[:120] for cell in row.cells["text"]][:4]}
