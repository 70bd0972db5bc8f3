"""Throttles (names.md 5): how often one network may do a thing, counted in the cache of the process."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from txng.kernel.errors import TooMany
from txng.kernel.networks import network_of


def network(request: HttpRequest) -> str:
    return network_of(request.META.get("REMOTE_ADDR", ""))


def count(key: str, seconds: int) -> int:
    """One more of `key` within a window of so many seconds that began with its first; how many there are now.

    Keys are hashed: they name people's addresses, and the cache may one day be a shared one.
    """
    name = _name(key)
    if cache.add(name, 1, timeout=seconds):
        return 1
    try:
        return int(cache.incr(name))
    except ValueError:  # it expired between the two calls
        cache.set(name, 1, timeout=seconds)
        return 1


def hit(key: str, limit: int, seconds: int) -> None:
    """Raise TooMany when this is more than `limit` within `seconds`."""
    if count(key, seconds) > limit:
        raise _too_many(seconds)


def refuse_over(key: str, limit: int, seconds: int) -> None:
    """Raise TooMany when the limit is used up, without counting: for what is counted only when it goes wrong."""
    if cache.get(_name(key), 0) >= limit:
        raise _too_many(seconds)


def _name(key: str) -> str:
    return "throttle:" + hashlib.sha256(key.encode()).hexdigest()[:40]


def _too_many(seconds: int) -> TooMany:
    minutes = max(1, seconds // 60)
    return TooMany(_("You are sending too fast. Try again in %(minutes)s min.") % {"minutes": minutes})
