"""Every stamp is in exactly one state, whoever orders, activates and voids at the same moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from tests.claims.framework import Claim, Context, Measured
from tests.harness import Installation
from txng.project.database import temporary_cluster

CLAIM = Claim(
    "stamps-11",
    "After 2,000 random acts of ordering, printing, receiving, activating, voiding and reprinting by 4 processes on the "
    "same few lots, every counter is in exactly one state and in the one the ledger tells, each order's count adds up, "
    "no lot has more active item stamps than it holds packs, and no serial was made twice (names.md 7.15).",
    vi="Sau 2.000 lần đặt, in, nhận, kích hoạt, hủy, in lại ngẫu nhiên của 4 tiến trình trên cùng vài lô: mỗi mã ở đúng "
    "một trạng thái, khớp lịch sử; số liệu từng lệnh in cộng đúng; không lô nào có nhiều tem đang dùng hơn số gói; không "
    "có mã trùng.",
)
WORKERS, ACTS = 4, 2_000


def measure(ctx: Context) -> Measured:
    told = _many(ctx, WORKERS, ACTS // WORKERS)
    done = told["done"]
    count = sum(done.values())
    refused = sum(number for name, number in done.items() if name.startswith("refused"))
    full = done.get("refused too_many", 0)
    figure = (
        f"{count:,} acts by {WORKERS} processes ({count - refused:,} done, {refused:,} refused, of these {full:,} because "
        f"the lot was full), {told['counters']:,} stamps; {len(told['faults'])} wrong"
        f"{''.join(f'; first: {fault}' for fault in told['faults'][:1])}"
    )
    return Measured(count >= ACTS and not told["faults"] and full > 0, figure, count)


def control(ctx: Context) -> bool:
    """Without the lot's lock two acts fill the last place; without the exceptions void stamps count as activated."""
    return all(_many(ctx, WORKERS, 150, fault)["faults"] for fault in ("lock", "exception"))


def _many(ctx: Context, workers: int, acts: int, fault: str = "") -> dict[str, Any]:
    with temporary_cluster() as cluster:
        site = Installation(cluster, "can-tho", empty=True)
        site.take_template()
        done = subprocess.run(
            [sys.executable, "-m", "tests.stamps.many", str(workers), str(acts), *([fault] if fault else [])],
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
