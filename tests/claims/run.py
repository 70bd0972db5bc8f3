"""`./txng prove [NAME] [--full]`: measure every claim, check its control, print a line each."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from tests.claims.framework import ClaimFile, Context, Measured, claims, names
from tests.harness import REPOSITORY, ensure_browser
from txng.project.binaries import find_binaries

PAGE = REPOSITORY / "docs" / "bang-chung.md"
CAUGHT, MISSED, NONE = "caught", "NOT CAUGHT", "–"


@dataclass(frozen=True)
class Outcome:
    file: ClaimFile
    measured: Measured
    control: str

    @property
    def passed(self) -> bool:
        return self.measured.holds and self.control != MISSED

    def line(self) -> str:
        word = "PASS" if self.passed else "FAIL"
        return (
            f"{word}  {self.file.claim.sentence}\n"
            f"      {self.measured.figure}; n = {self.measured.n}; control: {self.control}"
        )


def judge(file: ClaimFile, ctx: Context, early: str = "") -> Outcome:
    """A claim or control that breaks down has shown nothing, and nothing shown is a failure. `early`: what its control
    said before."""
    try:
        measured = file.measure(ctx)
    except Exception as error:
        traceback.print_exc()
        return Outcome(file, Measured(False, f"broke down: {error!r}"[:400], 0), NONE)
    return Outcome(file, measured, early or _control(file, ctx))


def _control(file: ClaimFile, ctx: Context) -> str:
    if file.control is None:
        return NONE
    try:
        return CAUGHT if file.control(ctx) else MISSED
    except Exception:
        traceback.print_exc()
        return MISSED


def machine() -> dict[str, str]:
    """On what the figures were taken; without it a time says nothing."""
    cpu, memory = platform.processor() or platform.machine(), "?"
    try:
        with open("/proc/cpuinfo") as file:
            cpu = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), cpu)
        memory = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    except (OSError, ValueError):
        pass
    postgres = subprocess.run([find_binaries().bin / "postgres", "--version"], capture_output=True, text=True)
    browser = subprocess.run([ensure_browser(), "--version"], capture_output=True, text=True)
    return {
        "CPU": cpu,
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "memory": memory,
        "Python": platform.python_version(),
        "PostgreSQL": postgres.stdout.split()[-1] if postgres.stdout else "?",
        "Chromium": next((w for w in browser.stdout.split() if w[:1].isdigit()), "?"),
    }


def _says(file: ClaimFile, what: str) -> bool:
    """Where in a run a claim stands is said in its file: WHOLE_RUN, it counts on the run of all tests; BESIDE, it may
    go beside others (no browser, no time); ALONE, it measures a time nothing may disturb. All others go in turn."""
    return bool(getattr(file.module, what, False))


def run(chosen: list[str], *, full: bool) -> list[Outcome]:
    outcomes: list[Outcome] = []
    ctx = Context(full=full)
    files = {name: claims(name) for name in chosen}
    lane = ThreadPoolExecutor(1)  # to the end: what was started by a thread ends with it (die_with_parent)

    def each(found: list[ClaimFile], early: Mapping[str, str] = MappingProxyType({})) -> None:
        for file in found:
            began = time.monotonic()
            outcome = judge(file, ctx, early.get(file.claim.id, ""))
            outcomes.append(outcome)
            print(f"{outcome.line()} ({time.monotonic() - began:.0f} s)", flush=True)

    try:
        # The run of all tests takes as long as all other claims together, and fills what they leave of the machine.
        if any(_says(file, "WHOLE_RUN") for found in files.values() for file in found):
            ctx.begin_whole_run()
        for name, found in files.items():
            print(f"\n{name}", flush=True)
            beside = [file for file in found if _says(file, "BESIDE")]
            alone = [file for file in found if _says(file, "ALONE")]
            going = lane.submit(each, beside)
            waiting = [file for file in found if _says(file, "WHOLE_RUN")]
            each([file for file in found if file not in [*beside, *alone, *waiting]])
            # Their controls need not wait for the run of all tests.
            each(waiting, {file.claim.id: _control(file, ctx) for file in waiting})
            going.result()
            each(alone)
    finally:
        ctx.close()
        lane.shutdown()
    return sorted(outcomes, key=lambda outcome: outcome.file.path)


def evidence(outcomes: list[Outcome], about: dict[str, str], on: date) -> str:
    """The page for the operator's self-declaration, in Vietnamese."""

    def cell(text: str) -> str:
        return text.replace("|", "\\|").replace("\n", " ")

    control = {CAUGHT: "phát hiện được", MISSED: "KHÔNG phát hiện", NONE: "–"}
    rows = [
        "<!-- generated by ./txng prove: do not edit, run it again -->",
        "# Bằng chứng",
        "",
        "Mỗi dòng là một điều hệ thống tự khẳng định, được máy đo lại bằng `./txng prove`. Cột *Đối chứng* "
        "cho biết: khi cố ý làm hỏng chính điều đó, phép đo có phát hiện không; phép đo thuần túy thì không "
        "có đối chứng.",
        "",
        f"Đo ngày {on:%d/%m/%Y} trên máy: " + ", ".join(f"{k} {v}" for k, v in about.items()) + ".",
        f"Đạt {sum(o.passed for o in outcomes)} trên {len(outcomes)}.",
    ]
    for name in dict.fromkeys(o.file.name for o in outcomes):
        rows += [
            "",
            f"## {name}",
            "",
            "| Kết quả | Khẳng định | Số đo | n | Đối chứng |",
            "|---|---|---|---|---|",
        ]
        for o in (o for o in outcomes if o.file.name == name):
            word = "Đạt" if o.passed else "**KHÔNG ĐẠT**"
            sentence = o.file.claim.vi or o.file.claim.sentence
            figure, n = cell(o.measured.figure), o.measured.n
            rows.append(f"| {word} | {cell(sentence)} | {figure} | {n} | {control[o.control]} |")
    return "\n".join(rows) + "\n"


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./txng prove")
    parser.add_argument("name", nargs="?", choices=names(), help="which claims; all when none is named")
    parser.add_argument("--full", action="store_true", help="the large sizes too")
    asked = parser.parse_args(words)
    chosen = [asked.name] if asked.name else names()
    if not asked.name:
        for name in chosen:
            print(f"{name}: {len(claims(name))} claims")
            for file in claims(name):
                print(f"  {file.claim.id}: {file.claim.sentence}")
    about = machine()
    print("machine: " + ", ".join(f"{k} {v}" for k, v in about.items()), flush=True)
    began = time.monotonic()
    outcomes = run(chosen, full=asked.full)
    failed = [o for o in outcomes if not o.passed]
    print(f"\n{len(outcomes) - len(failed)} of {len(outcomes)} claims hold ({time.monotonic() - began:.0f} s).")
    if not asked.name:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(evidence(outcomes, about, date.today()), encoding="utf-8")
        print(f"Written: {PAGE.relative_to(REPOSITORY)}")
    return 1 if failed or not outcomes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
