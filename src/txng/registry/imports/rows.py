"""Rows of an import written hundreds at a time, by one statement each: building as many as there are rows took longer
than everything else together."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection

from txng.registry.imports.reading import Line
from txng.registry.models import Import, ImportRow

_TYPES = {
    "state": "text",
    "values": "jsonb",
    "problems": "jsonb",
    "notes": "jsonb",
    "dossier_id": "bigint",
    "because": "text",
}


def keep(run: Import, lines: Sequence[Line]) -> None:
    sent = [{"number": line.number, "cells": {"text": line.cells, "formulas": line.formulas}} for line in lines]
    _ask(
        'INSERT INTO registry_importrow (run_id, number, state, cells, "values", problems, notes, because) '
        "SELECT %s, number, 'read', cells, '{}', '[]', '[]', '' "
        "FROM jsonb_to_recordset(%s::jsonb) AS sent (number int, cells jsonb)",
        [run.pk, json.dumps(sent)],
    )


def write(lines: Sequence[ImportRow], *names: str) -> None:
    sent = [{"id": line.pk, **{name: getattr(line, name) for name in names}} for line in lines]
    columns = ", ".join(f'"{name}" {_TYPES[name]}' for name in names)
    changes = ", ".join(f'"{name}" = sent."{name}"' for name in names)
    _ask(
        f"UPDATE registry_importrow SET {changes} "
        f"FROM jsonb_to_recordset(%s::jsonb) AS sent (id bigint, {columns}) WHERE registry_importrow.id = sent.id",
        [json.dumps(sent)],
    )


def _ask(statement: str, values: list[int | str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
