"""How many events a second the whole way takes, against COPY of exactly the rows it wrote.

Ours: documents over HTTP to the running site, one worker as `./txng up` starts it, until the last job has ended.
The limit: the same rows, read back and brought by COPY into a second database that was the same before: the same
indexes, triggers and foreign keys, the same durable server, one transaction a document, the text ready in memory.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.request import Request, urlopen

import psycopg

from tests.bench.generator import Chains
from tests.harness import Installation
from txng.project.database import Cluster

# Rows of one document in the order in which they are written.
TABLES = (
    ("trace_capturedevent", "capture_id = %s"),
    ("trace_eventidentifier", "event_id IN (SELECT id FROM trace_capturedevent WHERE capture_id = %s)"),
    ("trace_edge", "event_id IN (SELECT id FROM trace_capturedevent WHERE capture_id = %s)"),
)
SENDERS = 2  # documents on their way at once, as the worker does two jobs at once
PATIENCE = 120.0


@dataclass(frozen=True)
class Round:
    events: int
    ours: float  # seconds
    limit: float

    @property
    def share(self) -> float:
        return self.limit / self.ours


class Pair:
    """Two databases that were the same: one behind a site, one that is only written to."""

    def __init__(self, site: Installation, other: str) -> None:
        self.site, self.other = site, other
        self.chains = Chains()
        self.token = str(site.facts["api"]["token"])
        self.app = psycopg.connect(site.env["TXNG_DATABASE_APP"], autocommit=True)
        self.limit = psycopg.connect(site.cluster.app_url(other), autocommit=True)

    def round(self, *, documents: int, size: int) -> Round:
        bodies = [self.chains.document_of_items(size, number) for number in range(documents)]
        began = time.perf_counter()
        with ThreadPoolExecutor(SENDERS) as senders:
            captures = list(senders.map(self._send, bodies))
        self._wait(captures)
        ours = time.perf_counter() - began
        return Round(documents * size, ours, self._copy(captures))

    def _send(self, body: bytes) -> str:
        request = Request(
            self.site.base_url + "/epcis/capture",
            body,
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        with urlopen(request) as answer:
            assert answer.status == 202, answer.status
            return str(answer.headers["Location"].rpartition("/")[2])

    def _wait(self, captures: list[str]) -> None:
        deadline = time.monotonic() + PATIENCE
        asked = "SELECT running, success, errors FROM trace_capture WHERE id = ANY(%s::uuid[])"
        while True:
            rows = self.app.execute(asked, [captures]).fetchall()
            if not any(running for running, _, _ in rows):
                assert len(rows) == len(captures)
                assert all(success for _, success, _ in rows), [errors[:1] for _, _, errors in rows]
                return
            if time.monotonic() > deadline:
                raise RuntimeError(f"The jobs did not end:\n{self.site.said()}")
            time.sleep(0.005)

    def _copy(self, captures: list[str]) -> float:
        """Seconds for the rows of these documents; what they point to is brought before and not counted."""
        self._bring("trace_capture", "id = ANY(%s::uuid[])", captures)
        rows = [[(table, self._rows(table, where, capture)) for table, where in TABLES] for capture in captures]
        began = time.perf_counter()
        for document in rows:
            with self.limit.transaction():
                for table, pieces in document:
                    if pieces:
                        with self.limit.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                            for piece in pieces:
                                copy.write(piece)
        return time.perf_counter() - began

    def _rows(self, table: str, where: str, value: object) -> list[bytes]:
        with self.app.cursor().copy(
            f"COPY (SELECT * FROM {table} WHERE {where} ORDER BY 1, 2) TO STDOUT", [value]
        ) as copy:
            whole = b"".join(map(bytes, copy))
        return [whole[start : start + (1 << 16)] for start in range(0, len(whole), 1 << 16)]

    def _bring(self, table: str, where: str, value: object) -> None:
        rows = self._rows(table, where, value)
        with self.limit.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for piece in rows:
                copy.write(piece)

    def close(self) -> None:
        self.app.close()
        self.limit.close()


@contextmanager
def pair(cluster: Cluster, province: str = "can-tho", **options: object) -> Iterator[Pair]:
    """The site's database is copied before anybody is connected to it."""
    site = Installation(cluster, province, **options)  # type: ignore[arg-type]
    other = f"{site.database}_limit"
    try:
        site.take_template()
        cluster.clone(site.database, other)
        site.start_web()
        site.start_worker()
        two = Pair(site, other)
        try:
            yield two
        finally:
            two.close()
    finally:
        site.stop()
        cluster.drop(other)
