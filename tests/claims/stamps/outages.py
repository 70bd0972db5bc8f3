"""Ways in which a database is away, each until the block is left. Of a cluster of one's own."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg

from tests.claims.trace.killing import _children
from tests.harness import Installation
from txng.project.database import Cluster

Outage = Callable[[Cluster, Installation], AbstractContextManager[None]]


@contextmanager
def stopped(cluster: Cluster, site: Installation) -> Iterator[None]:
    """Without a word: what it had not brought to its disk is gone."""
    assert cluster.process is not None
    _signal(cluster, signal.SIGKILL)
    cluster.process.wait()
    try:
        yield
    finally:
        cluster.start()


@contextmanager
def frozen(cluster: Cluster, site: Installation) -> Iterator[None]:
    """It takes connections and questions and says nothing; afterwards it goes on where it stood."""
    _signal(cluster, signal.SIGSTOP)
    try:
        yield
    finally:
        _signal(cluster, signal.SIGCONT)


@contextmanager
def read_only(cluster: Cluster, site: Installation) -> Iterator[None]:
    """As one whose disk is full, or a standby: it answers questions and takes no line."""
    _alter(cluster, "ALTER SYSTEM SET default_transaction_read_only = on")
    try:
        yield
    finally:
        _alter(cluster, "ALTER SYSTEM RESET default_transaction_read_only")


@contextmanager
def without_connections(cluster: Cluster, site: Installation) -> Iterator[None]:
    """Others have them all, and the site's own are ended."""
    hogs: list[psycopg.Connection[object]] = []
    enough = threading.Event()

    def take() -> None:
        """Each that is to be had, as long as it lasts."""
        while not enough.is_set():
            try:
                hogs.append(psycopg.connect(cluster.owner_url("postgres"), connect_timeout=5))
            except psycopg.OperationalError:
                enough.wait(0.02)

    taking = threading.Thread(target=take, daemon=True)
    try:
        taking.start()
        with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
            # A door tries twice a second, and who is just coming in is not listed yet.
            calm = 0
            while calm < 30:
                calm = 0 if _ended(admin, site.database) or not _full(cluster) else calm + 1
                enough.wait(0.05)
        yield
    finally:
        enough.set()
        taking.join()
        for hog in hogs:
            hog.close()


def _ended(admin: psycopg.Connection[tuple[object, ...]], database: str) -> int:
    found = admin.execute(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s "
        "AND backend_type = 'client backend' AND (SELECT count(*) FROM pg_stat_activity "
        "WHERE backend_type = 'client backend') > current_setting('max_connections')::int - 10",
        [database],
    ).fetchone()
    assert found is not None
    return int(str(found[0]))


def _full(cluster: Cluster) -> bool:
    try:
        psycopg.connect(cluster.owner_url("postgres"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return True
    return False


def _alter(cluster: Cluster, statement: str) -> None:
    url = cluster.admin_url()
    with psycopg.connect(url, autocommit=True, options="-c default_transaction_read_only=off") as admin:
        admin.execute(statement)  # type: ignore[call-overload]
        admin.execute("SELECT pg_reload_conf()")


def _signal(cluster: Cluster, how: signal.Signals) -> None:
    """To all its processes, the first one first: it would start others."""
    assert cluster.process is not None
    main = cluster.process.pid
    for pid in [main, *_children(main)]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, how)


OUTAGES: dict[str, Outage] = {
    "stopped": stopped,
    "frozen": frozen,
    "read-only": read_only,
    "out of connections": without_connections,
}
