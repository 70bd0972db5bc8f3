"""When two photos are the same photo. The 64 bits of a picture are drawn when it is stored (kernel.files.remake)."""

from __future__ import annotations

BANDS, WIDTH = 4, 16
_ALL = (1 << WIDTH) - 1


def bands(likeness: int) -> tuple[int, ...]:
    """Four pieces, by which look-alikes are looked up: of few different bits one piece as a rule has none."""
    return tuple((likeness >> (WIDTH * band)) & _ALL for band in range(BANDS))


def alike(one: int, other: int, bits: int) -> bool:
    """Whether at most so many bits differ, and one piece is the same: what the look-up finds, and no more."""
    different = (one ^ other) & ((1 << 64) - 1)
    return different.bit_count() <= bits and any(a == b for a, b in zip(bands(one), bands(other), strict=True))
