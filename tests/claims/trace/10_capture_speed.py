"""As fast as the database allows."""

from __future__ import annotations

from tests.bench import measuring
from tests.claims.framework import Claim, Context, Measured
from tests.claims.trace.benches import measured

ALONE = True
CLAIM = Claim(
    "trace-10",
    "Over HTTP, judged, hashed, indexed and durable, at least 45 % of the events a second are captured that COPY of exactly "
    "the same rows brings into the same tables, and 100 times what the peer stores, where that can be installed (G9).",
    kind="time",
    vi="Tiếp nhận sự kiện qua giao diện (kiểm tra, băm, lập chỉ mục, ghi bền) đạt ít nhất 45 % tốc độ COPY đúng các dòng ấy, và 100 lần phần mềm tương tự nếu cài được để so.",
)
# Every event judged for itself, as if no other like it had been seen.
FAULT = ("src/txng/gs1/epcis/likes.py", "MOST = 64", "MOST = 0")


def measure(ctx: Context) -> Measured:
    return measured(measuring.capture(ctx.cluster, print))


def control(ctx: Context) -> bool:
    with ctx.mutated(*FAULT) as tree:
        return not measuring.capture(ctx.cluster, print, rounds=1, beside=False, repository=tree, same_data=True).holds
