"""Every night the graph is drawn again beside the table, and the two are compared."""

from __future__ import annotations

import logging

from txng.access.actors import system
from txng.kernel.clock import now
from txng.trace import actions
from txng.trace.graph.keeping import Difference, compare

log = logging.getLogger(__name__)


def check() -> Difference:
    """Looked at without a transaction, which would keep PostgreSQL from cleaning up for as long as it takes."""
    found = compare()
    if found:
        log.error(
            "the graph differs from its events: %d edges missing, %d surplus, events %s",
            found.missing,
            found.surplus,
            found.event_ids[:20],
        )
        actions.rebuild_graph(actor=system(), at=now())
    else:
        log.info("the graph is what %d events draw: %d edges", found.events, found.edges)
    return found
