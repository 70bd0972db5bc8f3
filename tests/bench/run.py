"""`./txng bench [NAME|all] [--full] [--write]`."""

from __future__ import annotations

import argparse
import platform
import sys
import time
from datetime import date
from pathlib import Path

from tests.bench.measuring import BENCHES, Result
from tests.harness import REPOSITORY
from txng.project.database import temporary_cluster

PAGE = REPOSITORY / "docs" / "benchmarks.md"
ABOUT = {
    "capture": "events a second over HTTP, until stored, against COPY of the same rows",
    "history": "the history of one code against a point select, at 0.1 and 1 million events (--full: 10 million)",
    "scan": "scans a second against a bare server, a Django view and a busy back office, over a million lots",
    "codes": "serials made in bulk and read one by one, rows of a batch, orders of several processes at once",
    "trace": "a lot graph of 10,000 edges, and whether its cost grows with its edges alone",
    "labels": "100,000 stamps as a PDF, their memory, and 2,000 of them read as a printer and a phone see them",
}


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="./txng bench", description="Limit and ours side by side, in one run.")
    made.add_argument("name", nargs="?", choices=[*BENCHES, "all"], help="which; without it they are listed")
    made.add_argument("--full", action="store_true", help="also what takes half an hour: 10 million events")
    made.add_argument("--write", action="store_true", help="write docs/benchmarks.md (of the benches that were run)")
    return made


def main(words: list[str]) -> int:
    asked = parser().parse_args(words)
    if asked.name is None:
        print("\n".join(f"  ./txng bench {name:<8} {about}" for name, about in ABOUT.items()))
        print("  ./txng bench all      all of them; --write puts them into docs/benchmarks.md, --full takes longer")
        return 0
    found, about = [], {}
    with temporary_cluster(fsync=True) as cluster:
        about = machine() | {"PostgreSQL": cluster.version().split()[0]}
        for name in BENCHES if asked.name == "all" else [asked.name]:
            print(f"\n{name}: {ABOUT[name]}", flush=True)
            began = time.monotonic()
            result = BENCHES[name](cluster, lambda text: print(text, flush=True), full=asked.full)
            found.append(result)
            print(told(result) + f"\n  ({time.monotonic() - began:.0f} s)", flush=True)
    print("\n" + ", ".join(f"{name} {value}" for name, value in about.items()))
    if asked.write:
        PAGE.write_text(page(found, about, date.today(), before=PAGE.read_text() if PAGE.exists() else ""))
        print(f"Written: {PAGE.relative_to(REPOSITORY)}")
    return 0 if all(result.holds for result in found) else 1


def told(result: Result) -> str:
    lines = []
    for line in result.lines:
        word = "ok  " if line.holds else "MISS"
        lines.append(
            f"  {word} {line.what}\n       limit {line.limit}; ours {line.ours}; {line.ratio} (promised {line.promise})"
        )
    return "\n".join([*lines, *(f"  – {note}" for note in result.notes)])


def machine() -> dict[str, str]:
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        cpu = f"{len(names)} × {names[0]}" if names else cpu
    import django
    import psycopg

    return {
        "machine": cpu,
        "Python": platform.python_version(),
        "Django": django.__version__,
        "psycopg": psycopg.__version__,
    }


HEAD = """\
<!-- written by ./txng bench all --write: do not edit, run it again -->
# Benchmarks

Each line is a limit and our own figure, measured in turns in one run on one machine and told as a ratio: machines
differ, ratios hardly do. `./txng bench` lists the benches, `./txng prove trace` holds them to their promises and shows
that a spoiled system misses them. A busy machine makes ratios worse; a promise that was missed says MISSED.
"""


def page(found: list[Result], about: dict[str, str], on: date, *, before: str = "") -> str:
    """Benches that were not run keep what stood there."""
    parts = {name: part for name in BENCHES if (part := _part_of(before, name))}
    for result in found:
        rows = [f"## {result.name}", "", ABOUT[result.name].capitalize() + ".", ""]
        rows += ["| What | Limit | Ours | Ratio | Promise | |", "|---|---|---|---|---|---|"]
        for line in result.lines:
            word = "held" if line.holds else "**MISSED**"
            rows.append(f"| {line.what} | {line.limit} | {line.ours} | {line.ratio} | {line.promise} | {word} |")
        rows += ["", *(f"- {note}" for note in result.notes)]
        rows.append(f"- Measured {on:%Y-%m-%d}: " + ", ".join(f"{name} {value}" for name, value in about.items()) + ".")
        parts[result.name] = "\n".join(rows)
    return "\n\n".join([HEAD.strip(), *(parts[name].strip() for name in BENCHES if name in parts)]) + "\n"


def _part_of(text: str, name: str) -> str:
    _, found, rest = text.partition(f"\n## {name}\n")
    return f"## {name}\n" + rest.partition("\n## ")[0] if found else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
