"""The oldest PostgreSQL we promise."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.claims.framework import Claim, Context, Measured
from txng.project.binaries import OLDEST, system_binaries
from txng.project.database import temporary_cluster

CLAIM = Claim(
    "house-07",
    "The tests of ledger, locks, reach and stamps pass on PostgreSQL 15 too, where the machine has it (names.md 7.10).",
    vi="Các phép thử về sổ ghi, khóa, phạm vi và tem cũng đạt trên PostgreSQL 15 khi máy có phiên bản này.",
)
TESTS = ["tests/ledger", "tests/registry/test_two_officers.py", "tests/access", "tests/stamps"]
control = None


def measure(ctx: Context) -> Measured:
    old = system_binaries(OLDEST)
    if old is None:
        return Measured(True, f"this machine has no PostgreSQL {OLDEST}; nothing was measured", 0)
    with temporary_cluster(old) as cluster:
        version = cluster.version().split()[0]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *TESTS],
            cwd=ctx.repository,
            env=os.environ | {"TXNG_TEST_CLUSTER": str(cluster.home)},
            capture_output=True,
            text=True,
        )
    said = done.stdout.strip().splitlines()[-1:]
    count = next((int(word) for word in " ".join(said).split() if word.isdigit()), 0)
    return Measured(done.returncode == 0 and version.startswith(str(OLDEST)), f"{version}: {' '.join(said)}", count)
