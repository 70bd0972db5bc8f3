"""The history of one code, however many events there are."""

from __future__ import annotations

from tests.bench import measuring
from tests.claims.framework import Claim, Context, Measured
from tests.claims.trace.benches import measured

ALONE = True
CLAIM = Claim(
    "trace-11",
    "The history of one code takes at most 3 times a select of one row by its number at a million events (10 million with "
    "--full), and at most 1.3 times what it takes at a tenth of them (G9).",
    kind="time",
    vi="Lịch sử của một mã ở một triệu sự kiện lâu nhất bằng 3 lần một câu đọc theo khóa, và 1,3 lần so với một phần mười dữ liệu.",
)


def measure(ctx: Context) -> Measured:
    return measured(measuring.history(ctx.cluster, print, full=ctx.full))


def control(ctx: Context) -> bool:
    """Without the index of identifiers."""
    return not measuring.history(ctx.cluster, print, spoil="DROP INDEX identifier_key").holds
