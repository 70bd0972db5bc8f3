"""Counting tries of signing in (names.md 5) so that a guesser gets few and nobody can shut the owner out.

* 5 in 15 minutes by what was typed and network: counting by person here would tell which names are one person's.
* 25 an hour by what was typed over all networks, and as many by person whatever name was typed. The second is kept
  silently: beyond it nothing is compared any more and the answer reads like a wrong password.
* A browser on which this person has signed in before has 5 in 15 minutes of its own, and passkeys none at all:
  guesses from elsewhere use up neither.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

from txng.accounts import devices
from txng.accounts.identifiers import canonical, find_user
from txng.accounts.models import User
from txng.kernel import throttle

_APP = "allauth.account"
NETWORK, ANYWHERE, KNOWN = "login_failed", "login_failed_anywhere", "login_failed_known"  # ACCOUNT_RATE_LIMITS


@dataclass(slots=True)
class Tries:
    """The counters one try falls into, and what was taken from them."""

    request: HttpRequest
    person: User | None
    shown: list[tuple[str, str]]  # action and key; what the page speaks of
    silent: list[tuple[str, str]] = field(default_factory=list)
    _taken: list[Any] = field(default_factory=list)

    def take(self) -> str:
        """Count one try; the counter that is used up, or ""."""
        for action, key in self.shown:
            usage = ratelimit.consume(self.request, app=_APP, action=action, key=key)
            if not usage:
                self.give_back()
                return action
            self._taken.append(usage)
        return ""

    def take_silently(self) -> bool:
        """Whether the password may be compared at all."""
        for action, key in self.silent:
            usage = ratelimit.consume(self.request, app=_APP, action=action, key=key)
            if not usage:
                return False
            self._taken.append(usage)
        return True

    def give_back(self) -> None:
        """It was the right password: it counts as no guess. What others guessed stays counted."""
        while self._taken:
            self._taken.pop().rollback()

    def left(self) -> tuple[int, str]:
        """How many more are allowed, and by which counter; the same arithmetic for names that do not exist."""
        return min((self._left(action, key), action) for action, key in self.shown)

    def _left(self, action: str, key: str) -> int:
        left = []
        for rate in ratelimit.get_rates(app=_APP, action=action):
            name = ratelimit.get_cache_key(self.request, app=_APP, action=action, rate=rate, key=key)
            recent = [moment for moment in cache.get(name, []) if moment > time.time() - rate.duration]
            left.append(max(0, rate.amount - len(recent)))
        return min(left, default=0)


def of_password(request: HttpRequest, typed: str) -> Tries:
    person = find_user(typed)
    device = devices.known_key(request, person)
    if person is not None and device:
        return Tries(request, person, [(KNOWN, f"password:{person.pk}|{device}")])
    typed = canonical(typed)
    shown = [(NETWORK, f"typed:{typed}|{throttle.network(request)}"), (ANYWHERE, f"typed:{typed}")]
    silent = [(ANYWHERE, f"person:{person.pk}")] if person is not None else []
    return Tries(request, person, shown, silent)


def of_code(request: HttpRequest, person: User) -> Tries:
    """Who gets as far as the second factor knows the password; a thief of it must not close the door behind them."""
    device = devices.known_key(request, person)
    counter = (KNOWN, f"code:{person.pk}|{device}") if device else (NETWORK, f"code:{person.pk}")
    return Tries(request, person, [counter])
