"""How much a run tries: every day as much as twelve minutes hold, in a proof all of it.

`./txng prove` sets TXNG_WHOLE=1 for the tests a claim counts on; a daily run takes a share of each kind, never none.
What a test takes hangs on no chance: one that failed and is run alone tries at least the same again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar
from zlib import crc32

WHOLE = "TXNG_WHOLE" in os.environ
# Of the table of rights alone: what the run of all tests in a proof is asked for (tests/claims/framework.py).
WHOLE_TABLE = WHOLE or "TXNG_WHOLE_TABLE" in os.environ

T = TypeVar("T")


def one_of(alike: Sequence[T], what: str) -> T:
    """Always the same one for `what`; for other things another one."""
    return alike[crc32(what.encode()) % len(alike)]


def share_of(all_of_them: Iterable[T], parts: int, what: str) -> list[T]:
    """Every `parts`-th, begun at another place for each `what`, and at least one."""
    found = list(all_of_them)
    return found[crc32(what.encode()) % min(parts, len(found) or 1) :: parts]


class Taken:
    """What the workers of one run share out among themselves: each thing is taken by whoever comes to it first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def __contains__(self, what: object) -> bool:
        return self._mark(what).exists()

    def take(self, what: object) -> bool:
        """Whether nobody has had it before."""
        try:
            self._mark(what).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def _mark(self, what: object) -> Path:
        return self.folder / sha256(repr(what).encode()).hexdigest()
