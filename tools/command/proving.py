"""`test`, `check`, `prove` and `bench`: what the project says about itself, by machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from command import browser, demo, site
from command.starting import REPOSITORY
from txng.project import binaries, database

OLD_MAJOR = 15  # the oldest PostgreSQL we promise; Debian 12's own


# --- test ---------------------------------------------------------------------------------------------------


def test(words: list[str]) -> int:
    """All tests on our PostgreSQL; those that touch the database on PostgreSQL 15 too, where the machine has it."""
    began = time.monotonic()
    if not _without_browser(words):
        os.environ["TXNG_CHROMIUM"] = browser.ensure()
    first = binaries.find_binaries()
    result = _pytest_on(first, words)
    old = binaries.system_binaries(OLD_MAJOR)
    if not words and old and old.major != first.major:
        # Files that never ask a database need not even be read for this.
        aside = [f"--ignore=tests/{folder}" for folder in ("gs1", "conformance", "browser", "stories")]
        result = _pytest_on(old, ["-m", "not browser and not slow", "--only-database", *aside]) or result
    print(f"All in {time.monotonic() - began:.0f} s.")
    return result


def _without_browser(words: list[str]) -> bool:
    return "not browser" in " ".join(words) or bool({"--co", "--collect-only", "--help", "--version"} & set(words))


def _pytest_on(programs: binaries.Binaries, words: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder, database.temporary_cluster(programs) as cluster:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", f"--junitxml={report}", "-o", "junit_logging=no"]
        if not _chooses_tests(words):
            command += ["-n", str(_workers()), "--dist", "worksteal"]
        done = subprocess.run(
            [*command, *words], cwd=REPOSITORY, env=os.environ | {"TXNG_TEST_CLUSTER": str(cluster.home)}
        )
        print(f"PostgreSQL {cluster.version().split()[0]}: {counted(report)}", flush=True)
    return done.returncode


def _workers() -> int:
    """One more than processors, for a third of the time a test waits for a browser or a site that starts. Each takes
    half a gigabyte and a browser more, so no more than four."""
    return min(4, (os.cpu_count() or 1) + 1)


def _chooses_tests(words: list[str]) -> bool:
    """A few chosen tests start faster without workers; `-n` of the person wins anyway."""
    return any(w == "-n" or w.startswith("-n") or (REPOSITORY / w.split("::")[0]).exists() for w in words)


def counted(report: Path) -> str:
    """How many tests ran, from pytest's own report."""
    if not report.exists():
        return "no tests ran"
    total = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        for key in total:
            total[key] += int(suite.get(key, 0))
    passed = total["tests"] - total["failures"] - total["errors"] - total["skipped"]
    bad = total["failures"] + total["errors"]
    return f"{total['tests']} tests ran: {passed} passed, {bad} failed, {total['skipped']} skipped"


# --- check --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Check:
    name: str
    remedy: str
    command: list[str]
    sound: Callable[[str], bool] = lambda said: True


def _triggers_installed(said: str) -> bool:
    return not re.search(r"OUTDATED|UNINSTALLED|PRUNE", said)


def checks() -> list[Check]:
    python = sys.executable
    tool = Path(python).parent
    django = [python, "-m", "django"]
    return [
        Check("mypy", "", [python, "-m", "mypy"]),
        Check("ruff", "ruff check --fix mends most", [python, "-m", "ruff", "check", "--quiet", "."]),
        Check("import contract", "", [str(tool / "lint-imports"), "--no-cache"]),
        Check("migrations", "./txng manage makemigrations", [*django, "makemigrations", "--check", "--dry-run"]),
        Check("triggers", "./txng manage makemigrations", [*django, "pgtrigger", "ls"], _triggers_installed),
        Check("schema snapshot", "./txng manage snapshot_schema", [*django, "snapshot_schema", "--check"]),
        Check("translations", "./txng manage messages", [*django, "messages", "--check"]),
        Check("documentation links", "", [python, str(REPOSITORY / "tools" / "docs_links.py")]),
    ]


def check(words: list[str]) -> int:
    asked = [c for c in checks() if not words or any(w in c.name for w in words)]
    with database.temporary_cluster() as cluster, tempfile.TemporaryDirectory() as folder:
        cluster.create("check")
        urls = cluster.owner_url("check"), cluster.app_url("check")
        env = site.environment(Path(folder), site.current_province(Path(folder)), *urls)
        if any("-m" in c.command and "django" in c.command for c in asked):
            demo.prepare(env)
        with ThreadPoolExecutor(2) as two:
            results = list(two.map(lambda c: _run_check(c, env), asked))
    print(f"{sum(results)} of {len(results)} checks passed.")
    return 0 if all(results) else 1


def _run_check(asked: Check, env: dict[str, str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        asked.command,
        cwd=REPOSITORY,
        env=os.environ | env | {"TXNG_AS_OWNER": "1", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    sound = done.returncode == 0 and asked.sound(done.stdout)
    line = f"{'ok  ' if sound else 'FAIL'} {asked.name} ({time.monotonic() - began:.1f} s)"
    if not sound:
        remedy = f"\n     remedy: {asked.remedy}" if asked.remedy else ""
        line += "".join(f"\n     {row}" for row in done.stdout.strip().splitlines()[-40:]) + remedy
    print(line, flush=True)
    return sound


# --- prove --------------------------------------------------------------------------------------------------


def prove(words: list[str]) -> int:
    os.environ["TXNG_CHROMIUM"] = browser.ensure()
    return subprocess.run([sys.executable, "-m", "tests.claims.run", *words], cwd=REPOSITORY).returncode


# --- bench --------------------------------------------------------------------------------------------------


def bench(words: list[str]) -> int:
    return subprocess.run([sys.executable, "-m", "tests.bench.run", *words], cwd=REPOSITORY).returncode
