"""Wrong boundaries are told apart, and neighbours are found among very many plots."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from tests.claims.framework import Claim, Context, Measured

PLOTS, FULL_PLOTS = 50_000, 500_000
EACH = 6  # of 24 ways to spoil a boundary
CLAIM = Claim(
    "workspace-06",
    "Each kind of wrong boundary (swapped axes, unclosed, self-crossing, duplicate points, spikes and fourteen more) is "
    "refused in its own words and no others, a right one is not refused, and the neighbours a new boundary lies over "
    "are found among 50,000 plots by an index, without PostGIS (D21, CB-24).",
    kind="measurement",
    vi="Mỗi kiểu ranh giới sai được báo bằng câu riêng; thửa chồng lấn được tìm thấy giữa 50.000 thửa mà không cần PostGIS.",
)


def measure(ctx: Context) -> Measured:
    told = judged(ctx, EACH * (10 if ctx.full else 1))
    among = crowded(ctx, FULL_PLOTS if ctx.full else PLOTS)
    holds = (
        told["own"] == told["wrong"] >= 60
        and told["passed"] == told["right"]
        and among["found"] == among["over"] > 0
        and among["index"]
    )
    figure = (
        f"{told['own']} of {told['wrong']} wrong boundaries of {told['kinds']} kinds told in their own words, "
        f"{told['passed']} of {told['right']} right ones passed; {among['found']} of {among['over']} overlaps found "
        f"among {among['plots']:,} plots in {among['milliseconds']} ms (best of three, index {among['index']})"
    )
    return Measured(holds, figure, told["wrong"] + told["right"])


def control(ctx: Context) -> bool:
    """Without any one of its rules the checker is found out; without the index the plan shows it."""
    rules = judged(ctx, 1)["rules"]
    blind = [rule for rule in rules if not judged(ctx, 2, rule)["missed"]]
    spoiled = crowded(ctx, 5_000, "DROP INDEX boundary_box")
    return not blind and not spoiled["index"]


def judged(ctx: Context, each: int, without: str = "") -> dict[str, Any]:
    return _told(ctx, "tests.production.geometry.judging", each, without, env={"PATH": ""})


def crowded(ctx: Context, plots: int, spoil: str = "") -> dict[str, Any]:
    with ctx.own_installation("can-tho") as site:
        return _told(ctx, "tests.bench.land_inside", plots, spoil, env=os.environ | site.env | {"TXNG_AS_OWNER": "1"})


def _told(ctx: Context, module: str, *words: object, env: dict[str, str]) -> dict[str, Any]:
    where = f"{ctx.repository / 'src'}:{ctx.repository}"
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, words)],
        cwd=ctx.repository,
        env=env | {"PYTHONPATH": where},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{module} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
