"""One device on one Vietnamese day, without knowing the device (names.md 5).

A session is the HMAC of network and user agent under the random key of the day. The key is destroyed after 48 hours;
from then on nobody, we included, can tell which device a scan came from.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.http import HttpRequest

from txng.kernel.clock import local_date
from txng.kernel.throttle import network
from txng.resolver.models import DayKey

KEPT = timedelta(hours=48)
_keys: dict[date, bytes] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """`session` says whether this device was here today; `counts` whether it is a person looking."""

    session: bytes
    counts: bool


def visit(request: HttpRequest, at: datetime) -> Visit:
    agent = request.META.get("HTTP_USER_AGENT", "")
    return Visit(session=_session(network(request), agent, local_date(at)), counts=_counts(request, agent))


def _session(network: str, agent: str, day: date) -> bytes:
    return hmac.digest(key_of(day), f"{network}\x00{agent}".encode("utf-8", "replace"), hashlib.sha256)[:16]


def key_of(day: date) -> bytes:
    """The key of a day, made by whoever needs it first; two processes at once agree, the slower takes the other's."""
    if day not in _keys:
        DayKey.objects.bulk_create([DayKey(day=day, key=secrets.token_bytes(32))], ignore_conflicts=True)
        key = bytes(DayKey.objects.get(day=day).key)
        for old in [known for known in _keys if known < day - timedelta(days=1)]:
            del _keys[old]
        _keys[day] = key
    return _keys[day]


def forget_keys() -> None:
    """For the task that destroys old keys, and for tests."""
    _keys.clear()


def _counts(request: HttpRequest, agent: str) -> bool:
    if request.method != "GET":
        return False
    purposes = (
        request.META.get(name, "") for name in ("HTTP_PURPOSE", "HTTP_SEC_PURPOSE", "HTTP_X_MOZ", "HTTP_X_PURPOSE")
    )
    if any(word in purpose.lower() for purpose in purposes for word in ("prefetch", "prerender", "preview")):
        return False
    lowered = agent.lower()
    return not any(fragment in lowered for fragment in crawlers())


@cache
def crawlers() -> tuple[str, ...]:
    lines = (Path(__file__).parent / "data" / "crawlers.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
