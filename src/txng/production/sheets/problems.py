"""What can be wrong with a row of a list, and how it is mended; the same mistake stands once with all its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from txng.production.sheets.columns import SheetColumn
from txng.registry.imports import problems as shared
from txng.registry.imports.problems import SHOWN_ROWS, Group

VERB = "verb"  # the sentence of a verb that refused, as it stands
RECORD = "_id"


def says(code: str, label: str, detail: str = "") -> str:
    own = {
        "number": _("%(column)s is not a number that can be"),
        "whole": _("%(column)s is not a whole number that can be"),
        "doubtful": _("%(column)s can be read in two ways"),
        "unknown": _("%(column)s is not in your lists"),
        "several": _("%(column)s can be several"),
        "fixed": _("%(column)s cannot be changed any more"),
        "not_found": _("The record of this row was not found"),
        "twice_record": _("The same record stands in the file twice"),
    }
    if code == VERB:
        return detail
    return own[code] % {"column": label} if code in own else shared.says(code, label)


def mend(code: str) -> str:
    own = {
        VERB: _("Correct the row, or delete it."),
        "number": _("Write a number greater than 0, for example 20 or 20,5."),
        "whole": _("Write digits only."),
        "doubtful": _("Write 1500 or 1,50: without a mark between thousands."),
        "unknown": _("Choose a value from the list of the cell; add it to its own list first if it is new."),
        "several": _("Choose the value from the list of the cell; it says which one is meant."),
        "fixed": _("Write what stood there before."),
        "not_found": _("Download the list again, or copy the row into a new line of the template."),
        "twice_record": _("Keep one of the rows."),
    }
    return own[code] if code in own else shared.mend(code)


def grouped(rows: Iterable[tuple[int, list[Any]]], columns: Sequence[SheetColumn]) -> list[Group]:
    """The commonest first: mending it mends most."""
    labels = {column.code: column.label for column in columns}
    found: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
    for number, problems in rows:
        for column, code, detail in problems:
            found.setdefault((column, code, detail if code == VERB else ""), []).append((number, detail))
    groups = []
    for (column, code, sentence), hits in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[1][0])):
        shown = ", ".join(str(number) for number, _detail in hits[:SHOWN_ROWS])
        groups.append(
            Group(
                sentence=says(code, labels.get(column, ""), sentence),
                mend=mend(code),
                count=len(hits),
                rows=shown + (" …" if len(hits) > SHOWN_ROWS else ""),
                example="" if code == VERB else next((detail for _number, detail in hits if detail), ""),
            )
        )
    return groups


def reasons_of(problems: list[Any], because: str, columns: Sequence[SheetColumn]) -> str:
    """All that is wrong with one row, for the last column of the file of rejected rows."""
    labels = {column.code: column.label for column in columns}
    lines = []
    for column, code, detail in problems:
        more = f" ({detail})" if detail and code != VERB else ""
        lines.append(f"{says(code, labels.get(column, ''), detail).rstrip('.')}{more}. {mend(code)}")
    return "\n".join([*lines, *([because] if because else [])])
