"""The conformance checklist, each line with tests that bear its number."""

from __future__ import annotations

from collections import Counter

from tests.claims.framework import Claim, Context, Measured
from tests.claims.trace.checklist import LEVELS, SHOULD, SHOULDS, found_tests, ids_of

BESIDE = True
CLAIM = Claim(
    "trace-01",
    "Every line of the conformance checklist for EPCIS 2.0, its REST interface, the event hash, GS1 identifiers, Digital "
    "Link and TCVN 13274 that is a must or the project's own (EP, RE, HA, ID, DL, VN; WebSocket excepted) has tests of "
    "its number, and all of them pass.",
    vi="Mọi dòng bắt buộc của bảng kiểm EPCIS 2.0, giao diện REST, mã băm, mã GS1, Digital Link và TCVN 13274 đều có phép "
    "thử mang số của dòng đó và đều đạt.",
)


def measure(ctx: Context) -> Measured:
    found = found_tests(ctx.repository)
    files = sorted({test.partition("::")[0] for named in found.values() for test in named})
    passed: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for suite in ctx._suites("-k", "ep_ or re_ or ha_ or id_ or dl_ or vn_", *files):
        for case in suite.iter("testcase"):
            wrong = bool({"failure", "error", "skipped"} & {child.tag for child in case})
            (failed if wrong else passed).update(ids_of(case.get("name", "").partition("[")[0]))
    covered = [one for one in LEVELS if passed[one] and not failed[one]]
    must = [one for one, level in LEVELS.items() if level != SHOULD]
    should = [one for one in LEVELS if LEVELS[one] == SHOULD]
    missing = [one for one in LEVELS if one not in covered]
    built = [one for one in should if SHOULDS[one].startswith("built") and one in covered]
    figure = (
        f"M and P: {len(set(must) & set(covered))} of {len(must)}; S: {len(built)} of {len(should)} built "
        f"({', '.join(built)}); {sum(passed.values())} results of tests, {sum(failed.values())} failed"
        + (f"; without a green test: {', '.join(missing)}" if missing else "")
    )
    return Measured(not missing and not failed, figure, sum(passed.values()))


def control(ctx: Context) -> bool:
    """A test that lost its number, and a statement that no longer holds."""
    fault = (
        *("tests/trace/test_capture.py", "def test_re_02_", "def test_"),
        *("src/txng/gs1/epcis/event_hash.py", "ver=CBV", "ver=CBW"),
    )
    with ctx.mutated(*fault) as tree:
        found = found_tests(tree)
        hashes = sorted(found["HA-06"])
        broken = ctx.pytest(*hashes, repository=tree)[1] > 0
    return not found["RE-02"] and broken
