"""What stands in one row, as the form would have taken it. Each value is read by the field of the screen."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError

from txng.kernel import text as vietnamese
from txng.provinces import Profile
from txng.registry.imports.columns import Column
from txng.ui import fields
from txng.ui.fields.codes import digits_of, tax_code_complaint
from txng.ui.fields.dates import read_date

PRODUCTS = 30
_PHONE = fields.PhoneField(label="", required=False)
_EMAIL = fields.EmailField(label="", required=False)
_NAMES = ("name", "representative", "signed_by")

# The same words stand in thousands of rows: kinds, sectors, whole answers that a co-operative's members share.
clean = lru_cache(4_096)(vietnamese.clean)
fold = lru_cache(4_096)(vietnamese.fold)

Problem = tuple[str, str, str]  # column, code, what stands there


class Row:
    """Values, problems and notes of one line, without asking the database."""

    def __init__(
        self, columns: list[Column], cells: list[str], formulas: set[int], day: date, profile: Profile
    ) -> None:
        self.values: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.day, self.profile = day, profile
        for place, column in enumerate(columns):
            self._read(column, cells[place] if place < len(cells) else "", place in formulas)

    def wrong(self, column: str, code: str, detail: str = "") -> None:
        self.problems.append((column, code, detail[:80]))

    def note(self, column: str, code: str, detail: str = "") -> None:
        self.notes.append((column, code, detail[:80]))

    def _read(self, column: Column, cell: str, computed: bool) -> None:
        if computed or cell[:1] == "=":
            return self.wrong(column.code, "formula", cell)
        text = clean(cell.replace("\n", " "))
        if not text:
            return self.wrong(column.code, "missing") if column.required else None
        if len(text) > column.most:
            return self.wrong(column.code, "long", text)
        if column.code in _NAMES and (strange := strange_letters(text)):
            return self.wrong(column.code, "lookalike", f"{text}: {strange}")
        reader = getattr(self, f"_{column.code}", None)
        if column.choices:
            self._choice(column, text)
        elif reader is not None:
            reader(text)
        else:
            self.values[column.code] = text
        return None

    def _choice(self, column: Column, text: str) -> None:
        wanted = fold(text)
        value = next((value for value, shown in column.choices if wanted in (fold(shown), value)), None)
        if value is None:
            return self.wrong(column.code, "choice", text)
        self.values[column.code] = value
        return None

    def _tax_code(self, text: str) -> None:
        digits = digits_of(text) or ""
        # Excel takes a number for a number and the 0 before it for nothing: 9 digits were 10, 11 were 12.
        if len(digits) in (9, 11) and not tax_code_complaint(f"0{digits}"):
            digits = f"0{digits}"
            self.note("tax_code", "zero", digits)
        if len(digits) not in (10, 12, 13):
            return self.wrong("tax_code", "tax_digits", text)
        if tax_code_complaint(digits):
            return self.wrong("tax_code", "tax_check", text)
        self.values["tax_code"] = digits
        return None

    def _phone(self, text: str) -> None:
        digits = digits_of(text) or ""
        if len(digits) == 9 and digits[0] in "35789":
            text = f"0{digits}"
            self.note("phone", "zero", text)
        try:
            self.values["phone"] = _PHONE.clean(text)
        except ValidationError:
            self.wrong("phone", "phone", text)

    def _email(self, text: str) -> None:
        try:
            self.values["email"] = _EMAIL.clean(text)
        except ValidationError:
            self.wrong("email", "email", text)

    def _products(self, text: str) -> None:
        names = [name.strip() for name in text.split(";") if name.strip()]
        if not 0 < len(names) <= PRODUCTS:
            return self.wrong("products", "products" if names else "missing", text)
        self.values["products"] = [{"name": name[:200], "note": ""} for name in names]
        return None

    def _purposes(self, text: str) -> None:
        """By number, or in full."""
        known = self.profile.dossier.purposes
        chosen = []
        for part in filter(None, (part.strip() for part in re.split(r"[;,]", text))):
            if part.isascii() and part.isdigit() and 0 < int(part) <= len(known):
                chosen.append(known[int(part) - 1].code)
                continue
            found = next((one.code for one in known if fold(one.name) == fold(part)), None)
            if found is None:
                return self._whole_purpose(text)
            chosen.append(found)
        self.values["purposes"] = list(dict.fromkeys(chosen))
        return None

    def _whole_purpose(self, text: str) -> None:
        """The regulation's sentences have commas of their own."""
        found = [one.code for one in self.profile.dossier.purposes if fold(one.name) in fold(text)]
        if not found:
            return self.wrong("purposes", "choice", text)
        self.values["purposes"] = found
        return None

    def _signed_on(self, text: str) -> None:
        found = read_date(text)
        if found is None:
            return self.wrong("signed_on", "date", text)
        if found > self.day:
            return self.wrong("signed_on", "future", text)
        self.values["signed_on"] = found.isoformat()
        return None


def strange_letters(text: str) -> str:
    """Letters of another script that look like ours: a name with them is found by nobody."""
    strange = {char for char in text if char.isalpha() and not unicodedata.name(char, "").startswith("LATIN")}
    return ", ".join(sorted(strange)[:5])
