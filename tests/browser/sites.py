"""A running demo of each province, shared by the tests of one process.

Seeding a province takes most of a start, so it is done once for all workers that share a server; each worker then
runs a copy of the database and of the folder with keys and files.
"""

from __future__ import annotations

import contextlib
import fcntl
import shutil
from pathlib import Path

from tests.harness import Installation
from txng.project.database import Cluster


class CopiedSite(Installation):
    """An installation whose demo was seeded before, by whichever worker came first."""

    def start(self) -> Installation:
        seeded = seeded_demo(self.cluster, self.province)
        self.cluster.clone(seeded.name, self.database)
        shutil.copytree(seeded, self.state, dirs_exist_ok=True)
        try:
            self.start_web()
        except BaseException:
            self.stop()
            raise
        return self


def seeded_demo(cluster: Cluster, province: str) -> Path:
    """The folder of the province's seeded demo; its name is the name of the database."""
    folder = Path(cluster.home) / f"demo_{province.replace('-', '_')}"
    with open(folder.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.name not in cluster.databases():
            first = Installation(cluster, province)
            first.start_web = lambda: None  # type: ignore[method-assign]
            try:
                first.start()
                shutil.rmtree(folder, ignore_errors=True)
                shutil.copytree(first.state, folder)
                cluster.clone(first.database, folder.name)
            finally:
                first.stop()
    return folder


class Sites:
    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._running: dict[str, Installation] = {}
        self._exits = contextlib.ExitStack()

    def of(self, province: str) -> Installation:
        if province not in self._running:
            self._running[province] = self._exits.enter_context(CopiedSite(self.cluster, province))
        return self._running[province]

    def close(self) -> None:
        self._exits.close()
