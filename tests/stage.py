"""The cast, committed once for each province and cloned for each worker, for the two thousand tests that begin with it.

Such a test runs in a database where the cast already stands, and reads it from what was kept when it was put there.
Tests without the cast keep a database without it.
"""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from txng.project.database import Cluster, parse_url


@dataclass(frozen=True)
class Stage:
    organisations: Any
    people: dict[str, Any]


Stages = Callable[[str], tuple[BaseDatabaseWrapper, bytes]]


@pytest.fixture
def stage(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage | None]:
    """None where a test has no cast, or makes it in a database of its own."""
    if "people" not in request.fixturenames or "fresh_database" in request.fixturenames:
        yield None
        return
    province, stages = request.getfixturevalue("province"), request.getfixturevalue("stages")
    with django_db_blocker.unblock():
        connection, kept = stages(province)
    with _asked(connection):
        yield pickle.loads(kept)


@pytest.fixture(scope="session")
def stages(cluster: Cluster, template_database: str, worker_name: str) -> Iterator[Stages]:
    opened: dict[str, tuple[BaseDatabaseWrapper, bytes]] = {}

    def opened_for(province: str) -> tuple[BaseDatabaseWrapper, bytes]:
        if province not in opened:
            kept = _made_once(cluster, template_database, province)
            name = f"stage_{province}_{worker_name}"
            cluster.clone(f"stage_{province}", name)
            opened[province] = _connection(cluster.app_url(name)), kept
        return opened[province]

    yield opened_for
    for connection, _ in opened.values():
        connection.close()
        cluster.drop(str(connection.settings_dict["NAME"]))


def _made_once(cluster: Cluster, template: str, province: str) -> bytes:
    """For all workers that share a server, under the profile in force."""
    from tests.cast import build_organisations, build_people

    name, kept = f"stage_{province}", Path(cluster.home) / f"stage_{province}"
    with open(Path(cluster.home) / "stage.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            cluster.clone(template, name)
            _number_each_table_for_itself(cluster.owner_url(name))
            connection = _connection(cluster.app_url(name))
            with _asked(connection):
                organisations = build_organisations()
                made = Stage(organisations, build_people(organisations))
                connection.close()
            kept.write_bytes(pickle.dumps(made))
    return kept.read_bytes()


def _number_each_table_for_itself(owner_url: str) -> None:
    """So that no row of the cast bears the number of a row of another table: who mixes them up finds nothing."""
    with psycopg.connect(owner_url) as owner:
        owner.execute(
            "SELECT setval(oid, 1000 * row_number() OVER (ORDER BY relname)) FROM pg_class"
            " WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
        )


def _connection(url: str) -> BaseDatabaseWrapper:
    parts = parse_url(url)
    made = connections.create_connection("default")
    made.settings_dict = made.settings_dict | {
        key: parts[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    }  # fmt: skip
    return made


@contextmanager
def _asked(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """In place of the worker's own, in this thread and in those it starts."""
    own, settings = connections["default"], connections.settings["default"]
    connections["default"], connections.settings["default"] = connection, connection.settings_dict
    try:
        yield
    finally:
        connections["default"], connections.settings["default"] = own, settings
