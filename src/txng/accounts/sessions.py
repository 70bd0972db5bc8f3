"""How long a sign-in lasts (names.md 5): agencies 30 minutes idle and 12 hours at most, or less where the operator
says so; establishments 14 days idle and 90 days at most on a phone they asked to remember, else 12 hours.

A session store, because a session that is over must be over for everything that reads it, and because public pages
that never look at the session must not pay for it.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from txng import provinces
from txng.accounts import devices, freshness
from txng.accounts.models import User
from txng.accounts.models.users import AccountKind
from txng.kernel.clock import today

MINUTE, HOUR, DAY = 60, 3600, 86400
REMEMBER = "remember"
DEVICE = "device"
_LIMITS = "limits"
_TOUCHED_EVERY = MINUTE
_OVER = {"began": 0.0, "seen": 0.0, "idle": 0.0, "longest": 0.0}


class SessionStore(DatabaseStore):
    # Whose sign-in this request found just over: only their own late form is kept for them (accounts.late_forms).
    was_of: int | None = None

    @classmethod
    def get_model_class(cls) -> type[Any]:
        from txng.accounts.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        limits = data.get(_LIMITS)
        if limits is not None:
            row.user_id = data.get("_auth_user_id")
            row.device = data.get(DEVICE, "")
            row.began_at = datetime.fromtimestamp(limits["began"], UTC)
            row.seen_at = datetime.fromtimestamp(limits["seen"], UTC)
            # Outlasts the sign-in by an hour, in which a form sent too late still finds whose it is. It opens nothing:
            # `load` asks the limits.
            row.expire_date += timedelta(seconds=HOUR)
        return row

    def _validate_session_key(self, key: str | None) -> bool:
        """Only what we gave out ourselves is looked up: a cookie may hold anything, even what no database can store."""
        return key is not None and re.fullmatch("[0-9a-z]{32}", key) is not None

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        limits = data.get(_LIMITS)
        if limits is None:
            return data
        now = time.time()
        if is_over(limits, now):
            # Emptied and to be saved: the middleware then drops the row and the cookie.
            self.was_of = int(data["_auth_user_id"]) if "_auth_user_id" in data else None
            self.delete()
            self._session_key = None
            self.modified = True
            return {}
        if now - limits["seen"] >= _TOUCHED_EVERY:
            limits["seen"] = now
            self.modified = True
        return data


def is_over(limits: dict[str, float], now: float) -> bool:
    return now - limits["seen"] > limits["idle"] or now - limits["began"] > limits["longest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Whole seconds until a sign-in ends, unless used, and at the latest."""

    idle: int
    longest: int


def left_of(request: HttpRequest) -> Left | None:
    limits = request.session.get(_LIMITS)
    if limits is None:
        return None
    now = time.time()
    idle, longest = limits["seen"] + limits["idle"] - now, limits["began"] + limits["longest"] - now
    return Left(idle=max(0, int(idle)), longest=max(0, int(longest)))


def keep(request: HttpRequest) -> None:
    """Somebody is still there: idle begins anew, the longest time does not."""
    limits = request.session.get(_LIMITS)
    if limits is not None:
        request.session[_LIMITS] = {**limits, "seen": time.time()}


def begin(request: HttpRequest, user: User) -> None:
    """Start the clock of a sign-in that has just been completed."""
    remembered = bool(request.session.pop(REMEMBER, False)) and user.kind == AccountKind.ESTABLISHMENT
    if user.kind != AccountKind.ESTABLISHMENT:
        limits = provinces.in_force(today()).limits
        idle, longest = limits.agency_idle_minutes * MINUTE, limits.agency_longest_hours * HOUR
    elif remembered:
        idle, longest = 14 * DAY, 90 * DAY
    else:
        idle, longest = 12 * HOUR, 12 * HOUR
    now = time.time()
    request.session[DEVICE] = devices.name_of(request.META.get("HTTP_USER_AGENT", ""))
    freshness.mark(request.session)
    request.session[_LIMITS] = {"began": now, "seen": now, "idle": idle, "longest": longest}
    # Not remembered: the cookie goes when the browser closes.
    request.session.set_expiry(longest if remembered else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """One sign-in of a person, as they see it. Its handle says nothing about the key that opens it."""

    handle: str
    device: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def handle_of(session_key: str) -> str:
    return sha256(f"session:{session_key}".encode()).hexdigest()[:32]


def lasting(request: HttpRequest, user: User) -> list[Lasting]:
    """The sign-ins of a person that are not over, this one first, then the one used last."""
    rows = SessionStore.get_model_class().objects.filter(user_id=user.pk, expire_date__gt=timezone.now())
    now = time.time()
    found = [
        Lasting(
            handle=handle_of(row.session_key),
            device=row.device,
            began_at=row.began_at,
            seen_at=row.seen_at,
            is_this=row.session_key == request.session.session_key,
        )
        for row in rows.order_by("-seen_at", "session_key")
        if not is_over(row.get_decoded().get(_LIMITS) or _OVER, now)
    ]
    return sorted(found, key=lambda one: not one.is_this)


def end(user: User, handle: str) -> bool:
    """End one sign-in of this person; its next request finds nobody signed in. False when there is none such."""
    rows = SessionStore.get_model_class().objects.filter(user_id=user.pk)
    for row in rows.order_by("session_key"):
        if handle_of(row.session_key) == handle:
            row.delete()
            return True
    return False


def end_all(user: User, *, but: str | None = None) -> int:
    """End every sign-in of this person, except the one named; how many there were."""
    rows = SessionStore.get_model_class().objects.filter(user_id=user.pk)
    return int(rows.exclude(session_key=but or "").delete()[0])
