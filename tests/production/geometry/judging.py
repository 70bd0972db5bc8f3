"""Judge the corpus without a site: `python -m tests.production.geometry.judging EACH [RULE LEFT OUT]` prints JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

import django
from django.conf import settings


def main(each: int, without: str = "") -> dict[str, Any]:
    settings.configure(USE_I18N=False)
    django.setup()
    from tests.production.geometry import corpus
    from txng.production.geometry.checking import RULES, judged
    from txng.production.geometry.findings import WrongBoundary

    found: dict[str, Any] = {"rules": [code for code, _ in RULES], "wrong": 0, "own": 0, "right": 0, "passed": 0}
    found["kinds"] = len({code for code, _ in corpus.FAULTS})
    found["missed"] = []
    for case in (*corpus.wrong(each=each), *corpus.right(count=each * 20)):
        try:
            judged(case.geometry, from_file=case.from_file, without=without)
            code = ""
        except WrongBoundary as refusal:
            code = refusal.code
        found["wrong" if case.code else "right"] += 1
        found["own" if case.code else "passed"] += code == case.code
        if code != case.code:
            found["missed"].append(f"{case.name}: {code or 'passed'}")
    return found


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), *sys.argv[2:3])))
