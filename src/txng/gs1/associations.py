"""What may stand beside what: repeats, exclusions and required companions of the GS1 Syntax Dictionary.

To be asked of everything a pack carries taken together, not of one symbol alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from txng.gs1.application_identifiers import find
from txng.gs1.element_strings import Element
from txng.gs1.errors import GS1Error

# Keys whose serial is part of the key: a signature of the bare key would fit every thing of its kind.
_LENGTH_WITHOUT_SERIAL = {"253": 13, "255": 13, "8003": 14}


class BrokenRule(GS1Error):
    """Codes: repeated, excluded, missing_companion, not_serialised."""


def check(elements: Iterable[Element]) -> None:
    pairs = list(elements)
    values: dict[str, str] = {}
    for ai, value in pairs:
        if values.setdefault(ai, value) != value:
            raise BrokenRule("repeated", f"({ai})")
    for ai in values:
        _require_no_rival(ai, values)
    for ai in values:
        _require_companions(ai, values)
    if "8030" in values:
        for ai, length in _LENGTH_WITHOUT_SERIAL.items():
            if len(values.get(ai, "")) == length:
                raise BrokenRule("not_serialised", f"({ai})")


def _require_no_rival(ai: str, present: Iterable[str]) -> None:
    for pattern in find(ai).excludes:
        for other in present:
            if other != ai and _fits(pattern, other):
                raise BrokenRule("excluded", f"({ai}), ({other})")


def _require_companions(ai: str, present: Iterable[str]) -> None:
    for choices in find(ai).requires:
        if not any(all(any(_fits(part, other) for other in present) for part in choice) for choice in choices):
            words = " / ".join("".join(f"({part})" for part in choice) for choice in choices)
            raise BrokenRule("missing_companion", f"({ai}) → {words}")


def _fits(pattern: str, ai: str) -> bool:
    """`n` stands for any digit: 31nn is every measure from 3100 to 3199."""
    return len(pattern) == len(ai) and all(sign in ("n", digit) for sign, digit in zip(pattern, ai, strict=True))
