"""Which codes somebody has scanned before, as far as this machine can tell without asking the database.

A filter of bits (Bloom's): what it says was never met was never met, what it says was met perhaps was. Most stamps are
scanned by one person; for these the answer is known at once. It is a file all doors of the machine share: each marks
what it answers, and the follower adds what other machines and Django have written down. One number of 64 bits holds
all marks of a code, so that a look costs one place of memory.

Two doors that mark the same number within the same microsecond may lose one mark; the follower sets it again from the
database within its next look. After a restart of the machine the file is not believed (a mark may not have reached the
disk) and is made anew. No Django here.
"""

from __future__ import annotations

import mmap
import os
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LEAST = 1 << 22  # bytes
EACH = 2  # bytes a code: then one “perhaps” in some hundred is wrong
_ALL = (1 << 64) - 1
_A, _B, _C, _D = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93


def place(cards: Path) -> Path:
    return cards.with_suffix(".met")


@cache
def this_start() -> str:
    """Another after each start of the machine."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:  # not Linux: the start of this process must do
        return f"{os.getpid()}"


class MetCodes:
    def __init__(self, path: Path) -> None:
        """Raises FileNotFoundError where nobody has begun one."""
        file = os.open(path, os.O_RDWR)
        try:
            about = os.fstat(file)
            self.name = f"{this_start()}:{about.st_ino}"
            self._room = mmap.mmap(file, about.st_size)
        finally:
            os.close(file)
        self._words = memoryview(self._room).cast("Q")
        self.room_for = about.st_size // EACH  # codes
        self._shift = 65 - len(self._words).bit_length()  # as many upper bits as there are words

    @classmethod
    def begun(cls, path: Path, codes: int) -> MetCodes:
        """An empty one, with room for twice so many codes. Whoever reads the old one keeps it until told."""
        path.unlink(missing_ok=True)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        size = LEAST
        while size < 2 * codes * EACH:
            size *= 2
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.ftruncate(file, size)
        finally:
            os.close(file)
        return cls(path)

    def close(self) -> None:
        self._words.release()
        self._room.close()

    def holds(self, tweak: int, version: int, counter: int) -> bool:
        x, mark = _mark(tweak, version, counter)
        return self._words[x >> self._shift] & mark == mark

    def add(self, tweak: int, version: int, counter: int) -> bool:
        """Whether it was (perhaps) there before."""
        x, mark = _mark(tweak, version, counter)
        word = x >> self._shift
        known = self._words[word]
        if known & mark == mark:
            return True
        self._words[word] = known | mark
        return False

    def add_many(self, tweaks: NDArray[np.uint64], versions: NDArray[np.uint64], counters: NDArray[np.uint64]) -> None:
        x = counters * np.uint64(_A) + tweaks * np.uint64(_B) + versions * np.uint64(_C)
        x ^= x >> np.uint64(31)
        x *= np.uint64(_D)
        x ^= x >> np.uint64(32)
        marks = np.zeros_like(x)
        for shift in (0, 6, 12, 18):
            marks |= np.uint64(1) << (x >> np.uint64(shift) & np.uint64(63))
        words = np.frombuffer(self._room, dtype=np.uint64)
        np.bitwise_or.at(words, x >> np.uint64(self._shift), marks)
        del words  # a mapping that is looked at cannot be closed


def _mark(tweak: int, version: int, counter: int) -> tuple[int, int]:
    x = (counter * _A + tweak * _B + version * _C) & _ALL
    x ^= x >> 31
    x = x * _D & _ALL
    x ^= x >> 32
    return x, 1 << (x & 63) | 1 << (x >> 6 & 63) | 1 << (x >> 12 & 63) | 1 << (x >> 18 & 63)
