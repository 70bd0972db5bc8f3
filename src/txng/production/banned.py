"""Hoạt chất bị cấm: dated data, read from files of their own so that the next circular is one more file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.kernel.text import fold
from txng.provinces.reading import build

FOLDER = Path(__file__).parent / "data" / "banned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient:
    name: str
    since: date
    also: tuple[str, ...] = ()  # other names, trade names


@dataclass(frozen=True, slots=True, kw_only=True)
class BannedList:
    """One list of one text: of which kinds of material it speaks, and what it names."""

    source: str
    kinds: tuple[str, ...]
    sample: bool = False  # not the whole list: shipped to show the form
    ingredients: tuple[Ingredient, ...]


@cache
def lists() -> tuple[BannedList, ...]:
    return tuple(
        build(BannedList, tomllib.loads(path.read_text("utf-8")), file=path.name)
        for path in sorted(FOLDER.glob("*.toml"))
    )


def banned(text: str, *, kind: str, on: date) -> Ingredient | None:
    """The first banned ingredient the text names as whole words, accents and letter case aside."""
    words = _words(text)
    for known in lists():
        if kind not in known.kinds:
            continue
        for ingredient in known.ingredients:
            if ingredient.since <= on and any(_words(name) in words for name in (ingredient.name, *ingredient.also)):
                return ingredient
    return None


def _words(text: str) -> str:
    return f" {' '.join(re.sub(r'[^0-9a-z]+', ' ', fold(text)).split())} "


def refuse_banned(active_ingredient: str, name: str, *, kind: str, at: datetime) -> None:
    found = banned(f"{active_ingredient} , {name}", kind=kind, on=local_date(at))
    if found is not None:
        raise RuleBroken(
            _("%(ingredient)s is banned. This material cannot be kept.") % {"ingredient": found.name}, code="banned"
        )
