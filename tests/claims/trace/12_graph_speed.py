"""The whole chain of a lot while somebody waits for the page."""

from __future__ import annotations

from tests.bench import measuring
from tests.claims.framework import Claim, Context, Measured
from tests.claims.trace.benches import measured

ALONE = True
CLAIM = Claim(
    "trace-12",
    "A lot graph of 10,000 edges is answered whole within 200 ms, and an edge costs no more in it than in one of 2,000 (G9).",
    kind="time",
    vi="Chuỗi của một lô gồm 10.000 cạnh được trả lời trọn vẹn trong 200 ms; chi phí mỗi cạnh không tăng theo độ lớn.",
)


def measure(ctx: Context) -> Measured:
    return measured(measuring.trace(ctx.cluster, print))


def control(ctx: Context) -> bool:
    """Without the index that leads back."""
    return not measuring.trace(ctx.cluster, print, spoil="DROP INDEX edge_back", repeats=1).holds
