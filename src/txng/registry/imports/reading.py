"""From the file to its rows: whether it is our template at all, said in one sentence when it is not."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from txng import provinces
from txng.kernel.errors import BadInput
from txng.kernel.files.intake import LIMITS, rows_of_sheet, short_name, too_large_message
from txng.kernel.text import fold
from txng.registry.imports.columns import Column, columns_of
from txng.registry.imports.workbook import MARK, NUMBER, ROWS, Form, dossiers, sheet_name

CELL = 4_000


@dataclass(frozen=True, slots=True)
class Line:
    number: int  # as Excel counts
    cells: list[str]
    formulas: list[int] = field(default_factory=list)
    record: str = ""  # what stands in the hidden column of a numbered form


def read_upload(upload: Any) -> list[Line]:
    """Raise BadInput with one sentence for anything that is not a filled-in template of today."""
    columns = columns_of()
    if str(upload.name or "").lower().endswith(".csv"):
        return _not_too_many(_from_csv(upload, columns), sheet_name())
    return read_book(upload, dossiers(columns))


def read_book(upload: Any, form: Form) -> list[Line]:
    """The rows of an Excel file of that form."""
    return _not_too_many(_from_book(rows_of_sheet(upload), form), form.sheet)


def _not_too_many(lines: list[Line], sheet: str) -> list[Line]:
    if not lines:
        raise BadInput(_("The file has no rows. Fill in the sheet “%(sheet)s”.") % {"sheet": sheet}, code="empty")
    if len(lines) > ROWS:
        sentence = _("The file has %(n)s rows, at most 5,000. Split it into several files.")
        raise BadInput(sentence % {"n": len(lines)}, code="too_many_rows")
    return lines


def _from_book(found: dict[str, Any], form: Form) -> list[Line]:
    sheets, name, columns = found["sheets"], form.sheet, form.columns
    mark = (sheets.get(MARK) or [[]])[0][:5]
    if len(mark) < 4 or mark[0] != "txng":
        raise BadInput(
            _("This is not the template of the system. Download the template and copy your rows into it."),
            code="not_the_template",
        )
    if mark[1] != form.kind:
        raise BadInput(
            _("This is the template “%(sent)s”, but you are importing “%(wanted)s”.")
            % {"sent": short_name(mark[4] if len(mark) > 4 else mark[1])[:60], "wanted": name},
            code="other_template",
        )
    head = (sheets.get(name) or [[]])[0]
    labels = [fold(cell).rstrip(" *") for cell in head[: len(columns)]]
    same = labels == [fold(column.label).rstrip(" *") for column in columns]
    numbered = not form.numbered or head[len(columns) : len(columns) + 1] == [NUMBER]
    if mark[2] != form.version or mark[3] != provinces.current().id or not same or not numbered:
        raise BadInput(
            _("This template is old or was changed. Download the new one and copy your rows into it."),
            code="old_template",
        )
    computed: dict[int, list[int]] = {}
    for row, column in found["formulas"]:
        computed.setdefault(row, []).append(column)
    place = len(columns)
    return [
        Line(
            number,
            cells[:place],
            computed.get(number - 1, []),
            cells[place].strip()[:40] if form.numbered and len(cells) > place else "",
        )
        for number, cells in enumerate(sheets[name][1:], start=2)
        if any(cell.strip() for cell in cells[:place])
    ]


def _from_csv(upload: Any, columns: list[Column]) -> list[Line]:
    """For programs: UTF-8, one line of column codes or headings, in any order."""
    upload.seek(0)
    data = upload.read(LIMITS["sheet"] + 1)
    if len(data) > LIMITS["sheet"]:
        raise BadInput(too_large_message(upload.size, LIMITS["sheet"]), code="file_too_large")
    try:
        text = data.decode("utf-8-sig")
        if "\0" in text:
            raise ValueError
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (ValueError, csv.Error) as error:
        raise BadInput(_("The CSV file cannot be read. Send it in UTF-8, separated by commas."), code="csv") from error
    names = {fold(column.label): place for place, column in enumerate(columns)}
    names |= {column.code: place for place, column in enumerate(columns)}
    head = [names.get(cell.strip(), names.get(fold(cell).rstrip(" *"))) for cell in (rows or [[]])[0]]
    known = [place for place in head if place is not None]
    lacking = [c.label for n, c in enumerate(columns) if c.required and n not in known]
    if lacking or len(known) != len(head) or len(set(known)) != len(known):
        raise BadInput(
            _("The first line of the CSV file does not name the columns of the template. Take them from the template."),
            code="csv_columns",
        )
    lines = []
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            cells = [""] * len(columns)
            for place, cell in zip(known, row, strict=False):
                cells[place] = cell[: CELL + 1]
            lines.append(Line(number, cells))
    return lines
