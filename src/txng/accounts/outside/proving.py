"""What an ID token proves (OpenID Connect Core 3.1.3.7): whatever is not as asked for proves nothing."""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass
from typing import Any

import jwt

from txng.accounts.outside import talking
from txng.accounts.outside.provider import Provider

# Public keys alone. With HS256 whoever knows the public key could sign; with none, anybody.
_ALGORITHMS = {
    "RSA": ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    "EC": ("ES256", "ES384", "ES512"),
    "OKP": ("EdDSA",),
}
_CLOCKS_DIFFER = 60
_OLDEST = 600  # a token is fetched moments after it was made
_LONGEST = 255


class NotProved(Exception):
    """The word is for the security log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    identity: str  # who it is, as the provider tells its people apart
    authenticated_at: float | None  # when the provider last asked them who they are, where it says so
    strong: bool  # it asked for what the installation takes as a second factor


def prove(provider: Provider, token: str, nonce: str) -> Proof:
    claims = _verified(provider, token)
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise NotProved("nonce")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else provider.client_id) != provider.client_id:
        raise NotProved("azp")
    if claims["iat"] < time.time() - _OLDEST:
        raise NotProved("iat")
    identity = claims.get(provider.claim)
    if not isinstance(identity, str) or not 0 < len(identity) <= _LONGEST or "\0" in identity:
        raise NotProved("claim")
    return Proof(identity=identity, authenticated_at=_moment(claims.get("auth_time")), strong=_strong(provider, claims))


def _verified(provider: Provider, token: str) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
        key = _key(provider, header, anew=False) or _key(provider, header, anew=True)
        if key is None:
            raise NotProved("key")
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=[header["alg"]],
            audience=provider.client_id,
            issuer=provider.server,
            leeway=_CLOCKS_DIFFER,
            options={"require": ["iss", "aud", "exp", "iat", "sub"], "enforce_minimum_key_length": True},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        # A stranger's text until it is proved; the library fails on it in all these ways.
        raise NotProved(type(error).__name__) from None
    return claims


def _key(provider: Provider, header: dict[str, Any], *, anew: bool) -> jwt.PyJWK | None:
    """The one key the token can mean. What may sign is ours to say, never the token's."""
    algorithm, name = header.get("alg"), header.get("kid")
    fitting = [
        key
        for key in talking.keys(provider, anew=anew)
        if algorithm in _ALGORITHMS.get(str(key.get("kty")), ())
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (name is None or key.get("kid") == name)
    ]
    return jwt.PyJWK(fitting[0], algorithm=algorithm) if len(fitting) == 1 else None


def _moment(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _strong(provider: Provider, claims: dict[str, Any]) -> bool:
    ways = claims.get("amr")
    used = {way for way in ways if isinstance(way, str)} if isinstance(ways, list) else set()
    asked_for = claims.get("acr")
    return (isinstance(asked_for, str) and asked_for in provider.strong_acr) or bool(used & provider.strong_amr)
