"""GS1's own vectors, against our own code."""

from __future__ import annotations

import json

from tests.claims.framework import Claim, Context, Measured

BESIDE = True
CLAIM = Claim(
    "trace-20",
    "Keys, check characters, application identifiers, association rules, element strings, scan data and Digital Links "
    "are judged as GS1's own vectors judge them (ID-01 … ID-06, DL-01 … DL-04; three departures, each with its test).",
    vi="Mã GS1, số kiểm tra, số phân định ứng dụng, chuỗi dữ liệu và đường dẫn GS1 được đọc đúng như bộ mẫu thử của GS1.",
)
TESTS = ("tests/gs1/test_vectors.py", "tests/conformance/digital_link")
FAULTS = (
    ("src/txng/gs1/data/ai-table.tsv", "N13,csum,gcppos1\tdlpkey=254|7040", "N13,csum,gcppos1\tdlpkey=254"),
    ("src/txng/gs1/associations.py", "if not any(all(any(", "if not any(any(any("),
    ("src/txng/gs1/linters/dates.py", "else year % 4 == 0", "else True"),
)


def measure(ctx: Context) -> Measured:
    passed, failed = ctx.pytest(*TESTS)
    vectors = 0
    for folder in ("gs1", "digital_link"):
        for path in (ctx.repository / "tests" / "conformance" / folder / "vectors").glob("*.json"):
            data = json.loads(path.read_text(encoding="utf-8"))
            if path.name == "linters.json":
                vectors += sum(len(inputs) for findings in data.values() for inputs in findings.values())
            else:
                vectors += len(data.get("vectors") or data["valid"])
    return Measured(failed == 0 and passed > 0, f"{vectors} vectors in {passed} tests, {failed} failed", vectors)


def control(ctx: Context) -> bool:
    """A qualifier gone from the table, a rule read as “any” instead of “all”, every year a leap year."""
    for path, old, new in FAULTS:
        with ctx.mutated(path, old, new) as tree:
            _, failed = ctx.pytest(*TESTS, repository=tree)
        if not failed:
            return False
    return True
