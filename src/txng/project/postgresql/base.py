"""Django's PostgreSQL, with a check of a kept connection that asks the socket instead of the server.

A scan may cost one SELECT (names.md 5); Django's own check before the first query of a request would be a second.
"""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
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
