"""The Excel files we hand out: the template, and in the same form the rows that were refused."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override

from txng import provinces
from txng.registry.imports import columns as form
from txng.registry.imports.columns import Column

ROWS = 5_000
MARK = "_txng"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_name() -> str:
    with override("vi"):
        return _("Dossiers")


def template(columns: list[Column], places: list[str]) -> bytes:
    return _book(columns, places, [], examples=True)


def refused_rows(columns: list[Column], places: list[str], rows: Iterable[tuple[list[str], str, set[str]]]) -> bytes:
    """The same template with the refused rows in it, what is wrong beside each: mend them and send the file again."""
    return _book(columns, places, rows, examples=False)


def _book(
    columns: list[Column], places: list[str], rows: Iterable[tuple[list[str], str, set[str]]], *, examples: bool
) -> bytes:
    out = io.BytesIO()
    # Nothing a person typed is ever taken for a formula, a number or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with override("vi"), xlsxwriter.Workbook(out, options) as book:
        formats = _formats(book)
        _main(book, book.add_worksheet(sheet_name()), columns, places, rows, formats)
        if examples:
            _examples(book.add_worksheet(_("Example")), columns, places, formats)
        _help(book.add_worksheet(_("How to")), columns, formats)
        _mark(book.add_worksheet(MARK), columns, places)
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


def _head(sheet: Any, columns: list[Column], formats: dict[str, Any]) -> None:
    sheet.set_row(0, 48)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, formats["cell"])
        title = f"{column.label} *" if column.required else column.label
        sheet.write_string(0, place, title, formats["required" if column.required else "optional"])
    sheet.freeze_panes(1, 2)


def _main(book: Any, sheet: Any, columns: list[Column], places: list[str], rows: Any, formats: dict[str, Any]) -> None:
    _head(sheet, columns, formats)
    for place, column in enumerate(columns):
        count = len(places) if column.code == "place" else len(column.choices)
        if count:
            letter = xlsxwriter.utility.xl_col_to_name(place)
            source = f"={MARK}!${letter}$2:${letter}${count + 1}"
            sheet.data_validation(
                1, place, ROWS, place,
                {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True,
                 "error_title": _("Not in the list"), "error_message": _("Choose a value from the list of the cell.")},
            )  # fmt: skip
    for line, (cells, reason, bad) in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            text = cells[place] if place < len(cells) else ""
            sheet.write_string(line, place, text[:32_000], formats["bad" if column.code in bad else "cell"])
        if line == 1:
            sheet.set_column(len(columns), len(columns), 70)
            sheet.write_string(0, len(columns), _("Errors to mend"), formats["reason"])
        sheet.write_string(line, len(columns), reason[:32_000], formats["wrap"])
    # Without a password: it guards the headings from a slip of the hand, not from their owner.
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True, "insert_rows": True,
                       "delete_rows": True, "sort": True, "autofilter": True})  # fmt: skip


def _examples(sheet: Any, columns: list[Column], places: list[str], formats: dict[str, Any]) -> None:
    _head(sheet, columns, formats)
    for line in (0, 1):
        for place, column in enumerate(columns):
            text = column.examples[line]
            if column.code == "place":
                text = places[line % len(places)] if places else ""
            sheet.write_string(line + 1, place, text, formats["cell"])
    sheet.protect()


def _help(sheet: Any, columns: list[Column], formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 90, formats["wrap"])
    lines = [
        _("One row is one establishment. The yellow columns must be filled in."),
        _("At most 5,000 rows and 10 MB. Do not rename, move or delete columns or sheets."),
        _("No formulas: paste copied cells as values."),
        _("The papers (business papers, product papers) are added on the system after the import."),
    ]
    for line, text in enumerate(lines):
        sheet.write_string(line, 0, "•")
        sheet.write_string(line, 1, text)
    for line, column in enumerate(columns, start=len(lines) + 1):
        sheet.write_string(line, 0, f"{column.label} *" if column.required else column.label, formats["bold"])
        sheet.write_string(line, 1, column.help)
    sheet.protect()


def _mark(sheet: Any, columns: list[Column], places: list[str]) -> None:
    """By which we know our template, its version and its province; and the lists of the drop-downs."""
    for place, text in enumerate(("txng", form.KIND, form.fingerprint(columns), provinces.current().id)):
        sheet.write_string(0, place, text)
    for place, column in enumerate(columns):
        listed = places if column.code == "place" else [shown for _value, shown in column.choices]
        for line, text in enumerate(listed, start=1):
            sheet.write_string(line, place, text)
    sheet.very_hidden()
    sheet.protect()
