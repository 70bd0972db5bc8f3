"""How much memory the processes took that take files apart.

The system counts to a process what its parent held when it was begun, so asking this test run would tell of the tests
themselves. A small process of its own begins each one and writes down the largest.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from txng.kernel.files import remake

_BEGIN = """
import os, resource, subprocess, sys
done = subprocess.run(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "a") as file:
    print(used.ru_maxrss // 1024, used.ru_utime + used.ru_stime, file=file)
sys.exit(done.returncode and 1)
"""
GREEDY = "x = b'x' * (600 << 20)"  # a child without an end to its memory, for a claim's control


class Gauge:
    def __init__(self, file: Path) -> None:
        self.file = file

    @property
    def megabytes(self) -> int:
        return int(max((memory for memory, _seconds in self._lines()), default=0))

    @property
    def seconds(self) -> float:
        """Of the processor, for all of them together."""
        return sum(seconds for _memory, seconds in self._lines())

    def _lines(self) -> list[tuple[float, float]]:
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        return [(float(memory), float(seconds)) for memory, seconds in map(str.split, lines)]

    def begin(self, *command: str) -> list[str]:
        """The command line that begins it and writes down what it took."""
        return [sys.executable, "-I", "-c", _BEGIN, str(self.file), *command]


def gauged(monkeypatch: pytest.MonkeyPatch, folder: Path, *, greedy: bool = False) -> Gauge:
    gauge, run = Gauge(folder / "megabytes"), subprocess.run

    def begun_by_a_small_one(command: list[str], **options: Any) -> Any:
        child = [sys.executable, "-c", GREEDY] if greedy else command
        return run(gauge.begin(*child), **options)

    monkeypatch.setattr(remake.subprocess, "run", begun_by_a_small_one)
    return gauge
