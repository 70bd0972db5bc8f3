"""The law's lists of required information, each with the days it holds: data, not code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from txng.provinces.language import Named, said
from txng.provinces.reading import ProfileError, build
from txng.provinces.words import SectorId

FOLDER = Path(__file__).parent / "rules"


class RuleSetNotInForce(LookupError):
    """That rule set does not exist, or did not hold on that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleField(Named):
    """One item of the list. `required` is not set where the law says “nếu có”."""

    letter: str
    code: str
    name: str
    name_en: str
    required: bool
    public: bool
    sources: tuple[str, ...]  # where the value is found; one of them filled is enough
    blocks: bool = True  # whether stamps wait for it (names.md 7.15)
    because: str = ""  # why they do not wait for it, or why they do although the law names no stamp

    @property
    def if_any(self) -> bool:
        return not self.required


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    id: str
    title: str
    title_en: str
    document: str
    article: str
    valid_from: date
    valid_to: date | None = None  # exclusive
    replaces: str = ""
    sectors: tuple[SectorId, ...]  # none named: every sector
    fields: tuple[RuleField, ...]

    @property
    def shown(self) -> str:
        return said(self, "title")

    def __str__(self) -> str:
        return self.shown

    @property
    def needed(self) -> tuple[RuleField, ...]:
        """What may not be missing."""
        return tuple(field for field in self.fields if field.required)

    @property
    def shown_to_public(self) -> tuple[RuleField, ...]:
        return tuple(field for field in self.fields if field.public)

    def field(self, code: str) -> RuleField | None:
        return next((field for field in self.fields if field.code == code), None)

    def article_of(self, field: RuleField) -> str:
        """“37/2026/NĐ-CP, Điều 23.5.a”"""
        return f"{self.document}, {self.article}.{field.letter}"

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def applies_to(self, sector: str) -> bool:
        return not self.sectors or sector in self.sectors


def rule_set(code: str, on: date | None = None) -> RuleSet:
    """The rule set of that id; with `on`, only if it was in force that day."""
    found = all_rule_sets().get(code)
    if found is None:
        raise RuleSetNotInForce(f"no rule set {code!r}; there are {', '.join(all_rule_sets())}")
    if on is not None and not found.in_force(on):
        raise RuleSetNotInForce(f"{code} was not in force on {on:%d/%m/%Y}")
    return found


def rules_in_force(on: date, sector: str | None = None) -> tuple[RuleSet, ...]:
    """The rule sets that hold on a day, general ones first; `sector` leaves out those of other sectors."""
    holding = [
        rules
        for rules in all_rule_sets().values()
        if rules.in_force(on) and (sector is None or rules.applies_to(sector))
    ]
    return tuple(sorted(holding, key=lambda rules: (bool(rules.sectors), rules.id)))


@cache
def all_rule_sets() -> dict[str, RuleSet]:
    return {path.stem: read(path) for path in sorted(FOLDER.glob("*.toml"))}


def read(path: Path) -> RuleSet:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(path.name, "(file)", str(error)) from None
    if "id" in table:
        raise ProfileError(path.name, "id", "unknown key (the file's name is the id)")
    rules = build(RuleSet, {"id": path.stem, **table}, file=path.name)
    if rules.valid_to is not None and rules.valid_to <= rules.valid_from:
        raise ProfileError(path.name, "valid_to", "ends before it begins")
    codes = [field.code for field in rules.fields]
    if not codes or len(set(codes)) != len(codes):
        raise ProfileError(path.name, "fields", "empty, or a code stands there twice")
    for field in rules.fields:
        if (rules.sectors or not field.blocks) and not field.because:
            raise ProfileError(path.name, field.code, "say in `because` why stamps wait for it, or why not")
    return rules
