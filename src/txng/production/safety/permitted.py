"""Danh mục được phép sử dụng of a day: dated lists, loaded by `./txng manage load_permitted_list FILE`."""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean, fold
from txng.production.models import MaterialKind, PermittedList, PermittedMaterial
from txng.provinces.reading import ProfileError, build

SAMPLES = Path(__file__).parent.parent / "data" / "permitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    name: str
    active_ingredient: str
    registration_number: str = ""
    maker: str = ""
    used_on: str = ""
    dose_low: str = ""
    dose_high: str = ""
    dose_unit: str = ""
    phi_days: str | int = ""
    withdrawal_days: str | int = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A list as a file says it."""

    kind: str
    name: str
    source: str
    valid_from: date
    sample: bool = False
    materials: tuple[Line, ...]

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr(self).encode()).hexdigest()


def read_sheet(path: Path, **about: Any) -> Sheet:
    """TOML says everything itself; a CSV has a header of the columns of `Line`, the rest is said beside it."""
    try:
        if path.suffix.lower() == ".csv":
            rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
            about["materials"] = [{key: value or "" for key, value in row.items() if key} for row in rows]
            return build(Sheet, about, file=path.name)
        return build(Sheet, tomllib.loads(path.read_text("utf-8")), file=path.name)
    except (ProfileError, UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as problem:
        raise RuleBroken(_("The file cannot be read: %(why)s.") % {"why": problem}, code="file") from problem


def rows_of(sheet: Sheet) -> list[PermittedMaterial]:
    """The lines, not saved yet; the first that cannot be is named by its number."""
    if sheet.kind not in MaterialKind.values:
        raise RuleBroken(_("Choose what kind of material it is."), code="kind")
    if not sheet.materials:
        raise RuleBroken(_("The list has no line."), code="empty")
    return [_row(line, number) for number, line in enumerate(sheet.materials, start=1)]


def _row(line: Line, number: int) -> PermittedMaterial:
    name, ingredient = clean(line.name), clean(line.active_ingredient)
    if not name or not ingredient:
        raise RuleBroken(_("Line %(number)s lacks a name or an ingredient.") % {"number": number}, code="line")
    try:
        return PermittedMaterial(
            name=name[:200],
            active_ingredient=ingredient[:200],
            plain_name=fold(f"{name} {ingredient} {line.registration_number} {line.used_on} {line.maker}"),
            registration_number=clean(line.registration_number)[:60],
            maker=clean(line.maker)[:200],
            used_on=clean(line.used_on)[:300],
            dose_low=_decimal(line.dose_low),
            dose_high=_decimal(line.dose_high),
            dose_unit=clean(line.dose_unit)[:40],
            phi_days=_days(line.phi_days),
            withdrawal_days=_days(line.withdrawal_days),
        )
    except (InvalidOperation, ValueError) as problem:
        raise RuleBroken(_("Line %(number)s has a number that is none.") % {"number": number}, code="line") from problem


def _decimal(text: str) -> Decimal | None:
    found = Decimal(text.strip().replace(",", ".")) if text.strip() else None
    if found is not None and not 0 < found < 10_000_000:
        raise ValueError(text)
    return found


def _days(text: str | int) -> int | None:
    found = int(text) if str(text).strip() else None
    if found is not None and not 0 <= found <= 400:
        raise ValueError(text)
    return found


def list_on(kind: str, day: date) -> PermittedList | None:
    """The one in force: the latest of its kind. None where none was ever loaded; then nothing is said of lists."""
    known = PermittedList.objects.filter(kind=kind, valid_from__lte=day)
    return known.order_by("-valid_from", "-id").first()


def is_permitted(listed: PermittedList, *, name: str, number: str) -> bool:
    """By the number of registration, else by the trade name, letter case and accents aside."""
    wanted = Q(plain_name__startswith=f"{fold(name)} ") if name else Q(pk__in=[])
    rows = listed.materials.filter(Q(registration_number=number) if number else wanted)
    return any(number or fold(row.name) == fold(name) for row in rows)


def permitted(day: date, *, text: str = "", kind: str = "") -> QuerySet[PermittedMaterial]:
    """The lines of the lists of that day, by name; every word of `text` stands in the line."""
    kinds = [kind] if kind else list(MaterialKind.values)
    lists = [one.pk for kind in kinds if (one := list_on(kind, day)) is not None]
    found = PermittedMaterial.objects.filter(of_list_id__in=lists).select_related("of_list")
    for word in fold(text[:200]).split():
        found = found.filter(plain_name__contains=word)
    return found.order_by("name", "id")
