"""Days to wait before harvest, out of what people write: “cách ly 7 ngày”, “ngừng thuốc 10 ngày”, “PHI 14”."""

from __future__ import annotations

import re

from txng.kernel.text import fold

_TOLD = re.compile(r"(?:cach ly|ngung thuoc|\bphi\b)\D{0,12}(\d{1,3})(?!\d)")


def waiting_days(*texts: str, longest: int) -> int | None:
    """The longest that is told; a number beyond reason is a slip, not a waiting time."""
    told = [int(found) for text in texts for found in _TOLD.findall(fold(text))]
    return max((days for days in told if days <= longest), default=None)
