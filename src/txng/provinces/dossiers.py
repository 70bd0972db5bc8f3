"""What is filed to take part, and who looks at it (Điều 5, 6 of the regulations)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from txng.provinces.language import Named
from txng.provinces.words import Desk, FormCode


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKind(Named):
    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Named):
    """A paper of the dossier. `kinds` are the papers that answer it: one of them is enough."""

    code: str
    name: str
    name_en: str
    required: bool
    article: str
    kinds: tuple[PaperKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Named):
    """One of the phiếu the dossier is made of."""

    code: FormCode
    name: str
    name_en: str
    title: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Named):
    """One question of a phiếu."""

    code: str
    form: FormCode
    name: str
    name_en: str
    required: bool
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose(Named):
    """One of the purposes printed on the registration form (Mục II)."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordItem(Named):
    """What the regulation wants on the page of a product or of an establishment beyond the law's own lists."""

    code: str
    name: str
    name_en: str
    required: bool  # not set where it says “nếu có” or gives examples
    article: str
    source: str  # where the value is found, as in the rule sets


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionClass(Named):
    """How long a kind of papers is kept (domain.md 12), with the days on which the rule holds.

    Counted in whole years from the end of the year in which the matter was closed, as archives count.
    """

    code: Literal["dossier", "hand-over"]
    name: str
    name_en: str
    years: int
    article: str
    valid_from: date
    valid_to: date | None = None  # exclusive

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def until(self, closed_on: date) -> date:
        """The last day on which the papers must still be there."""
        return date(closed_on.year + self.years, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRules:
    """What is filed, where, and who looks at it (Điều 5, 6)."""

    forms: tuple[Form, ...]
    papers: tuple[Paper, ...]
    fields: tuple[Field, ...]
    declaration: str
    declaration_en: str
    purposes: tuple[Purpose, ...]
    commitment: str
    commitment_en: str
    filing_channels: tuple[Desk, ...]
    reviewed_by: tuple[Desk, ...]
    approval_forwards: bool  # what a managing agency approved goes on to the operator for the account
    managing_agency_told_on_direct_filing: bool
    kept_by: tuple[Desk, ...]
    retention: tuple[RetentionClass, ...]

    def form(self, code: str) -> Form | None:
        return next((form for form in self.forms if form.code == code), None)

    def retention_on(self, code: str, day: date) -> RetentionClass:
        """The class of that code as it held on a day; the first one for papers older than any rule."""
        classes = [one for one in self.retention if one.code == code]
        return next((one for one in classes if one.in_force(day)), classes[0])

    def paper(self, code: str) -> Paper | None:
        return next((paper for paper in self.papers if paper.code == code), None)

    def fields_of(self, form: str) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.form == form)
