"""The verbs of this area."""

from txng.trace.actions.accept_capture import accept_capture
from txng.trace.actions.capture_event import capture_event
from txng.trace.actions.end_query import end_query
from txng.trace.actions.name_query import name_query
from txng.trace.actions.rebuild_graph import rebuild_graph
from txng.trace.actions.set_source import set_source
from txng.trace.actions.share_with_partner import share_with_partner
from txng.trace.actions.stop_sharing import stop_sharing
from txng.trace.actions.store_capture import store_capture
from txng.trace.actions.subscribe import subscribe
from txng.trace.actions.unsubscribe import unsubscribe

__all__ = [
    "accept_capture",
    "capture_event",
    "end_query",
    "name_query",
    "rebuild_graph",
    "set_source",
    "share_with_partner",
    "stop_sharing",
    "store_capture",
    "subscribe",
    "unsubscribe",
]
