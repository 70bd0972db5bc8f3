"""How long somebody waits who is sent on to where a link leads."""

from __future__ import annotations

from typing import Any

from tests.bench.scanning import until_drawn
from tests.claims.framework import Claim, Context, Measured
from tests.claims.stamps import resolving

ALONE = True
RATE, SECONDS, LIMIT = 200, 10, 50.0
CLAIM = Claim(
    "stamps-02",
    "p95 of a redirect stays under 50 ms at 200 requests a second (RS-23).",
    kind="time",
    vi="Chuyển hướng p95 dưới 50 ms ở 200 yêu cầu mỗi giây.",
)
# A door that takes its time before it sends somebody on.
FAULT = (
    "src/txng/project/front/app.py",
    "            self.recorder.note(None, sent.line)\n",
    "            await asyncio.sleep(0.06)\n            self.recorder.note(None, sent.line)\n",
)


def measure(ctx: Context) -> Measured:
    """The best of three: what else the machine does only ever adds."""
    found: list[float] = []
    with ctx.own_installation("can-tho", cards=True) as site:
        until_drawn(site)
        while len(found) < 3 and (not found or min(found) >= LIMIT):
            found.append(p95(site, SECONDS))
    return Measured(
        min(found) < LIMIT, f"{min(found):.1f} ms at {RATE}/s (run {len(found)} of at most 3)", RATE * SECONDS
    )


def control(ctx: Context) -> bool:
    with (
        ctx.mutated(*FAULT) as tree,
        ctx.own_installation("can-tho", cards=True, repository=tree, same_data=True) as site,
    ):
        until_drawn(site)
        return p95(site, 3) >= LIMIT


def p95(site: Any, seconds: int) -> float:
    path = f"{resolving.linked(site)[0][0]}?linkType=gs1:hasRetailers"
    times = resolving.paced(site.base_url, path, rate=RATE, seconds=seconds)
    return times[int(len(times) * 0.95)]
