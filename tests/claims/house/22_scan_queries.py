from __future__ import annotations

from typing import Any

from tests.claims.framework import Claim, Measured
from tests.claims.house import verdicts
from tests.claims.house.asking import Visitor
from tests.claims.house.statements import overheard, verbs

CLAIM = Claim(
    "house-22",
    "A scan costs the database at most one SELECT and one INSERT, in every verdict, by the server's own log "
    "(names.md 5).",
    vi="Mỗi lượt quét tốn tối đa một câu SELECT và một câu INSERT, theo nhật ký của chính máy chủ cơ sở dữ liệu.",
)


def measure(ctx: Any) -> Measured:
    site = ctx.installation("can-tho")
    paths = verdicts.paths(site)
    counted = {}
    with overheard(site) as during:
        shopper = Visitor(site.base_url)
        for path in paths.values():
            shopper.get(path)  # a process reads keys and ranges once, when it is first asked
        for name, path in paths.items():
            counted[name] = verbs(during(lambda path=path: shopper.get(path)))
    most = {verb: max(row.get(verb, 0) for row in counted.values()) for row in counted.values() for verb in row}
    return Measured(frugal(counted), ", ".join(f"at most {n} {verb}" for verb, n in sorted(most.items())), len(paths))


def control(ctx: Any) -> bool:
    """The same counting on a page that reads more: the home page with the recalls of the province."""
    site = ctx.installation("can-tho")
    with overheard(site) as during:
        shopper = Visitor(site.base_url)
        shopper.get("/")
        return not frugal({"home": verbs(during(lambda: shopper.get("/")))})


def frugal(counted: dict[str, dict[str, int]]) -> bool:
    return all(
        row.get("SELECT", 0) <= 1 and row.get("INSERT", 0) <= 1 and not row.keys() - {"SELECT", "INSERT"}
        for row in counted.values()
    )
