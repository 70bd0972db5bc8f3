"""The Excel files we hand out: a template, a list in the same form, and in it the rows that were refused.

What the columns are is said by a `Form`: the registration form of this area, and the lists of an establishment above.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override

from txng import provinces
from txng.registry.imports import columns as registration
from txng.registry.imports.columns import Column

ROWS = 5_000
MARK = "_txng"
NUMBER = "_id"  # heads the hidden column with the numbers of the records
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One kind of file: its columns, what may be chosen in them, and how it is known again when it comes back."""

    kind: str
    sheet: str  # the name of the sheet people type in
    columns: Sequence[Column]
    version: str
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)  # longer than a column's own choices
    advice: Sequence[str] = ()
    numbered: bool = False  # rows know which record they are

    def listed(self, column: Column) -> Sequence[str]:
        return self.lists.get(column.code) or [shown for _value, shown in column.choices]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    cells: Sequence[str]
    number: str = ""
    reason: str = ""
    bad: frozenset[str] = frozenset()


def sheet_name() -> str:
    with override("vi"):
        return _("Dossiers")


def dossiers(columns: list[Column], places: Sequence[str] = ()) -> Form:
    with override("vi"):
        advice = [
            _("One row is one establishment. The yellow columns must be filled in."),
            _("At most 5,000 rows and 10 MB. Do not rename, move or delete columns or sheets."),
            _("No formulas: paste copied cells as values."),
            _("The papers (business papers, product papers) are added on the system after the import."),
        ]
    return Form(
        kind=registration.KIND,
        sheet=sheet_name(),
        columns=columns,
        version=registration.fingerprint(columns),
        lists={"place": list(places)},
        advice=advice,
    )


def template(columns: list[Column], places: list[str]) -> bytes:
    return book(dossiers(columns, places), [], examples=True)


def refused_rows(columns: list[Column], places: list[str], rows: Iterable[tuple[list[str], str, set[str]]]) -> bytes:
    """The same template with the refused rows in it, what is wrong beside each: mend them and send the file again."""
    filled = (Filled(cells=cells, reason=reason, bad=frozenset(bad)) for cells, reason, bad in rows)
    return book(dossiers(columns, places), filled, reasons=True)


def book(form: Form, rows: Iterable[Filled], *, examples: bool = False, reasons: bool = False) -> bytes:
    out = io.BytesIO()
    # Nothing a person typed is ever taken for a formula, a number or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with override("vi"), xlsxwriter.Workbook(out, options) as made:
        formats = _formats(made)
        _main(made.add_worksheet(form.sheet), form, rows, formats, reasons=reasons)
        if examples:
            _examples(made.add_worksheet(_("Example")), form, formats)
        _help(made.add_worksheet(_("How to")), form, formats)
        _mark(made.add_worksheet(MARK), form)
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "locked": True}
    return {
        "required": book.add_format({**head, "bg_color": "#FFE9A8"}),
        "optional": book.add_format({**head, "bg_color": "#E8EEF2"}),
        "reason": book.add_format({**head, "bg_color": "#F6C9C4"}),
        "cell": book.add_format({"num_format": "@", "locked": False, "valign": "top"}),
        "bad": book.add_format({"num_format": "@", "locked": False, "valign": "top", "bg_color": "#FBE3E0"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "bold": book.add_format({"bold": True}),
    }


def _head(sheet: Any, columns: Sequence[Column], formats: dict[str, Any]) -> None:
    sheet.set_row(0, 48)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, formats["cell"])
        title = f"{column.label} *" if column.required else column.label
        sheet.write_string(0, place, title, formats["required" if column.required else "optional"])
    sheet.freeze_panes(1, 2)


def _main(sheet: Any, form: Form, rows: Iterable[Filled], formats: dict[str, Any], *, reasons: bool) -> None:
    _head(sheet, form.columns, formats)
    for place, column in enumerate(form.columns):
        if count := len(form.listed(column)):
            letter = xlsxwriter.utility.xl_col_to_name(place)
            source = f"={MARK}!${letter}$2:${letter}${count + 1}"
            sheet.data_validation(
                1, place, ROWS, place,
                {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True,
                 "error_title": _("Not in the list"), "error_message": _("Choose a value from the list of the cell.")},
            )  # fmt: skip
    number, reason = len(form.columns), len(form.columns) + form.numbered
    if form.numbered:
        sheet.write_string(0, number, NUMBER, formats["optional"])
        sheet.set_column(number, number, 4, formats["optional"], {"hidden": True})
    for line, row in enumerate(rows, start=1):
        for place, column in enumerate(form.columns):
            text = row.cells[place] if place < len(row.cells) else ""
            sheet.write_string(line, place, text[:32_000], formats["bad" if column.code in row.bad else "cell"])
        if form.numbered and row.number:
            sheet.write_string(line, number, row.number)
        if not reasons:
            continue
        if line == 1:
            sheet.set_column(reason, reason, 70)
            sheet.write_string(0, reason, _("Errors to mend"), formats["reason"])
        sheet.write_string(line, reason, row.reason[:32_000], formats["wrap"])
    # Without a password: it guards the headings from a slip of the hand, not from their owner.
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True, "insert_rows": True,
                       "delete_rows": True, "sort": True, "autofilter": True})  # fmt: skip


def _examples(sheet: Any, form: Form, formats: dict[str, Any]) -> None:
    _head(sheet, form.columns, formats)
    for line in (0, 1):
        for place, column in enumerate(form.columns):
            text = column.examples[line]
            if column.code in form.lists:
                listed = form.lists[column.code]
                text = listed[line % len(listed)] if listed else text
            sheet.write_string(line + 1, place, text, formats["cell"])
    sheet.protect()


def _help(sheet: Any, form: Form, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 90, formats["wrap"])
    for line, text in enumerate(form.advice):
        sheet.write_string(line, 0, "•")
        sheet.write_string(line, 1, text)
    for line, column in enumerate(form.columns, start=len(form.advice) + 1):
        sheet.write_string(line, 0, f"{column.label} *" if column.required else column.label, formats["bold"])
        sheet.write_string(line, 1, column.help)
    sheet.protect()


def _mark(sheet: Any, form: Form) -> None:
    """By which we know our template, its version and its province; and the lists of the drop-downs."""
    for place, text in enumerate(("txng", form.kind, form.version, provinces.current().id, form.sheet)):
        sheet.write_string(0, place, text)
    for place, column in enumerate(form.columns):
        for line, text in enumerate(form.listed(column), start=1):
            sheet.write_string(line, place, text)
    sheet.very_hidden()
    sheet.protect()
