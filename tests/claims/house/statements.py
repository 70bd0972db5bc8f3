"""What the running site really sends to its database, from the log of the server."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator

import psycopg
from psycopg import sql

from tests.harness import Installation

_LINE = re.compile(r"(?s)LOG:  (?:statement|execute [^:]*): (.*?)(?=\n\d{4}-\d\d-\d\d |\Z)")
_AROUND = ("BEGIN", "COMMIT", "ROLLBACK", "SET ", "SAVEPOINT", "RELEASE", "SHOW ", "DISCARD")


@contextlib.contextmanager
def overheard(site: Installation) -> Iterator[Callable[[Callable[[], object]], list[str]]]:
    """A function that runs an act and returns the statements it caused; transactions' own words are left out."""
    with psycopg.connect(site.cluster.admin_url(), autocommit=True) as admin:
        database = sql.Identifier(site.database)
        admin.execute(sql.SQL("ALTER DATABASE {} SET log_statement = 'all'").format(database))
        _new_connections(site)

        def during(act: Callable[[], object]) -> list[str]:
            begin = site.cluster.log.stat().st_size
            act()
            with site.cluster.log.open("rb") as log:
                log.seek(begin)
                said = log.read().decode("utf-8", "replace")
            found = [" ".join(statement.split()) for statement in _LINE.findall(said)]
            return [line for line in found if not line.upper().startswith(_AROUND)]

        try:
            yield during
        finally:
            admin.execute(sql.SQL("ALTER DATABASE {} RESET log_statement").format(database))
            _new_connections(site)


def _new_connections(site: Installation) -> None:
    """The setting holds for connections made from now on."""
    site.end("web")
    site.start_web()


def verbs(statements: list[str]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for line in statements:
        verb = line.split(None, 1)[0].upper()
        counted[verb] = counted.get(verb, 0) + 1
    return counted
