"""Which provider, told by the environment (docs/so-tay/dinh-danh-dien-tu.md). A wrong word stops the start."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    server: str  # its issuer, exactly as its own tokens write it
    client_id: str
    secret: str = field(repr=False)
    name: str = "VNeID"
    name_en: str = "VNeID"
    claim: str = "sub"  # what tells its people apart
    scopes: str = "openid"
    # What the provider must say it asked for to count as our second factor; nothing does unless told so.
    strong_acr: frozenset[str] = frozenset()
    strong_amr: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not may_be_asked(self.server, self.server):
            raise ImproperlyConfigured("TXNG_OIDC_SERVER must be an https:// address.")
        if not self.client_id or not self.secret:
            raise ImproperlyConfigured("TXNG_OIDC_CLIENT and a secret in TXNG_OIDC_SECRET_FILE belong to a provider.")
        if "openid" not in self.scopes.split():
            raise ImproperlyConfigured("TXNG_OIDC_SCOPES must contain openid.")

    @property
    def shown_name(self) -> str:
        return self.name if get_language() == "vi" else self.name_en

    @property
    def key(self) -> str:
        """Links made under another provider, or by another claim of it, mean nobody here."""
        return f"{self.server}#{self.claim}"


def may_be_asked(address: object, server: str) -> bool:
    """Whether a secret or a person may be sent there: https, or this very machine while trying it out."""
    try:
        parts = urlsplit(str(address))
        host = parts.hostname or ""
    except ValueError:
        return False
    if not host or parts.username is not None or parts.fragment:
        return False
    own = host in _LOOPBACK and (urlsplit(server).hostname or "") in _LOOPBACK
    return parts.scheme == "https" or (parts.scheme == "http" and own)


def current() -> Provider | None:
    found: Provider | None = settings.OUTSIDE_SIGN_IN
    return found


def from_environment(environ: Mapping[str, str], *, repository: Path, state: Path) -> Provider | None:
    server = environ.get("TXNG_OIDC_SERVER", "").strip()
    if not server:
        return None
    name = environ.get("TXNG_OIDC_NAME", "").strip() or "VNeID"
    return Provider(
        server=server,
        client_id=environ.get("TXNG_OIDC_CLIENT", "").strip(),
        secret=_secret(environ.get("TXNG_OIDC_SECRET_FILE", ""), repository, state),
        name=name,
        name_en=environ.get("TXNG_OIDC_NAME_EN", "").strip() or name,
        claim=environ.get("TXNG_OIDC_CLAIM", "").strip() or "sub",
        scopes=environ.get("TXNG_OIDC_SCOPES", "").strip() or "openid",
        strong_acr=frozenset(environ.get("TXNG_OIDC_STRONG_ACR", "").split()),
        strong_amr=frozenset(environ.get("TXNG_OIDC_STRONG_AMR", "").split()),
    )


def _secret(named: str, repository: Path, state: Path) -> str:
    """Never a value of the environment, which every child process and crash report sees; never part of a checkout."""
    path = Path(named).resolve()
    if not named or not path.is_file():
        raise ImproperlyConfigured("TXNG_OIDC_SECRET_FILE must name the file with the secret of the client.")
    if path.is_relative_to(repository.resolve()) and not path.is_relative_to(state.resolve()):
        raise ImproperlyConfigured("TXNG_OIDC_SECRET_FILE must lie outside the program's own folder.")
    if path.stat().st_mode & stat.S_IRWXO:
        raise ImproperlyConfigured("TXNG_OIDC_SECRET_FILE must not be readable by everybody (chmod 600).")
    return path.read_text("utf-8").strip()
