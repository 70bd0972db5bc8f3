"""Sending a browser to the provider, and knowing it again when it comes back: state, nonce and PKCE (RFC 7636).

What was asked stays in the session of the browser that asked, so nobody else's answer can be put in its place; it is
taken out when the answer comes, so no answer counts twice.
"""

from __future__ import annotations

import base64
import secrets
import time
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from txng.accounts.outside.provider import Provider

SIGN_IN, LINK = "sign_in", "link"
LIFE = 600  # seconds to sign in over there
_SESSION = "outside"
_AT_ONCE = 3  # tabs


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    purpose: str
    person: int | None  # who wants to link
    nonce: str
    verifier: str
    back: str  # the address the provider was told
    following: str
    language: str
    at: float


def begin(
    request: HttpRequest,
    provider: Provider,
    about: dict[str, Any],
    *,
    purpose: str,
    following: str = "",
) -> str:
    """The provider's address for this browser."""
    state = secrets.token_urlsafe(32)
    asked = Asked(
        purpose=purpose,
        person=request.user.pk if purpose == LINK else None,
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        back=address_back(request),
        following=following,
        language=translation.get_language() or settings.LANGUAGE_CODE,
        at=time.time(),
    )
    earlier: dict[str, Any] = request.session.get(_SESSION, {})
    request.session[_SESSION] = dict([*earlier.items(), (state, asdict(asked))][-_AT_ONCE:])
    fields = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": asked.back,
        "scope": provider.scopes,
        "state": state,
        "nonce": asked.nonce,
        "code_challenge": challenge(asked.verifier),
        "code_challenge_method": "S256",
        "ui_locales": asked.language,
    }
    if provider.strong_acr:
        fields["acr_values"] = " ".join(sorted(provider.strong_acr))
    if purpose == LINK:  # on a machine many people use, whoever signed in over there before is somebody else
        fields |= {"prompt": "login", "max_age": "0"}
    address = str(about["authorization_endpoint"])
    return f"{address}{'&' if '?' in address else '?'}{urlencode(fields)}"


def take(request: HttpRequest, state: str) -> Asked | None:
    """What this browser asked under that state, once."""
    waiting: dict[str, Any] = dict(request.session.get(_SESSION, {}))
    found = waiting.pop(state, None)
    if found is None:
        return None
    request.session[_SESSION] = waiting
    asked = Asked(**found)
    return asked if 0 <= time.time() - asked.at <= LIFE else None


def address_back(request: HttpRequest) -> str:
    """One address for both languages: it is written down at the provider, letter by letter."""
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("outside-return")
    scheme = "https" if settings.SESSION_COOKIE_SECURE else request.scheme
    return f"{scheme}://{request.get_host()}{path}"


def challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
