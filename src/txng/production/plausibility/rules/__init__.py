"""One small file a rule. A rule takes facts and thresholds and returns what it found, at most a few things."""

from __future__ import annotations

from collections.abc import Callable

from txng.production.plausibility.facts import Facts, Found
from txng.production.plausibility.rules import order, photos, rhythm, sitting, waiting, yields
from txng.production.plausibility.thresholds import Thresholds

Rule = Callable[[Facts, Thresholds], list[Found]]
# In the order in which a reader should see them: what touches the eater first.
RULES: dict[str, Rule] = {
    "waiting": waiting.find,
    "order": order.find,
    "yield": yields.find,
    "photo": photos.find,
    "rhythm": rhythm.find,
    "sitting": sitting.find,
}
