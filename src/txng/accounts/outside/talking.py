"""Asking the provider: a few small JSON answers, each within seconds, none of them followed elsewhere."""

from __future__ import annotations

import base64
import http.client
import json
import time
from typing import Any, NoReturn
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.core.cache import cache

from txng.accounts.outside.provider import Provider, may_be_asked

SECONDS = 5.0  # a person waits, and with them one of the site's few threads
LARGEST = 200_000
_KEPT = 600
_ASKED_AGAIN_EVERY = 60


class NoAnswer(Exception):
    """Down, too slow, or not what OpenID Connect says; the words are for the log, never for a page."""


class Declined(NoAnswer):
    """It answered, and said no: the code was no good, or our secret is not."""


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, req: Request, fp: Any, *_: Any) -> NoReturn:
        fp.close()
        raise NoAnswer("redirects elsewhere")


def description(provider: Provider) -> dict[str, Any]:
    """What the provider says about itself, refused where it could send somebody or a secret astray."""
    found = _kept(provider, "description", f"{provider.server.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != provider.server:
        raise NoAnswer("another issuer than the one configured")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not may_be_asked(found.get(name), provider.server):
            raise NoAnswer(f"{name} is no https address")
    return found


def keys(provider: Provider, *, anew: bool = False) -> list[dict[str, Any]]:
    """The provider's public keys; `anew` after it has changed them, yet no token can make us ask all the time."""
    if anew and cache.add(_name(provider, "asked-again"), 1, timeout=_ASKED_AGAIN_EVERY):
        cache.delete(_name(provider, "keys"))
    found = _kept(provider, "keys", description(provider)["jwks_uri"]).get("keys")
    if not isinstance(found, list):
        raise NoAnswer("no keys")
    return [key for key in found if isinstance(key, dict)]


def id_token(provider: Provider, *, code: str, verifier: str, back: str) -> str:
    """The signed word about who came, for the code they brought."""
    about = description(provider)
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers = {}
    # RFC 6749 2.3.1; where nothing is said, Basic is what every provider takes.
    ways = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if "client_secret_basic" in ways:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        fields |= {"client_id": provider.client_id, "client_secret": provider.secret}
    token = _ask(about["token_endpoint"], urlencode(fields).encode(), headers).get("id_token")
    if not isinstance(token, str):
        raise NoAnswer("no id_token")
    return token


def _kept(provider: Provider, what: str, address: str) -> dict[str, Any]:
    found: dict[str, Any] | None = cache.get(_name(provider, what))
    if found is None:
        found = _ask(address)
        cache.set(_name(provider, what), found, timeout=_KEPT)
    return found


def _name(provider: Provider, what: str) -> str:
    return f"outside:{what}:{quote(provider.server, safe='')}"


def _ask(address: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> dict[str, Any]:
    request = Request(address, data=body, headers={"Accept": "application/json", **(headers or {})})
    own = urlsplit(address).scheme == "http"  # this machine (provider.may_be_asked): no proxy lies between
    opener = build_opener(_NoRedirects, *([ProxyHandler({})] if own else []))
    until = time.monotonic() + SECONDS
    text = b""
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            while piece := answer.read1(16_384):
                text += piece
                if len(text) > LARGEST or time.monotonic() > until:
                    raise NoAnswer("too much or too slow")
        found = json.loads(text)
    except HTTPError as error:
        error.close()
        raise (Declined if error.code < 500 else NoAnswer)(f"HTTP {error.code}") from None
    except (OSError, http.client.HTTPException, ValueError, RecursionError) as error:
        raise NoAnswer(type(error).__name__) from None  # its words may quote what was sent
    if not isinstance(found, dict):
        raise NoAnswer("no JSON object")
    return found
