"""How long somebody waits who is sent on to where a link leads."""

from __future__ import annotations

from typing import Any

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
# A link that is looked for a while.
FAULT = (
    "src/txng/project/front/redirects.py",
    "    def find(",
    "    def find(self, scope: Any) -> Redirect | None:\n        time.sleep(0.06)\n        return self._find(scope)\n\n"
    "    def _find(",
)


def measure(ctx: Context) -> Measured:
    """The best of three: what else the machine does only ever adds."""
    found: list[float] = []
    site = ctx.installation("can-tho")
    while len(found) < 3 and (not found or min(found) >= LIMIT):
        found.append(p95(site, SECONDS))
    return Measured(
        min(found) < LIMIT, f"{min(found):.1f} ms at {RATE}/s (run {len(found)} of at most 3)", RATE * SECONDS
    )


def control(ctx: Context) -> bool:
    with ctx.mutated(*FAULT) as tree, ctx.own_installation("can-tho", repository=tree, same_data=True) as site:
        return p95(site, 3) >= LIMIT


def p95(site: Any, seconds: int) -> float:
    path = f"{resolving.linked(site)[0][0]}?linkType=gs1:hasRetailers"
    times = resolving.paced(site.base_url, path, rate=RATE, seconds=seconds)
    return times[int(len(times) * 0.95)]
