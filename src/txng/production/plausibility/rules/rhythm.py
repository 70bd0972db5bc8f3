"""The same work, the same amount, the same number of days apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from django.utils.translation import gettext as _

from txng.production.models import Activity
from txng.production.plausibility.facts import Facts, Found, Line
from txng.production.plausibility.thresholds import Thresholds


def find(facts: Facts, data: Thresholds) -> list[Found]:
    by_activity: dict[str, list[Line]] = defaultdict(list)
    for line in facts.done(*(a for a in Activity.values if a not in data.rhythm.by_clock)):
        by_activity[line.activity].append(line)
    found = []
    for activity, lines in by_activity.items():
        amounts = Counter((line.what, line.quantity, line.unit) for line in lines if line.quantity is not None)
        if not amounts:
            continue
        same, often = amounts.most_common(1)[0]
        if often < max(2, data.rhythm.entries) or often < data.rhythm.same_amount * len(lines):
            continue
        alike = [line for line in lines if (line.what, line.quantity, line.unit) == same]
        gaps = Counter((b.done_on - a.done_on).days for a, b in pairwise(alike))
        gap, times = gaps.most_common(1)[0]
        if gap < 2 or times < data.rhythm.same_gap * (len(alike) - 1):
            continue
        sentence = _(
            "%(work)s: %(n)d entries with the same amount, %(times)d of them exactly %(gap)d days after the one before."
        ) % {"work": Activity(activity).label, "n": len(alike), "times": times, "gap": gap}
        found.append(Found(code="rhythm", sentence=sentence, lines=tuple(alike)))
    return found
