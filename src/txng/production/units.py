"""Measures of goods and work. A row keeps the Vietnamese name as written on the day, so that it stays legible."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from txng import provinces
from txng.provinces.lists import Quantity
from txng.provinces.reading import build

DATA = Path(__file__).parent / "data" / "units.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    units: tuple[Quantity, ...]


@cache
def _own() -> tuple[Quantity, ...]:
    return build(_File, tomllib.loads(DATA.read_text("utf-8")), file=DATA.name).units


def goods_units() -> tuple[Quantity, ...]:
    return provinces.current().quantities


def all_units() -> tuple[Quantity, ...]:
    return (*goods_units(), *_own())


def choices(units: tuple[Quantity, ...]) -> list[tuple[str, str]]:
    return [(unit.name, unit.shown) for unit in units]


def choices_with_empty(units: tuple[Quantity, ...]) -> list[tuple[str, str]]:
    return [("", _("Choose…")), *choices(units)]


def shown(name: str) -> str:
    """The stored name in the language of the page; a name of an older release stays as it is."""
    return next((unit.shown for unit in all_units() if unit.name == name), name)
