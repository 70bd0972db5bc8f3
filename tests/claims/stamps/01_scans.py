"""Scans against the least a server can do, against an ordinary view, and beside a back office that is busy."""

from __future__ import annotations

from tests.bench import measuring
from tests.claims.framework import Claim, Context, Measured
from tests.claims.trace.benches import measured

ALONE = True
CLAIM = Claim(
    "stamps-01",
    "Over a million lots with a hundred million stamps, every scan written down and counted in its answer, the front door answers "
    "≥ 25 % of a bare server's requests with 35 % of the cards outside its memory and ≥ 35 % when they fit, 30 times an "
    "ordinary view, 99 of 100 within 25 ms at half load, and keeps ≥ 85 % beside views that wait and ≥ 45 % beside views "
    "that compute (UX-01, F40).",
    kind="time",
    vi="Với một triệu lô và một trăm triệu tem, mỗi lượt quét đều được ghi và đếm ngay trong trả lời, tốc độ đạt tỉ lệ đã hứa so với máy chủ trống, "
    "so với trang thường, và khi phần quản lý đang bận.",
)
# Each page compressed when it is asked for.
FAULT = (
    "src/txng/project/front/scans.py",
    "link], body",
    "link], __import__('gzip').compress(zlib.decompress(body, wbits=31))",
)


def measure(ctx: Context) -> Measured:
    return measured(measuring.scan(ctx.cluster, print, seconds=5))


def control(ctx: Context) -> bool:
    with ctx.mutated(*FAULT) as tree:
        return not measuring.scan(
            ctx.cluster, print, lots=25_000, rounds=1, seconds=4, repository=tree, rates_alone=True
        ).holds
