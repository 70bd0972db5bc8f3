"""The search form of a place's name."""

from __future__ import annotations

import re

from txng.kernel.text import fold

_APOSTROPHES = re.compile("['’‘ʼ`´]")


def searchable(name: str) -> str:
    """Words of letters and digits without accents; “B’Lao” and “B'lao” are the one word blao."""
    return " ".join(re.findall(r"[0-9a-z]+", _APOSTROPHES.sub("", fold(name))))
