"""One device on one Vietnamese day, without knowing the device (names.md 5).

A session is the HMAC of network and user agent under the random key of the day. The key is destroyed after 48 hours;
from then on nobody, we included, can tell which device a scan came from.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest

from txng.kernel.clock import local_date
from txng.kernel.throttle import network
from txng.resolver import networks, visits
from txng.resolver.models import DayKey

KEPT = timedelta(hours=48)
_keys: dict[date, bytes] = {}
_own_key = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """`session` says whether this device was here today; `counts` whether it is a person looking."""

    session: bytes
    counts: bool
    province: str = ""  # the network's, nothing finer


def visit(request: HttpRequest, at: datetime, *, away: bool = False) -> Visit:
    """`away`: without asking the database; a day whose key is not at hand then has one of this process."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    purposes = (request.META.get(f"HTTP_{name.upper().replace('-', '_')}", "") for name in visits.PURPOSES)
    return Visit(
        session=visits.session(
            _key_at_hand(local_date(at)) if away else key_of(local_date(at)), network(request), agent
        ),
        counts=visits.looks(request.method or "", agent, purposes),
        province=networks.province_of(request.META.get("REMOTE_ADDR", "")),
    )


def key_of(day: date) -> bytes:
    """The key of a day, made by whoever needs it first; two processes at once agree, the slower takes the other's."""
    if day not in _keys:
        DayKey.objects.bulk_create([DayKey(day=day, key=secrets.token_bytes(32))], ignore_conflicts=True)
        key = bytes(DayKey.objects.get(day=day).key)
        for old in [known for known in _keys if known < day - timedelta(days=1)]:
            del _keys[old]
        _keys[day] = key
    return _keys[day]


def _key_at_hand(day: date) -> bytes:
    return _keys.get(day) or _own_key


def forget_keys() -> None:
    """For the task that destroys old keys, and for tests."""
    _keys.clear()
    visits.forget()
