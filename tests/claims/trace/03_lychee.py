"""One chain, its questions, and the answers that are right."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured
from tests.conformance.epcis import corpus

BESIDE = True
CLAIM = Claim(
    "trace-03",
    "The lychee chain, captured, answers its 22 questions, its 5 wrong questions and the walk through its pages as "
    "given, in URN and in Digital Link form, whichever form its events came in (RE-09, RE-12, RE-14, RE-16, RE-18).",
    vi="Chuỗi vải thiều mẫu trả lời đúng 22 câu hỏi, 5 câu hỏi sai và cách lật trang, bằng cả URN lẫn Digital Link.",
)
TESTS = "tests/trace/test_lychee_queries.py"
VECTORS = "epcis/examples/own-vn-lychee/rest-queries.json"
# As given, Digital Link, URN; both spellings of the events; under names.
WAYS = 3 + 2 + 1


def measure(ctx: Context) -> Measured:
    given = corpus.index(VECTORS)
    queries, errors = len(given["queries"]), len(given["errors"])
    passed, failed = ctx.pytest(TESTS)
    asked = queries * WAYS + errors + 1
    return Measured(
        (queries, errors) == (22, 5) and passed >= 9 and not failed,
        f"{queries} questions in {WAYS} ways, {errors} wrong questions, 1 walk through the pages: {passed} tests passed, "
        f"{failed} failed",
        asked,
    )


def control(ctx: Context) -> bool:
    """“At least” read as “more than”; a problem that bears another type than its status."""
    for fault in (
        ("src/txng/trace/eventquery/conditions.py", '"GE": ">="', '"GE": ">"'),
        (
            "src/txng/trace/api/problems.py",
            '404: "epcisException:NoSuchNameException"',
            '404: "epcisException:SecurityException"',
        ),
    ):
        with ctx.mutated(*fault) as tree:
            _, failed = ctx.pytest(TESTS, repository=tree)
        if not failed:
            return False
    return True
