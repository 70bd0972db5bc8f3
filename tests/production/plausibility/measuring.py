"""`python -m tests.production.plausibility.measuring [RULE …]`: the figures of both parts, without those rules."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any


def main(without: list[str]) -> dict[str, Any]:
    import django

    django.setup()
    from tests.production.plausibility import corpus
    from tests.production.plausibility.judging import judge
    from txng.production.plausibility.rules import RULES

    for rule in without:
        del RULES[rule]
    told = {}
    for part, diaries in (("tuned", corpus.tuned()), ("held back", corpus.held_back())):
        score = judge(diaries)
        told[part] = asdict(score) | {"precision": score.precision, "recall": score.recall}
    return told


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1:]), ensure_ascii=False))
