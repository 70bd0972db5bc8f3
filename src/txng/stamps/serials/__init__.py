"""Serials: 16 characters that are an enciphered counter (names.md 4).

Who has the key file can issue and check; who has only the database can do neither. Nothing here reads a row:
whether an opened counter was really issued is asked of the range table.
"""

from txng.kernel.text import group4
from txng.stamps.serials.keys import (
    KeyFileRefused,
    NoKey,
    create_key,
    forget_key_rings,
    key_files,
    key_ring,
    load_key_ring,
    withdraw_key,
)
from txng.stamps.serials.pin import is_pin, pin_of, pins
from txng.stamps.serials.serial import (
    COUNTERS,
    LIVE_VERSIONS,
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
    "LIVE_VERSIONS",
    "KeyFileRefused",
    "KeyRing",
    "NoKey",
    "Opened",
    "OpenedTyped",
    "UnreadableCode",
    "clean_typed",
    "create_key",
    "forget_key_rings",
    "group4",
    "is_pin",
    "issue",
    "issue_array",
    "key_files",
    "key_ring",
    "load_key_ring",
    "open_serial",
    "open_typed",
    "pin_of",
    "pins",
    "tweak_of",
    "withdraw_key",
]
