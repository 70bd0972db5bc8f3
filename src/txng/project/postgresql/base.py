"""Django's PostgreSQL, with a check of a kept connection that asks the socket instead of the server, and with an end to
waiting for who has one set (kernel/waiting.py).

A scan may cost one SELECT (names.md 5); Django's own check before the first query of a request would be a second.
"""

from __future__ import annotations

import select
from types import SimpleNamespace
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from txng.kernel.waiting import seconds_to_wait

CONNECTING = 2  # seconds: psycopg waits no shorter


class Connection(psycopg.Connection[Any]):
    def wait(self, gen: Any, *words: Any, **named: Any) -> Any:
        most = seconds_to_wait()
        if most is None:
            return super().wait(gen, *words, **named)
        try:
            return super().wait(gen, *words, **(named | {"timeout": most}))
        except psycopg.OperationalError:
            self.pgconn.finish()  # who did not answer in time may do so yet, and nobody would listen
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    Database: Any = SimpleNamespace(**(vars(psycopg) | {"connect": Connection.connect}))

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if seconds_to_wait() is not None:
            conn_params = conn_params | {"connect_timeout": CONNECTING}
        return super().get_new_connection(conn_params)

    def is_usable(self) -> bool:
        """A server that went away has closed its end, and a closed end can be read; a sound idle one is silent.

        Whatever else may lie there (a notice, the parameters of a reload) is left to a real question.
        """
        connection = self.connection
        if connection is None or connection.closed:
            return False
        asked = select.poll()
        asked.register(connection.pgconn.socket, select.POLLIN)
        return not asked.poll(0) or bool(super().is_usable())
