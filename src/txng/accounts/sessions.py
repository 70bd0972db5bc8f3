"""How long a sign-in lasts (names.md 5): agencies 30 minutes idle and 12 hours at most; establishments 14 days idle
and 90 days at most on a phone they asked to remember, else 12 hours.

A session store, because a session that is over must be over for everything that reads it, and because public pages
that never look at the session must not pay for it.
"""

from __future__ import annotations

import re
import time
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest

from txng.accounts.models import User
from txng.accounts.models.users import AccountKind

MINUTE, HOUR, DAY = 60, 3600, 86400
REMEMBER = "remember"
_LIMITS = "limits"
_TOUCHED_EVERY = MINUTE


class SessionStore(DatabaseStore):
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


def begin(request: HttpRequest, user: User) -> None:
    """Start the clock of a sign-in that has just been completed."""
    remembered = bool(request.session.pop(REMEMBER, False)) and user.kind == AccountKind.ESTABLISHMENT
    if user.kind != AccountKind.ESTABLISHMENT:
        idle, longest = 30 * MINUTE, 12 * HOUR
    elif remembered:
        idle, longest = 14 * DAY, 90 * DAY
    else:
        idle, longest = 12 * HOUR, 12 * HOUR
    now = time.time()
    request.session[_LIMITS] = {"began": now, "seen": now, "idle": idle, "longest": longest}
    # Not remembered: the cookie goes when the browser closes.
    request.session.set_expiry(longest if remembered else 0)
