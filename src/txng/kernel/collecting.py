"""Python's collector of circular garbage, told to wait."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_waiting = 0


@contextmanager
def collector_waits() -> Iterator[None]:
    """For work that makes a great many objects at once, all of which stay until it ends.

    The collector looks through them all again and again and finds nothing: a third of the time of a large capture.
    Objects that are in no circle are freed as ever. The switch is the process's: it is on again when the last of
    several such works has ended, and was on before the first.
    """
    global _waiting
    with _lock:
        if _waiting == 0 and not gc.isenabled():
            mine = False  # somebody else has switched it off, and will know when it may run again
        else:
            mine = True
            _waiting += 1
            gc.disable()
    try:
        yield
    finally:
        if mine:
            with _lock:
                _waiting -= 1
                if _waiting == 0:
                    gc.enable()
