"""One device on one Vietnamese day, without knowing the device; and who is a person looking. No Django here.

A session is the HMAC of network and user agent under the random key of the day (names.md 5).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from txng.kernel.keyed import Keyed

PURPOSES = ("purpose", "sec-purpose", "x-moz", "x-purpose")
_NOT_LOOKING = ("prefetch", "prerender", "preview")


def session(key: bytes, network: str, agent: str) -> bytes:
    return _keyed(key).digest(f"{network}\x00{agent}".encode("utf-8", "replace"))[:16]


@lru_cache(maxsize=2)  # yesterday, today: an older key leaves with the day, and with `forget`
def _keyed(key: bytes) -> Keyed:
    return Keyed(key)


def forget() -> None:
    """What was derived of keys that are destroyed."""
    _keyed.cache_clear()


def looks(method: str, agent: str, purposes: Iterable[str]) -> bool:
    """Whether a person looks: no head asked for, no page fetched ahead, no crawler."""
    if method != "GET" or _is_crawler(agent):
        return False
    return not any(word in purpose.lower() for purpose in purposes if purpose for word in _NOT_LOOKING)


@lru_cache(maxsize=4_096)
def _is_crawler(agent: str) -> bool:
    lowered = agent.lower()
    return any(fragment in lowered for fragment in crawlers())


@cache
def crawlers() -> tuple[str, ...]:
    lines = (Path(__file__).parent / "data" / "crawlers.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=1_024)
def language_of(accepted: str) -> str:
    """Vietnamese unless the browser's first language is another one."""
    first = accepted.split(",")[0].split(";")[0].strip().lower()
    return "vi" if first in ("", "*") or first == "vi" or first.startswith("vi-") else "en"
