"""Product groups, as data: what a product is decides which tasks its diary offers and what a recall forbids."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from txng.provinces.copy_rules import Keeps
from txng.provinces.language import Named
from txng.provinces.reading import build

DATA = Path(__file__).parent / "data" / "groups.toml"

Nature: TypeAlias = Literal["crop", "livestock", "aquaculture", "processing", "handicraft", "service"]
# Only these are harvested; the others go from making to packing (names.md 2, Lot).
HARVESTED: frozenset[str] = frozenset({"crop", "livestock", "aquaculture"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb(Named):
    """What nobody should do with a recalled lot: “ăn, uống” or “sử dụng” (names.md 3)."""

    name: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Named):
    id: str
    name: str
    name_en: str
    sector: Literal["agriculture", "industry_trade", "health", "science", "culture_tourism", "other"]
    nature: Nature
    verb: Literal["consume", "use"]
    keeps: Keeps

    @property
    def is_harvested(self) -> bool:
        return self.nature in HARVESTED

    @property
    def shown_verb(self) -> str:
        """The words of the recall sentence, in the language of the page."""
        return _file().verbs[self.verb].shown


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    verbs: Mapping[str, Verb]
    groups: tuple[Group, ...]


@cache
def _file() -> _File:
    found = build(_File, tomllib.loads(DATA.read_text("utf-8")), file=DATA.name)
    if len({group.id for group in found.groups}) != len(found.groups):
        raise ValueError(f"{DATA.name}: a group stands there twice")
    return found


def all_groups() -> tuple[Group, ...]:
    return _file().groups


def group(group_id: str) -> Group | None:
    """None for "" and for a group of an older release: products outlive lists."""
    return next((found for found in _file().groups if found.id == group_id), None)


def choices() -> list[tuple[str, str]]:
    return [(found.id, found.shown) for found in _file().groups]


def is_service(group_id: str) -> bool:
    found = group(group_id)
    return found is not None and found.nature == "service"


def recall_verb(group_id: str) -> str:
    """“ăn, uống” / “sử dụng”; the wider word where the group is unknown."""
    found = group(group_id)
    return found.shown_verb if found else _file().verbs["use"].shown
