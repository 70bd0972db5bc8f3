"""The corpus: 240 honest diaries and 240 doctored ones, the same on every machine.

Two thirds are for looking at while thresholds are set. The part held back has other seeds and comes from another
population of growers and forgers (`Ways`, `Craft`); thresholds are never set by it. The generator knows no rule, and
it was written and committed before the first one.
"""

from __future__ import annotations

from functools import cache

from tests.production.plausibility.diaries import Diary
from tests.production.plausibility.forgers import HELD_BACK_CRAFT, KINDS, TUNED_CRAFT, doctored
from tests.production.plausibility.growers import HELD_BACK, TUNED, honest

EACH = {"tuned": 160, "held back": 80}  # so many honest, so many doctored


@cache
def tuned() -> tuple[Diary, ...]:
    return tuple(
        [honest(n, TUNED) for n in range(EACH["tuned"])] + [doctored(n, TUNED_CRAFT) for n in range(EACH["tuned"])]
    )


@cache
def held_back() -> tuple[Diary, ...]:
    return tuple(
        [honest(n, HELD_BACK) for n in range(EACH["held back"])]
        + [doctored(n, HELD_BACK_CRAFT) for n in range(EACH["held back"])]
    )


__all__ = ["EACH", "KINDS", "Diary", "held_back", "tuned"]
