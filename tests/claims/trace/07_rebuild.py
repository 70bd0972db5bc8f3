"""The graph is what the events say."""

from __future__ import annotations

from tests.claims.framework import Claim, Context, Measured

BESIDE = True
CLAIM = Claim(
    "trace-07",
    "Whatever order events come in, with merges, cycles, containers and corrections among them, the graph has the same "
    "rows and every walk the same answer; built again from the events alone it is the same, and the night finds and "
    "mends what was spoilt.",
    vi="Sự kiện đến theo thứ tự nào, chuỗi cung ứng vẫn như nhau; dựng lại chỉ từ sự kiện cũng ra đúng như thế.",
)
TESTS = "tests/trace/graph/test_rebuild.py"
FAULTS = (
    # What is missing is found and left as it is.
    ("src/txng/trace/graph/keeping.py", "if repair and wrong:", "if repair and not wrong:"),
    # An event that has some edges is believed to have all of them.
    ("src/txng/trace/graph/keeping.py", "wanted.get(number, []) != there.get(number, [])", "number not in there"),
)


def measure(ctx: Context) -> Measured:
    stories = 2_000 if ctx.full else 120
    passed, failed = ctx.pytest(TESTS, env={"TXNG_STORIES": str(stories)})
    tried = stories + stories * 5 // 8
    return Measured(
        passed >= 5 and not failed,
        f"{stories} stories in another order and {stories * 5 // 8} built again; 10 things walked both ways after each; "
        f"{passed} tests passed, {failed} failed",
        tried,
    )


def control(ctx: Context) -> bool:
    for fault in FAULTS:
        with ctx.mutated(*fault) as tree:
            _, failed = ctx.pytest(TESTS, repository=tree, env={"TXNG_STORIES": "40"})
        if not failed:
            return False
    return True
