"""Files made to do harm."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "dossiers-04",
    "Of 306 generated hostile files, 18 of each of 17 kinds (polyglots, markup, bombs, huge pictures, places of capture, "
    "macros, XXE, paths, formulas, truncated, wrong type, armed and nested PDFs, tagged sound, maps, odd names), none is "
    "served as active content, no original byte of a picture is served, every place of capture is gone, no process "
    "takes more than 512 MB and nothing breaks (F53, G23).",
    vi="Trong 306 tệp độc hại tự sinh, mỗi loại 18 tệp, không tệp nào được phục vụ như nội dung chạy được, không ảnh gốc "
    "nào được phục vụ, nơi chụp đều bị xóa, mỗi tiến trình dùng không quá 512 MB và hệ thống không lỗi.",
)
TEST = "tests/kernel/test_hostile_hundreds.py::test_hostile_files_of_every_kind_do_nothing"
MEMORY = 512  # MB, G23


def sent(ctx: Context, fault: str = "") -> tuple[int, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        passed, _failed = ctx.pytest(TEST, env={"TXNG_FIGURES": str(figures), "TXNG_FAULT": fault})
        return passed, json.loads(figures.read_text(encoding="utf-8")) if figures.exists() else {}


def measure(ctx: Context) -> Measured:
    passed, found = sent(ctx)
    holds = passed == 1 and found["sent"] >= 300 and found["fewest"] >= 15 and found["memory_mb"] <= MEMORY
    figure = (
        f"{found['sent']} files of {found['kinds']} kinds: {found['refused']} refused, {found['kept']} kept after being "
        f"made anew, {len(found['faults'])} faults; at most {found['memory_mb']} MB and {found['slowest_s']} s a file"
    )
    return Measured(holds, figure, found["sent"])


def control(ctx: Context) -> bool:
    """Pictures served as they were sent; files saved under the ending they were sent with; a process
    without an end to its memory."""
    caught = []
    for fault in ("keep the original", "trust the name"):
        passed, found = sent(ctx, fault)
        caught.append(passed == 0 and bool(found.get("faults")))
    passed, found = sent(ctx, "no end to memory")
    return all(caught) and passed == 0 and found.get("memory_mb", 0) > MEMORY
