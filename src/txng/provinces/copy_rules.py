"""When a code must be looked at, as dated data: one file a rule, the last that began holds."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from txng.provinces.reading import ProfileError, build

FOLDER = Path(__file__).parent / "rules" / "copies"

Keeps: TypeAlias = Literal["fresh", "dry"]  # how long goods of a group are about (catalogue/data/groups.toml)


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    fresh: int  # days
    dry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRule:
    """`sessions` in `places` provinces, or more than `sessions_anywhere`, within the window of the goods."""

    id: str
    document: str
    valid_from: date
    sessions: int
    places: int
    sessions_anywhere: int
    batch_codes: int  # codes of one batch in one day of which officers are told
    windows: Windows

    def window(self, keeps: str) -> int:
        """Days. The shorter one for what a card does not say: it suspects less."""
        return self.windows.dry if keeps == "dry" else self.windows.fresh


def copy_rule(day: date) -> CopyRule:
    """The rule of that day; of a day before all rules, the first."""
    rules = all_copy_rules()
    return next((rule for rule in reversed(rules) if rule.valid_from <= day), rules[0])


@cache
def all_copy_rules() -> tuple[CopyRule, ...]:
    return tuple(sorted((read(path) for path in FOLDER.glob("*.toml")), key=lambda rule: rule.valid_from))


def read(path: Path) -> CopyRule:
    rule = build(CopyRule, {"id": path.stem, **tomllib.loads(path.read_text("utf-8"))}, file=path.name)
    windows = [rule.window(keeps) for keeps in get_args(Keeps)]
    if min(rule.sessions, rule.places, rule.sessions_anywhere, rule.batch_codes, *windows) < 1:
        raise ProfileError(path.name, "(file)", "every threshold is at least 1")
    if rule.sessions > rule.sessions_anywhere:
        raise ProfileError(path.name, "sessions_anywhere", "would be reached before `sessions`")
    return rule
