"""What every verb leaves behind."""

from __future__ import annotations

import re

from tests.claims.framework import Claim, Context, Measured

WHOLE_RUN = True
CLAIM = Claim(
    "accounts-06",
    "Every verb called in the test run left exactly one entry with who, why where it was told why, and what was or is; "
    "every request that changed rows did so in verbs or stands on the reviewed list (F27, G1).",
    vi="Mỗi việc làm được gọi trong lần chạy thử để lại đúng một dòng sổ ghi rõ ai, vì sao, trước và sau; mọi yêu cầu làm thay "
    "đổi dữ liệu đều qua một việc làm hoặc nằm trong danh sách đã xét.",
)
SAID = re.compile(
    r"Ledger: (\d+) of (\d+) verbs called (\d+) times, (\d+) requests changed something(; never called: .*)?"
)


def measure(ctx: Context) -> Measured:
    run = ctx.whole_run
    found = SAID.search(run.said)
    if found is None:
        return Measured(False, run.said[-400:], 0)
    called, known, times, requests = map(int, found.groups()[:4])
    figure = (
        f"{called} of {known} verbs, called {times} times, one entry each; {requests} requests that changed something"
        f"{found[5] or ''}{run.failures}"
    )
    return Measured(run.green and called == known, figure, times)


def control(ctx: Context) -> bool:
    """A verb that keeps silent, where no other test looks at the ledger."""
    with ctx.mutated("src/txng/production/actions/close_lot.py", "    record(", "    (lambda *a, **k: None)(") as tree:
        _, failed = ctx.pytest("tests/production", "-k", "close", repository=tree)
    return failed > 0
