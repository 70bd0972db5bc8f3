"""Serials: 16 characters that are an enciphered counter (names.md 4).

Who has the key file can issue and check; who has only the database can do neither. Nothing here reads a row:
whether an opened counter was really issued is asked of the range table.
"""

from txng.kernel.text import group4
from txng.stamps.serials.keys import KeyFileRefused, NoKey, create_key, load_key_ring
from txng.stamps.serials.serial import (
    COUNTERS,
    KeyRing,
    Opened,
    OpenedTyped,
    UnreadableCode,
    clean_typed,
    issue,
    issue_array,
    open_serial,
    open_typed,
    tweak_of,
)

__all__ = [
    "COUNTERS",
    "KeyFileRefused",
    "KeyRing",
    "NoKey",
    "Opened",
    "OpenedTyped",
    "UnreadableCode",
    "clean_typed",
    "create_key",
    "group4",
    "issue",
    "issue_array",
    "load_key_ring",
    "open_serial",
    "open_typed",
    "tweak_of",
]
