"""wrk, the load generator of the scan benches."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.harness import ensure_program

# What a phone sends. Each run has a list of its own: with a million more behind it wrk's Lua stops for a third of a
# second in the middle to tidy up, and every scan of that moment is late.
MOST_A_SECOND = 50_000  # more are asked for in a circle
SCRIPT = """
local lines = {}
for line in io.lines(os.getenv("BENCH_ADDRESSES")) do lines[#lines + 1] = line end
local headers = {["Accept-Encoding"] = "gzip, deflate, br", ["Accept-Language"] = "vi-VN,vi;q=0.9",
    ["User-Agent"] = "Mozilla/5.0 (Linux; Android 14; SM-A245F) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36",
    ["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8"}
local at, pause = 0, tonumber(os.getenv("BENCH_PAUSE"))
function request() at = at + 1 return wrk.format("GET", lines[(at - 1) % #lines + 1], headers) end
if pause > 0 then function delay() return pause end end
function done(summary, latency, requests)
    io.write(string.format("RESULT %d %d %d %f %f %f\\n", summary.requests, summary.errors.status,
        summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
        summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""


@dataclass(frozen=True)
class Load:
    """`p50` and `p99` in milliseconds."""

    requests: int
    refused: int  # other than 2xx and 3xx
    broken: int  # connections, time-outs
    seconds: float
    p50: float
    p99: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def command(base_url: str, *, connections: int, seconds: float, threads: int = 1, script: Path) -> list[str]:
    return [
        ensure_program("wrk", "wrk"),
        *("-t", str(threads), "-c", str(connections), "-d", f"{seconds:.0f}s", "--timeout", "10s", "--latency"),
        *("-s", str(script), base_url),
    ]


class Generator:
    """Goes through a list of addresses; each run goes on where the last left off, so that serials stay fresh."""

    def __init__(self, folder: Path, addresses: Sequence[str]) -> None:
        own = Path(tempfile.mkdtemp(dir=folder))  # several generators share a folder
        self.script, self.addresses = own / "wrk.lua", own / "addresses"
        self.script.write_text(SCRIPT)
        self.lines, self.used = addresses, 0

    def start(
        self, base_url: str, *, connections: int = 64, seconds: float = 6, pause: float = 0
    ) -> subprocess.Popen[str]:
        most = round(MOST_A_SECOND * seconds)
        at = self.used % len(self.lines)
        some = [*self.lines[at : at + most], *self.lines[: max(0, at + most - len(self.lines))]]
        self.addresses.write_text("\n".join(some[:most]) + "\n")
        environment = os.environ | {"BENCH_ADDRESSES": str(self.addresses), "BENCH_PAUSE": f"{pause:g}"}
        words = command(base_url, connections=connections, seconds=seconds, script=self.script)
        return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)

    def end(self, process: subprocess.Popen[str]) -> Load:
        said, _nothing = process.communicate(timeout=120)
        found = re.search(r"RESULT (\d+) (\d+) (\d+) ([\d.]+) ([\d.]+) ([\d.]+)", said)
        if found is None:
            raise RuntimeError(f"wrk said nothing to count:\n{said}")
        requests, refused, broken = (int(text) for text in found.groups()[:3])
        self.used += requests + 256  # those on their way at the end
        return Load(requests, refused, broken, *(float(text) for text in found.groups()[3:]))

    def run(self, base_url: str, **how: float) -> Load:
        return self.end(self.start(base_url, **how))  # type: ignore[arg-type]
