"""One cell as it is shown and as it is read: the same two directions for every list, so that what was taken along and
comes back untouched says the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from txng.kernel import text as vietnamese
from txng.registry.imports.cells import clean, fold, strange_letters
from txng.registry.imports.columns import Column
from txng.ui import fields
from txng.ui.fields.codes import digits_of, tax_code_complaint
from txng.ui.fields.dates import read_date
from txng.ui.fields.numbers import read_number

_PHONE = fields.PhoneField(label="", required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn(Column):
    # text lines name date past number whole choice phone tax code ref
    kind: str = "text"
    names: str = ""  # of a ref: which of the desk's lists it is chosen from
    fixed: bool = False  # stays as it is once the record exists
    places: int = 3
    above: int | None = None
    maximum: int = 10**9


class Unreadable(Exception):
    """(code, what stands there) of sheets.problems."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def typed(column: SheetColumn, cell: str) -> str:
    """What stands in the cell, as it would be kept."""
    if column.kind == "lines":
        return vietnamese.clean(cell)
    return clean(cell.replace("\n", " "))


def shown(column: SheetColumn, value: Any, desk: Any) -> str:
    if value is None or value == "":
        return ""
    if column.kind in ("date", "past"):
        return f"{value:%d/%m/%Y}"
    if column.kind == "number":
        return decimal(value)
    if column.kind == "choice":
        return dict(column.choices).get(value, str(value))
    if column.kind == "ref":
        label: str = desk.names(column.names).label(value)
        return label
    return str(value)


def decimal(value: Decimal) -> str:
    """1500, 1,5 – without a mark between thousands, which could be taken for a decimal one."""
    whole, _dot, rest = f"{value:f}".partition(".")
    rest = rest.rstrip("0")
    return f"{whole},{rest}" if rest else whole


def read(column: SheetColumn, text: str, desk: Any) -> Any:
    """The value, or Unreadable. Empty cells say nothing: "" of text, None of all else."""
    if not text:
        if column.required:
            raise Unreadable("missing")
        return "" if column.kind in ("text", "lines", "name", "phone", "tax", "code") else None
    if len(text) > column.most:
        raise Unreadable("long", text)
    return _READERS.get(column.kind, _text)(column, text, desk)


def _text(column: SheetColumn, text: str, desk: Any) -> str:
    return text


def _name(column: SheetColumn, text: str, desk: Any) -> str:
    if strange := strange_letters(text):
        raise Unreadable("lookalike", f"{text}: {strange}")
    return text


def _date(column: SheetColumn, text: str, desk: Any) -> date:
    found = read_date(text)
    if found is None:
        raise Unreadable("date", text)
    if column.kind == "past" and found > desk.day:
        raise Unreadable("future", text)
    return found


def _number(column: SheetColumn, text: str, desk: Any) -> Decimal:
    found = read_number(text)
    if found is None or len(found.value.as_tuple().digits) > 14:
        raise Unreadable("number", text)
    if found.doubtful:
        raise Unreadable("doubtful", text)
    if column.above is not None and found.value <= column.above:
        raise Unreadable("number", text)
    if found.value != round(found.value, column.places) or found.value > column.maximum:
        raise Unreadable("number", text)
    return found.value


def _whole(column: SheetColumn, text: str, desk: Any) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) > column.maximum:
        raise Unreadable("whole", text)
    return int(text)


def _choice(column: SheetColumn, text: str, desk: Any) -> str:
    wanted = fold(text)
    value = next((value for value, label in column.choices if wanted in (fold(label), value)), None)
    if value is None:
        raise Unreadable("choice", text)
    return value


def _phone(column: SheetColumn, text: str, desk: Any) -> str:
    """Excel takes a number for a number and the 0 before it for nothing."""
    digits = digits_of(text) or ""
    if len(digits) == 9 and digits[0] in "35789":
        text = f"0{digits}"
    try:
        found: str = _PHONE.clean(text)
    except ValidationError as error:
        raise Unreadable("phone", text) from error
    return found


def _tax(column: SheetColumn, text: str, desk: Any) -> str:
    digits = digits_of(text) or ""
    if len(digits) in (9, 11) and not tax_code_complaint(f"0{digits}"):
        digits = f"0{digits}"
    if len(digits) not in (10, 12, 13):
        raise Unreadable("tax_digits", text)
    if tax_code_complaint(digits):
        raise Unreadable("tax_check", text)
    return digits


def _code(column: SheetColumn, text: str, desk: Any) -> str:
    """Digits and letters as they stand: a number of goods or places begins with 0 when it does."""
    return text.replace(" ", "").upper()


def _ref(column: SheetColumn, text: str, desk: Any) -> Any:
    return desk.names(column.names).find(text)


_READERS: dict[str, Any] = {
    "name": _name,
    "date": _date,
    "past": _date,
    "number": _number,
    "whole": _whole,
    "choice": _choice,
    "phone": _phone,
    "tax": _tax,
    "code": _code,
    "ref": _ref,
}
