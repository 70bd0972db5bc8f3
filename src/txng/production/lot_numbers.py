"""`L26A0917`: L, year, the how-many-eth lot of that day (A…Z), month and day (names.md 1). Fits GS1 AI (10)."""

from __future__ import annotations

import re
from collections.abc import Set
from datetime import date
from string import ascii_uppercase

PATTERN = re.compile(r"[0-9A-Z-]{1,20}")
LONGEST = 20
LETTERS = len(ascii_uppercase)


def lot_number(day: date, nth: int) -> str:
    """The number of the `nth` lot (from 1) of a day. After Z the count itself follows: L26Z0917-27."""
    if nth < 1:
        raise ValueError("lots are counted from 1")
    letter = ascii_uppercase[min(nth, LETTERS) - 1]
    tail = "" if nth <= LETTERS else f"-{nth}"
    return f"L{day:%y}{letter}{day:%m%d}{tail}"


def nth_of(counted: str) -> int:
    """27 of `L26Z0917-27`."""
    return int(counted.rpartition("-")[2])


def first_free(day: date, taken: Set[str]) -> str:
    """The first number of that day which nobody has used."""
    nth = 1
    while (number := lot_number(day, nth)) in taken:
        nth += 1
    return number


def is_well_formed(number: str) -> bool:
    return PATTERN.fullmatch(number) is not None
