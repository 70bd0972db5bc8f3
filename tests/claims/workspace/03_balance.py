"""Goods are neither made of nothing nor lost, whoever moves them at the same moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from tests.claims.framework import Claim, Context, Measured
from tests.harness import Installation
from txng.project.database import temporary_cluster

BESIDE = True
CLAIM = Claim(
    "workspace-03",
    "After 20,000 random harvests, transfers, counts, losses, splits, merges and acts taken back by 8 processes on the "
    "same few goods, what the piles weigh is to the gram what was brought in less what was lost, and no pile was below "
    "zero on any day (G15, names.md 7.14).",
    vi="Sau 20.000 lần thu hoạch, chuyển kho, kiểm kê, hao hụt, tách, gộp, rút lại ngẫu nhiên của 8 tiến trình trên cùng "
    "một số hàng: tồn kho khớp đến từng gam, không lúc nào âm.",
)
WORKERS, ACTS = 8, 20_000


def measure(ctx: Context) -> Measured:
    told = _many(ctx, WORKERS, ACTS // WORKERS)
    done = told["done"]
    count = sum(done.values())
    refused = sum(number for name, number in done.items() if name.startswith("refused"))
    short = done.get("refused stock_short", 0)
    figure = (
        f"{count:,} acts by {WORKERS} processes ({count - refused:,} done, {refused:,} refused, of these {short:,} for "
        f"want of stock), {told['lines']:,} lines: {told['there']} kg there, {told['should']} kg should be; "
        f"{len(told['faults'])} wrong{''.join(f'; first: {fault}' for fault in told['faults'][:1])}"
    )
    holds = count >= ACTS and told["there"] == told["should"] and not told["faults"] and short > 0
    return Measured(holds, figure, count)


def control(ctx: Context) -> bool:
    """Without the lock on the row of what is taken, two take the last of it."""
    told = _many(ctx, WORKERS, 60, fault="lock")
    return bool(told["faults"]) or told["there"] != told["should"]


def _many(ctx: Context, workers: int, acts: int, fault: str = "") -> dict[str, Any]:
    # What is tried is waiting for each other, not surviving a crash: a server that need not wait for its disk waits for
    # locks alone.
    with temporary_cluster() as cluster:
        site = Installation(cluster, "can-tho", empty=True)
        site.take_template()
        done = subprocess.run(
            [sys.executable, "-m", "tests.production.stock.many", str(workers), str(acts), *([fault] if fault else [])],
            env=os.environ | site.env | {"DJANGO_SETTINGS_MODULE": "txng.project.settings"},
            cwd=ctx.repository,
            capture_output=True,
            text=True,
            timeout=1600,
        )
        site.stop()
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout)  # type: ignore[no-any-return]
