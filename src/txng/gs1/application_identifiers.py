"""The application identifiers of the GS1 Syntax Dictionary: what a value looks like, and what stands beside what.

The table is GS1's own data (data/ai-table.tsv, written by tools/refresh_gs1_table.py), never patterns of ours.
Entries are built when first asked for: a scan needs three of the 541.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from txng.gs1.errors import GS1Error, WrongValue
from txng.gs1.linters import LINTERS

_TABLE = Path(__file__).resolve().parent / "data" / "ai-table.tsv"
_COMPONENT = re.compile(r"(\[?)([NXYZ])(\.\.)?([0-9]+)\]?((?:,[a-z0-9]+)*)")
_SIGNS = {"N": "[0-9]", "X": r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]", "Y": r"[#\-/0-9A-Z]", "Z": r"[A-Za-z0-9_\-=]"}
_SET_LINTER = {"N": "csetnumeric", "X": "cset82", "Y": "cset39", "Z": "cset64"}


@dataclass(frozen=True, slots=True)
class Component:
    signs: str  # N digits, X character set 82, Y character set 39, Z base64url
    least: int
    most: int
    optional: bool
    linters: tuple[str, ...]


@dataclass(frozen=True)
class ApplicationIdentifier:
    ai: str
    title: str
    predefined_length: bool  # a reader sends no separator behind it
    attribute: bool  # may stand in the query of a Digital Link
    components: tuple[Component, ...]
    requires: tuple[tuple[tuple[str, ...], ...], ...]  # all of: any of: all of
    excludes: tuple[str, ...]
    key: bool
    sequences: tuple[tuple[str, ...], ...]  # qualifiers of the key, in the order of the path

    @property
    def least(self) -> int:
        return sum(part.least for part in self.components if not part.optional)

    @property
    def most(self) -> int:
        return sum(part.most for part in self.components)

    @cached_property
    def shape(self) -> re.Pattern[str]:
        """A group for each component; what is optional may only be missing from the end."""
        text, closing = "", ""
        for part in self.components:
            times = f"{{{part.least},{part.most}}}"
            text += f"(?:({_SIGNS[part.signs]}{times})" if part.optional else f"({_SIGNS[part.signs]}{times})"
            closing += ")?" if part.optional else ""
        return re.compile(text + closing)

    @cached_property
    def checks(self) -> tuple[tuple[int, Callable[[str], str]], ...]:
        """Which linter judges which group; base64url has an order of signs no pattern of one sign can tell."""
        found = []
        for group, part in enumerate(self.components, 1):
            names = ("cset64",) * (part.signs == "Z") + part.linters
            found += [(group, LINTERS[name]) for name in names]
        return tuple(found)


def known(ai: str) -> bool:
    return ai in _lines()


@cache
def find(ai: str) -> ApplicationIdentifier:
    """The entry of an AI; GS1Error `unknown_ai` when the dictionary has none."""
    try:
        flags, components, rules, title = _lines()[ai]
    except KeyError:
        raise GS1Error("unknown_ai", ai[:10]) from None
    words = rules.split()
    keys = [word.partition("=")[2] for word in words if word.startswith("dlpkey")]
    return ApplicationIdentifier(
        ai=ai,
        title=title,
        predefined_length="*" in flags,
        attribute="?" in flags,
        components=tuple(_component(word) for word in components.split()),
        requires=tuple(
            tuple(tuple(group.split("+")) for group in word[4:].split(",")) for word in words if word[:4] == "req="
        ),
        excludes=tuple(other for word in words if word[:3] == "ex=" for other in word[3:].split(",")),
        key=bool(keys),
        sequences=tuple(tuple(filter(None, way.split(","))) for key in keys for way in key.split("|")),
    )


@cache
def all_ais() -> tuple[str, ...]:
    return tuple(_lines())


@cache
def digital_link_keys() -> frozenset[str]:
    return frozenset(ai for ai, (_flags, _components, rules, _title) in _lines().items() if "dlpkey" in rules)


def ai_length(two_digits: str) -> int:
    """How many digits an AI has that begins like this; 0 when none does."""
    return _lengths().get(two_digits, 0)


def check_value(ai: str, value: str) -> None:
    """WrongValue, with the code of the dictionary, unless the value is one the AI allows."""
    entry = find(ai)
    found = entry.shape.fullmatch(value)
    if not found:
        raise _misshapen(entry, value)
    for group, check in entry.checks:
        part = found[group]
        if part is not None and (code := check(part)):
            raise WrongValue(code, ai, part)


def allows(ai: str, value: str) -> bool:
    try:
        check_value(ai, value)
    except GS1Error:
        return False
    return True


def split_value(ai: str, value: str) -> tuple[str, ...]:
    """The components of a sound value, the missing optional ones as ""."""
    check_value(ai, value)
    found = find(ai).shape.fullmatch(value)
    return tuple(part or "" for part in found.groups()) if found else ()


def _misshapen(entry: ApplicationIdentifier, value: str) -> WrongValue:
    """The first thing that is wrong, from left to right: a strange sign is named before a wrong length."""
    if not value:
        return WrongValue("no_value", entry.ai, value)
    rest = value
    for part in entry.components:
        piece, rest = rest[: part.most], rest[part.most :]
        if part.optional and not piece:
            break
        if code := LINTERS[_SET_LINTER[part.signs]](piece):
            return WrongValue(code, entry.ai, piece)
        if len(piece) < part.least:
            return WrongValue("too_short", entry.ai, value)
    return WrongValue("too_long", entry.ai, value)


def _component(word: str) -> Component:
    found = _COMPONENT.fullmatch(word)
    if not found:  # only a damaged data file leads here
        raise GS1Error("unknown_ai", word)
    optional, signs, upto, most, linters = found.groups()
    return Component(signs, 1 if upto else int(most), int(most), bool(optional), tuple(linters.split(",")[1:]))


@cache
def _lines() -> dict[str, tuple[str, str, str, str]]:
    found = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        ais, flags, components, rules, title = line.split("\t")
        first, _, last = ais.partition("-")
        for number in range(int(first), int(last or first) + 1):
            found[str(number).zfill(len(first))] = (flags, components, rules, title)
    return found


@cache
def _lengths() -> dict[str, int]:
    return {ai[:2]: len(ai) for ai in _lines()}
