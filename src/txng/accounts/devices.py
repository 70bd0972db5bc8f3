"""Which browser this is: its name in plain words, and whether this person has signed in on it before (names.md 5).

The name tells a person their phone from a stranger's; it is never asked what the browser can do. No address is kept.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from txng.accounts.models import KnownDevice, User
from txng.kernel.clock import now
from txng.kernel.codes import new_token, token_digest

COOKIE = "thiet_bi"
FORGOTTEN_AFTER = timedelta(days=400)  # as long as browsers keep a cookie at most
MOST = 20  # devices of one person; the ones not seen longest are forgotten

# The first that matches: nearly every browser also calls itself Chrome or Safari, and every phone Linux or Mac.
_BROWSERS = (
    ("Zalo", r"Zalo"),
    ("Facebook", r"FBAN|FBAV"),
    ("Cốc Cốc", r"coc_coc"),
    ("Samsung Internet", r"SamsungBrowser"),
    ("UC Browser", r"UCBrowser|UBrowser"),
    ("Opera", r"OPR/|Opera|OPiOS|OPT/"),
    ("Edge", r"Edge?A?(iOS)?/"),
    ("Firefox", r"Firefox/|FxiOS"),
    ("Chrome", r"Chrome/|CriOS|Chromium"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone|iPod"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("ChromeOS", r"CrOS"),
    ("Mac", r"Macintosh|Mac OS X"),
    ("Linux", r"Linux|X11"),
)


def name_of(user_agent: str) -> str:
    """“Chrome, Android”; "" for what says nothing we know."""
    user_agent = user_agent[:1000]
    found = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return ", ".join(word for word in found if word)


def _first(words: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((word for word, pattern in words if re.search(pattern, user_agent)), "")


def _key(request: HttpRequest) -> str:
    key = request.COOKIES.get(COOKIE, "")
    return key if re.fullmatch(r"[A-Za-z0-9_-]{22}", key) else ""


def known_key(request: HttpRequest, user: User | None) -> str:
    """The digest of this browser's key if `user` has signed in here before, else ""."""
    key = _key(request)
    if not key or user is None:
        return ""
    digest = token_digest(key)
    since = now() - FORGOTTEN_AFTER
    known = KnownDevice.objects.filter(user=user, key_digest=digest, seen_at__gte=since).exists()
    return digest if known else ""


def remember(request: HttpRequest, response: HttpResponse, user: User, at: datetime) -> None:
    """After a completed sign-in. The key stays one for all people of a browser; who is known is in the rows."""
    key = _key(request) or new_token()
    KnownDevice.objects.update_or_create(
        user=user, key_digest=token_digest(key), defaults={"seen_at": at}, create_defaults={"seen_at": at, "since": at}
    )
    too_many = KnownDevice.objects.filter(user=user).order_by("-seen_at", "-id").values_list("pk", flat=True)[MOST:]
    KnownDevice.objects.filter(pk__in=list(too_many)).delete()
    response.set_cookie(
        COOKIE,
        key,
        max_age=int(FORGOTTEN_AFTER.total_seconds()),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def forget_others(request: HttpRequest | None, user: User) -> None:
    """Whoever got hold of the password on another device is a stranger again."""
    here = _key(request) if request is not None else ""
    KnownDevice.objects.filter(user=user).exclude(key_digest=token_digest(here) if here else "").delete()
