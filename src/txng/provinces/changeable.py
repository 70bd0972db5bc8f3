"""What the operator may settle by a dated Override, and within which limits: a closed list, which is data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from txng.provinces.language import Named, said
from txng.provinces.powers import Clocks, Limits, Tier
from txng.provinces.reading import ProfileError, build
from txng.provinces.types import Profile

FILE = Path(__file__).parent / "changeable.toml"

Group = Literal["clocks", "seats", "limits", "retention"]
Unit = Literal["working-days", "persons", "minutes", "hours", "days", "months", "years", "codes", "percent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Named):
    """`key` is the place of the value in the profile: “clocks.review”; `slug` its address."""

    key: str
    slug: str
    name: str
    name_en: str
    unit: Unit
    minimum: int
    maximum: int
    article: str = ""  # of both regulations; "" where neither says anything about it
    applies: str  # from when on a new value counts, in a sentence
    applies_en: str

    @property
    def group(self) -> str:
        return self.key.partition(".")[0]

    @property
    def shown_applies(self) -> str:
        return said(self, "applies")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changeable:
    settings: tuple[Setting, ...]


@cache
def settings() -> tuple[Setting, ...]:
    found = build(Changeable, tomllib.loads(FILE.read_text(encoding="utf-8")), file=FILE.name).settings
    for name in ("key", "slug"):
        if len({getattr(one, name) for one in found}) != len(found):
            raise ProfileError(FILE.name, "settings", f"a {name} stands there twice")
    return found


def setting(key: str) -> Setting | None:
    return next((one for one in settings() if one.key == key), None)


def setting_at(slug: str) -> Setting | None:
    return next((one for one in settings() if one.slug == slug), None)


def least(one: Setting, profile: Profile) -> int:
    """Where a kind of account both checks and decides, two persons do it (CT-REG 7.3): never fewer seats than that."""
    kind = one.key.partition(".")[2]
    two = one.group == "seats" and kind in profile.publishing.first_check_by
    return max(one.minimum, 2 if two else 0)


def value_of(profile: Profile, key: str) -> int:
    group, _, name = key.partition(".")
    if group == "retention":
        return profile.dossier.retention_on(name, max(one.valid_from for one in profile.dossier.retention)).years
    return profile.seats(name) if group == "seats" else int(getattr(getattr(profile, group), name))


def overlaid(profile: Profile, values: Mapping[str, int]) -> Profile:
    """The profile as it reads with these values. A key that an older release knew is passed over."""
    by_group: dict[str, dict[str, Any]] = {}
    for key, value in values.items():
        if setting(key) is not None:
            group, _, name = key.partition(".")
            by_group.setdefault(group, {})[name] = value
    clocks: Clocks = replace(profile.clocks, **by_group.get("clocks", {}))
    limits: Limits = replace(profile.limits, **by_group.get("limits", {}))
    seats = by_group.get("seats", {})
    tiers: tuple[Tier, ...] = tuple(replace(t, seats=seats.get(t.kind, t.seats)) for t in profile.tiers)
    years = by_group.get("retention", {})
    kept = tuple(replace(one, years=years.get(one.code, one.years)) for one in profile.dossier.retention)
    dossier = replace(profile.dossier, retention=kept)
    return replace(profile, clocks=clocks, limits=limits, tiers=tiers, dossier=dossier)
