"""A running demo of each province, shared by the tests of one process."""

from __future__ import annotations

import contextlib

from tests.harness import Installation
from txng.project.database import Cluster


class Sites:
    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._running: dict[str, Installation] = {}
        self._exits = contextlib.ExitStack()

    def of(self, province: str) -> Installation:
        if province not in self._running:
            self._running[province] = self._exits.enter_context(Installation(self.cluster, province))
        return self._running[province]

    def close(self) -> None:
        self._exits.close()
