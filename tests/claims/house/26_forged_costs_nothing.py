from __future__ import annotations

import random
import re
from typing import Any

from tests.claims.framework import Claim, Measured
from tests.claims.house import verdicts
from tests.claims.house.asking import Visitor
from tests.claims.house.statements import overheard

CLAIM = Claim(
    "house-26",
    "A forged serial on a printed link is refused without one query on the codes: the key alone tells (G7).",
    vi="Mã giả trên đường dẫn in bị từ chối mà không tốn câu truy vấn nào vào bảng mã: chỉ cần khóa để nhận ra (G7).",
)
CODES = re.compile(r'"?(stamps_\w+|resolver_card\w*|resolver_codestate\w*)"?', re.IGNORECASE)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def measure(ctx: Any) -> Measured:
    site = ctx.installation("can-tho")
    own = verdicts.paths(site)["valid"].rsplit("/", 1)[0]
    dice = random.Random(20_260_921)
    forged = [f"{own}/{''.join(dice.choices(ALPHABET, k=16))}" for _ in range(100)]
    # Typed, a serial names no product: it is tried under those that have codes, whose list is read anew now and then.
    typed = [f"/t/{path.rsplit('/', 1)[1]}" for path in forged[:25]]
    refused, asked = ask(site, forged)
    refused_typed, asked_typed = ask(site, typed)
    figure = (
        f"{asked} queries on the codes for {refused} forged links refused; typed, {asked_typed} for {refused_typed} "
        f"(the list of products)"
    )
    holds = asked == 0 and refused == len(forged) and refused_typed == len(typed) and asked_typed <= 3
    return Measured(holds, figure, len(forged) + len(typed))


def control(ctx: Any) -> bool:
    """A genuine stamp is looked up, and the counting sees it."""
    site = ctx.installation("can-tho")
    refused, asked = ask(site, [verdicts.paths(site)["valid"]])
    return asked > 0 and refused == 0


def ask(site: Any, paths: list[str]) -> tuple[int, int]:
    """(how many were not found, how many statements named a table of the codes)."""
    with overheard(site) as during:
        visitor = Visitor(site.base_url)
        visitor.get(verdicts.paths(site)["valid"])
        refused: list[bool] = []
        said = during(lambda: refused.extend(verdicts.answers_as(visitor.get(p), "not_found") for p in paths))
    return sum(refused), sum(bool(CODES.search(line)) for line in said)
