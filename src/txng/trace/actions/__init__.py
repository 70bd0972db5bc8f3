"""The verbs of this area."""

from txng.trace.actions.accept_capture import accept_capture
from txng.trace.actions.capture_event import capture_event
from txng.trace.actions.rebuild_graph import rebuild_graph
from txng.trace.actions.store_capture import store_capture

__all__ = ["accept_capture", "capture_event", "rebuild_graph", "store_capture"]
