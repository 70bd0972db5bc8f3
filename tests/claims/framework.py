"""What a claim is and what it may use.

A claim is a file `tests/claims/<name>/<nn>_<slug>.py` with

    CLAIM = Claim("house-04", "A scan page weighs at most 14,336 bytes (SP-01).", kind="measurement")
    def measure(ctx: Context) -> Measured: ...
    def control(ctx: Context) -> bool: ...  # the deliberately broken variant was caught; or: control = None

A control shows that the measuring would have noticed: it breaks what the claim relies on and returns True
when the measurement then no longer holds. A plain measurement has none.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.harness import REPOSITORY, Installation, chromium
from txng.project.database import Cluster, temporary_cluster

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Claim:
    id: str
    sentence: str  # English, with its requirement IDs
    kind: str = "behaviour"  # or "measurement" or "time"
    vi: str = ""  # the same for the Vietnamese evidence page


@dataclass(frozen=True)
class Measured:
    holds: bool
    figure: str
    n: int = 1


@dataclass(frozen=True)
class WholeRun:
    green: bool
    said: str
    cases: tuple[tuple[str, bool], ...]  # (module.Class.name, whether it passed)

    @property
    def failures(self) -> str:
        """For the line of a claim: what did not pass, if anything."""
        names = [name for name, passed in self.cases if not passed]
        return f"; not passed: {', '.join(names[:5])}" if names else ""

    def of(self, module: str) -> tuple[int, int]:
        """(passed, failed) of the tests of one module."""
        found = [passed for name, passed in self.cases if name.startswith(f"{module}.")]
        return sum(found), len(found) - sum(found)


@dataclass(frozen=True)
class ClaimFile:
    name: str
    path: Path
    module: ModuleType

    @property
    def claim(self) -> Claim:
        return self.module.CLAIM  # type: ignore[no-any-return]

    def measure(self, ctx: Context) -> Measured:
        return self.module.measure(ctx)  # type: ignore[no-any-return]

    @property
    def control(self) -> Callable[[Context], bool] | None:
        return getattr(self.module, "control", None)


def names(folder: Path = FOLDER) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.is_dir() and any(p.glob("[0-9]*_*.py")))


def claims(name: str, folder: Path = FOLDER) -> list[ClaimFile]:
    """In the order of their numbers; a file that does not load stops everything, for it would be silence."""
    found = []
    for path in sorted((folder / name).glob("[0-9]*_*.py")):
        spec = importlib.util.spec_from_file_location(f"tests.claims.{name}.claim_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # dataclasses in a claim file look themselves up
        spec.loader.exec_module(module)
        found.append(ClaimFile(name, path, module))
    return found


def best_of_three(act: Callable[[], Any]) -> float:
    """Seconds of the fastest of three runs: the machine's other work only ever adds."""
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


