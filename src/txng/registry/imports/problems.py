"""What can be wrong with a row, in sentences: what it is, and how it is mended. Rows store the codes alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from txng.registry.imports.columns import Column

SHOWN_ROWS = 12


def says(code: str, label: str) -> str:
    """One kind of mistake in one column; what differs from row to row (`detail`) is shown beside the row."""
    sentences = {
        "missing": _("%(column)s is missing"),
        "long": _("%(column)s is too long"),
        "formula": _("%(column)s is a formula"),
        "lookalike": _("%(column)s has letters that only look Vietnamese"),
        "tax_digits": _("%(column)s does not have 10, 12 or 13 digits"),
        "tax_check": _("%(column)s: one digit is wrong"),
        "phone": _("%(column)s does not have 10 digits beginning with 0"),
        "email": _("%(column)s is not an e-mail address"),
        "unit": _("%(column)s is not known"),
        "unit_many": _("%(column)s can be several units"),
        "unit_outside": _("%(column)s is outside the area of your agency"),
        "sector_outside": _("%(column)s is not a sector of your agency"),
        "choice": _("%(column)s is not in the list"),
        "date": _("%(column)s is not a real date"),
        "future": _("%(column)s lies in the future"),
        "products": _("%(column)s: more than 30 products"),
        "twice": _("%(column)s stands in the file twice"),
        "joined": _("%(column)s: the establishment takes part already"),
        "open": _("%(column)s: a dossier is open already"),
        "no_agency": _("No agency manages this place and sector yet"),
    }
    return sentences[code] % {"column": label}


def mend(code: str) -> str:
    return {
        "missing": _("Fill in the cell."),
        "long": _("Shorten the text."),
        "formula": _("Copy the cell and paste it as a value."),
        "lookalike": _("Type the word again with a Vietnamese keyboard."),
        "tax_digits": _("Compare it with the business paper; format the cell as text so that no 0 is lost."),
        "tax_check": _("Compare it with the business paper."),
        "phone": _("Type the number again; format the cell as text so that no 0 is lost."),
        "email": _("Correct the address or leave the cell empty."),
        "unit": _("Choose the commune or ward from the list."),
        "unit_many": _("The old unit went to several; choose the new one from the list."),
        "unit_outside": _("These rows are for the agency of that place to enter."),
        "sector_outside": _("These rows are for another agency to enter."),
        "choice": _("Choose a value from the list of the cell."),
        "date": _("Write day, month, year, for example 17/09/2026."),
        "future": _("Correct the date."),
        "products": _("Enter at most 30 products, separated by semicolons."),
        "twice": _("Keep one of the rows."),
        "joined": _("Delete the row, or correct the tax code."),
        "open": _("Delete the row, or correct the tax code."),
        "no_agency": _("Call the hotline."),
    }[code]


def note_says(code: str, label: str) -> str:
    return {
        "zero": _("%(column)s: the 0 that Excel had taken away was put back"),
        "old_unit": _("%(column)s: an old name was read as the unit of today"),
        "same_name": _("%(column)s: an establishment of this name takes part already; check that it is another one"),
    }[code] % {"column": label}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One kind of mistake with the rows that have it."""

    sentence: str
    mend: str
    count: int
    rows: str  # “5, 9, 12 …”
    example: str


def grouped(rows: Iterable[tuple[int, list[Any]]], columns: list[Column], *, notes: bool = False) -> list[Group]:
    """The commonest first: mending it mends most."""
    labels = {column.code: column.label for column in columns}
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for number, problems in rows:
        for column, code, detail in problems:
            found.setdefault((column, code), []).append((number, detail))
    groups = []
    for (column, code), hits in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[1][0])):
        shown = ", ".join(str(number) for number, _detail in hits[:SHOWN_ROWS])
        groups.append(
            Group(
                sentence=note_says(code, labels[column]) if notes else says(code, labels[column]),
                mend="" if notes else mend(code),
                count=len(hits),
                rows=shown + (" …" if len(hits) > SHOWN_ROWS else ""),
                example=next((detail for _number, detail in hits if detail), ""),
            )
        )
    return groups


def reasons_of(problems: list[Any], columns: list[Column]) -> str:
    """All that is wrong with one row, for the last column of the file of rejected rows."""
    labels = {column.code: column.label for column in columns}
    lines = [
        says(code, labels[column]) + (f" ({detail})" if detail else "") + ". " + mend(code)
        for column, code, detail in problems
    ]
    return "\n".join(lines)
