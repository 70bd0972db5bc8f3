"""A season as people live it, and what a shopper may read of it."""

from __future__ import annotations

from typing import Any

from tests.browser.windows import PHONE
from tests.claims.framework import Claim, Context, Measured
from tests.harness import Installation

CLAIM = Claim(
    "workspace-09",
    "A whole season of a rice lot and of a chicken lot, written down line by line on a phone without scripts, ends on "
    "the public page of its stamp as a journey that tells every day of work in its order (CT-17, CP-17, D8).",
    vi="Cả một vụ lúa và một lứa gà, ghi từng việc trên điện thoại không cần JavaScript, hiện trên trang quét tem thành "
    "hành trình đủ ngày, đúng thứ tự.",
)


def measure(ctx: Context) -> Measured:
    from tests.stories.seasons import CHICKEN, RICE

    told = {season.product: _told(ctx, ctx.installation("can-tho"), season) for season in (RICE, CHICKEN)}
    said = "; ".join(
        f"{name}: {one['entries']} entries, {one['days']} of {one['different_days']} days told, "
        f"{'in' if one['in_order'] else 'OUT OF'} order"
        for name, one in told.items()
    )
    return Measured(all(map(_holds, told.values())), said, sum(one["entries"] for one in told.values()))


def control(ctx: Context) -> bool:
    """A page that tells the story backwards."""
    from tests.stories.seasons import CHICKEN

    forwards, backwards = (
        "key=lambda row: (row.done_on, _first_of(row, by_id)))",
        ("key=lambda row: (row.done_on, _first_of(row, by_id)), reverse=True)"),
    )
    with (
        ctx.mutated("src/txng/resolver/payloads.py", forwards, backwards) as folder,
        Installation(ctx.cluster, "can-tho", repository=folder, same_data=True) as site,
    ):
        return not _holds(_told(ctx, site, CHICKEN))


def _told(ctx: Context, site: Any, season: Any) -> dict[str, Any]:
    from tests.stories.seasons import whole_season

    return whole_season(ctx.browser, site, season, size=PHONE, javascript=False)


def _holds(told: dict[str, Any]) -> bool:
    return bool(told["in_order"] and told["days"] == told["different_days"] and told["told"] == len(told["stages"]))