class Context:
    """What claims measure with. Costly things start when first asked for, once for a run."""

    def __init__(self, *, full: bool = False) -> None:
        self.full = full
        self.repository = REPOSITORY
        self._exits = contextlib.ExitStack()
        self._installations: dict[tuple[str, bool], Installation] = {}
        self._own_clusters: dict[str, Cluster] = {}

    def close(self) -> None:
        self._exits.close()

    @cached_property
    def cluster(self) -> Cluster:
        """A server that writes durably, as one in service does: times are measured on it."""
        return self._exits.enter_context(temporary_cluster(fsync=True))

    def own_cluster(self, claim: str) -> Cluster:
        """One that this claim may stop and freeze, for nobody else is on it; its control finds it again."""
        if claim not in self._own_clusters:
            self._own_clusters[claim] = self._exits.enter_context(temporary_cluster(fsync=True))
        return self._own_clusters[claim]

    @cached_property
    def browser(self) -> Any:
        return self._exits.enter_context(chromium())

    def installation(self, province: str, *, worker: bool = False) -> Installation:
        """The province's demo, running; shared, so a claim that spoils data takes `own_installation`."""
        key = (province, worker)
        if key not in self._installations:
            self._installations[key] = self._exits.enter_context(Installation(self.cluster, province, worker=worker))
        return self._installations[key]

    def own_installation(self, province: str, **options: Any) -> Installation:
        """One for this claim alone: `with ctx.own_installation("…") as site:`."""
        return Installation(self.cluster, province, **options)

    @contextlib.contextmanager
    def clean_clone(self) -> Iterator[Path]:
        """What a stranger gets: a clone of the last commit, nothing installed."""
        with _folder("txng-clone-") as folder:
            target = folder / "txng"
            subprocess.run(
                ["git", "clone", "--quiet", "--no-hardlinks", str(REPOSITORY), str(target)],
                check=True,
                capture_output=True,
            )
            yield target

    @contextlib.contextmanager
    def mutated(self, *changes: str) -> Iterator[Path]:
        """A copy of the working tree with pieces of text changed, for controls that break the code.

        `mutated(path, old, new)`, or more of such threes.
        """
        with _folder("txng-mutated-") as folder:
            listed = subprocess.run(
                ["git", "ls-files", "-co", "--exclude-standard", "-z"],
                cwd=REPOSITORY,
                check=True,
                capture_output=True,
                text=True,
            ).stdout
            for name in filter(None, listed.split("\0")):
                if (REPOSITORY / name).is_file():
                    (folder / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(REPOSITORY / name, folder / name)
            for path, old, new in zip(changes[::3], changes[1::3], changes[2::3], strict=True):
                text = (folder / path).read_text(encoding="utf-8")
                assert old in text, f"{path} no longer contains {old!r}: the control breaks nothing"
                (folder / path).write_text(text.replace(old, new), encoding="utf-8")
            yield folder

    def pytest(
        self,
        *nodes: str,
        repository: Path = REPOSITORY,
        env: dict[str, str] | None = None,
        fresh: bool = False,
    ) -> tuple[int, int]:
        """(passed, failed) of these tests; `fresh` for a server of their own, with its own tables."""
        suites = self._suites(*nodes, repository=repository, env=env, fresh=fresh)
        total, failed, skipped = (
            sum(int(s.get(key, 0)) for s in suites for key in keys)
            for keys in (("tests",), ("failures", "errors"), ("skipped",))
        )
        return total - failed - skipped, failed

    def failures(self, *nodes: str, repository: Path = REPOSITORY) -> list[str]:
        """The names of those of these tests that fail. A planted fault has to be seen by what a day tries, too."""
        suites = self._suites(*nodes, repository=repository)
        cases = [case for suite in suites for case in suite.iter("testcase")]
        return [case.get("name", "") for case in cases if {"failure", "error"} & {child.tag for child in case}]

    def _suites(
        self,
        *nodes: str,
        repository: Path = REPOSITORY,
        env: dict[str, str] | None = None,
        fresh: bool = False,
    ) -> list[ElementTree.Element]:
        environment = os.environ | {"PYTHONPATH": str(repository / "src")} | (env or {})
        environment.pop("TXNG_TEST_CLUSTER", None)
        if repository != REPOSITORY:
            environment["TXNG_PLANTED"] = "1"
        if not fresh and repository == REPOSITORY:
            environment["TXNG_TEST_CLUSTER"] = str(self._test_cluster.home)
        with _folder("txng-report-") as folder:
            report = folder / "report.xml"
            done = subprocess.run(
                [sys.executable, "-m", "pytest", f"--junitxml={report}", *nodes],
                cwd=repository,
                env=environment,
                capture_output=True,
                text=True,
            )
            if not report.exists():
                raise RuntimeError(f"pytest ran nothing: {done.stdout[-1500:]}{done.stderr[-1500:]}")
            return list(ElementTree.parse(report).getroot().iter("testsuite"))

    def begin_whole_run(self) -> None:
        """Now, beside everything else; who asks for `whole_run` later waits for its end. Claims say `WHOLE_RUN = True`."""
        beside = threading.Thread(target=lambda: self.whole_run, name="whole run", daemon=True)
        beside.start()
        self._exits.callback(beside.join)

    @cached_property
    def whole_run(self) -> WholeRun:
        """Every test without a browser, once for a run of claims, with the probe of forms (tests/smuggling.py)."""
        words = ["-n", "2", "--dist", "worksteal", "-m", "not browser and not slow"]
        with temporary_cluster() as cluster, _folder("txng-report-") as folder:
            report = folder / "report.xml"
            done = subprocess.run(
                [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", "-o", "junit_logging=no", *words],
                cwd=REPOSITORY,
                env=os.environ | {"TXNG_TEST_CLUSTER": str(cluster.home), "TXNG_SMUGGLE": "1", "TXNG_WHOLE_TABLE": "1"},
                capture_output=True,
                text=True,
            )
            cases = tuple(
                (
                    f"{case.get('classname')}.{case.get('name')}",
                    not {"failure", "error", "skipped"} & {c.tag for c in case},
                )
                for case in ElementTree.parse(report).getroot().iter("testcase")
            )
        return WholeRun(green=done.returncode == 0, said=done.stdout, cases=cases)

    @cached_property
    def _test_cluster(self) -> Cluster:
        return self._exits.enter_context(temporary_cluster())


@contextlib.contextmanager
def _folder(prefix: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
