"""`./txng test` from a clean clone."""

from __future__ import annotations

import os
import re
import subprocess

from tests.claims.framework import Claim, Context, Measured

CLAIM = Claim(
    "house-04",
    "`./txng test` from a clean clone sets itself up on embedded PostgreSQL 18 (and runs on 15 where its binaries are), is green, and prints how many tests ran (by default the areas below the screens, with --full everything).",
    vi="`./txng test` từ bản sao mới tự cài đặt, chạy trên PostgreSQL 18 kèm theo (và 15 nếu máy có), đạt hết và in số bài đã chạy.",
)
FAST = ("tests/kernel", "tests/access", "tests/ledger", "tests/gs1", "tests/stamps/actions", "tests/catalogue/test_two_officers.py")


def run(clone: object, *words: str) -> tuple[int, str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TXNG_") and k != "VIRTUAL_ENV"}
    done = subprocess.run(["./txng", "test", *words], cwd=str(clone), env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def counted(said: str) -> int:
    return sum(int(n) for n in re.findall(r"(\d+) passed", said))


def measure(ctx: Context) -> Measured:
    with ctx.clean_clone() as clone:
        code, said = run(clone, *(() if ctx.full else FAST))
    count = counted(said)
    return Measured(code == 0 and count > 0, f"{count} tests passed" if code == 0 else said[-300:], count)


def control(ctx: Context) -> bool:
    """A test that fails makes the command fail."""
    with ctx.clean_clone() as clone:
        (clone / "tests" / "kernel" / "test_planted.py").write_text("def test_planted() -> None:\n    assert False\n")
        code, _ = run(clone, "tests/kernel/test_planted.py")
    return code != 0
