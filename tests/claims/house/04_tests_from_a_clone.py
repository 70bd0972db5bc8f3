"""The tests of a stranger."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from pathlib import Path

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "house-04",
    "From a clean clone `./txng test` sets itself up, is green and prints how many tests ran; here a part of them, all "
    "of them, on PostgreSQL 15 too where the machine has it, with --full (UX-05, G25).",
    vi="Từ bản sao mới, `./txng test` tự cài đặt, chạy đạt và in số phép thử đã chạy (ở đây một phần; --full chạy tất cả).",
)
PART = ["tests/kernel", "tests/gs1", "tests/ledger", "tests/stamps/serials"]
FAILING = "def test_that_fails() -> None:\n    assert 1 == 2\n"
_clone = contextlib.ExitStack()
_kept: list[Path] = []


def measure(ctx: Context) -> Measured:
    _kept[:] = [_clone.enter_context(ctx.clean_clone())]
    done = run(_kept[0], [] if ctx.full else PART)
    counted = re.findall(r"PostgreSQL (\S+): (\d+) tests ran: .*", done.stdout)
    lines = re.findall(r"PostgreSQL \S+: .*", done.stdout)
    figure = "; ".join(lines) or (done.stdout + done.stderr)[-300:]
    return Measured(done.returncode == 0 and bool(counted), figure, sum(int(n) for _, n in counted))


def control(ctx: Context) -> bool:
    """One test that fails, put into the same clone."""
    with _clone:
        folder = _kept[0]
        (folder / "tests" / "test_that_fails.py").write_text(FAILING)
        done = run(folder, ["tests/test_that_fails.py"])
    return done.returncode != 0 and "1 failed" in done.stdout


def run(folder: Path, words: list[str]) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TXNG_") and k != "VIRTUAL_ENV"}
    return subprocess.run(["./txng", "test", *words], cwd=folder, env=environment, capture_output=True, text=True)
