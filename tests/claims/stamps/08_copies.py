"""The copy rule against made-up buyers and made-up copiers (tests/bench/copies.py says how they are made)."""

from __future__ import annotations

from typing import Any

from tests.bench import copies
from tests.claims.framework import Claim, Measured
from txng.provinces.copy_rules import copy_rule

BESIDE = True
GENUINE = 1_000_000  # of each kind
CLAIM = Claim(
    "stamps-08",
    "Of a million genuine serials each of fresh and of dry goods, households, relatives, shops and telephones that change "
    "networks, at most 0.05 % answer “Cần kiểm tra thêm” (99 % bound), where the list of networks is silent about what it "
    "does not know; a stamp copied 1,000 times is found in at least 99 of 100, one copied 100 times over five provinces "
    "in at least 80 (names.md 5, security.md 5.3).",
    kind="measurement",
    vi="Trong một triệu mã thật của hàng tươi và một triệu mã thật của hàng khô, không quá 0,05 % bị trả lời “Cần kiểm tra "
    "thêm” (cận tin cậy 99 %), khi danh sách mạng để trống chỗ không chắc; tem bị chép 1.000 lần được phát hiện ít nhất 99 "
    "trên 100, bị chép 100 lần ở năm tỉnh ít nhất 80 trên 100.",
)
COPIERS = ((1, 1), (10, 5), (100, 1), (100, 5), (1_000, 1), (10_000, 1))
LEAST = {(100, 5): 0.80, (1_000, 1): 0.99, (10_000, 1): 0.99}


def measure(ctx: Any) -> Measured:
    rule = copy_rule(copies.DAY_0)
    alarms = {world.keeps: copies.false_alarms(copies.sure(world), GENUINE, rule=rule) for world in copies.WORLDS}
    guessed = {world.keeps: copies.false_alarms(world, GENUINE, rule=rule) for world in copies.WORLDS}
    found = copies.found_of(rule, COPIERS)
    missed = [one for one in found if one.rate.share < LEAST.get((one.copies, one.provinces), 0.0)]
    figure = (
        "false alarms "
        + ", ".join(f"{keeps} {rate.share:.4%} (≤ {rate.at_most:.4%})" for keeps, rate in alarms.items())
        + "; with a list that guesses where telephones are "
        + ", ".join(f"{keeps} {rate.share:.2%}" for keeps, rate in guessed.items())
        + "; found "
        + ", ".join(f"{one.keeps} {one.copies:,}×/{one.provinces}: {one.rate.share:.0%}" for one in found)
    )
    n = 2 * GENUINE + sum(one.rate.n for one in found)
    return Measured(quiet(alarms) and not missed, figure, n)


def control(ctx: Any) -> bool:
    """Counting scans instead of sessions: whoever reloads the page would be a crowd."""
    rule = copy_rule(copies.DAY_0)
    return not quiet(
        {
            world.keeps: copies.false_alarms(copies.sure(world), GENUINE, rule=rule, sightings=copies.as_raw)
            for world in copies.WORLDS
        }
    )


def quiet(alarms: dict[str, copies.Rate]) -> bool:
    return all(rate.at_most <= copies.BOUND for rate in alarms.values())
