"""`python -m tests.production.plausibility.measuring`: the figures of both parts, with all rules (`""`) and without each.

In one process, for drawing the photos of the corpus takes longer than judging it eight times.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any


def main() -> dict[str, Any]:
    import django

    django.setup()
    from tests.production.plausibility import corpus
    from tests.production.plausibility.judging import judge
    from txng.production.plausibility.rules import RULES

    every = dict(RULES)
    told: dict[str, Any] = {}
    for without in ("", *every):
        RULES.clear()
        RULES.update({name: rule for name, rule in every.items() if name != without})
        told[without] = {}
        for part, diaries in (("tuned", corpus.tuned()), ("held back", corpus.held_back())):
            score = judge(diaries)
            told[without][part] = asdict(score) | {"precision": score.precision, "recall": score.recall}
    return told


if __name__ == "__main__":
    print(json.dumps(main(), ensure_ascii=False))
