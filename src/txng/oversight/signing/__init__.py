"""Digital signatures on papers (PAdES), by whichever signer the installation has: `settings.SIGNING["signer"]`.

    demo     a key of its own making, marked as such in its certificate; proves nothing to anybody outside
    pkcs11   a token or HSM of the agency
    remote   a signing service over HTTP in the way of the Cloud Signature Consortium (CSC API 2)

Only the job loads what lies here: pyHanko takes more than a second to import.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings

if TYPE_CHECKING:
    from pyhanko.sign.signers.pdf_cms import Signer


class SigningFailed(Exception):
    """The paper could not be signed just now. The text is for the operator; it names no key and no secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose signature it is, as the paper and the public page name it."""

    name: str
    organisation: str
    serial: str
    for_show: bool


class Adapter(Protocol):
    for_show: bool

    def opened(self) -> AbstractContextManager[Signer]:
        """A signer that may be used inside the block. Raises SigningFailed."""


def config() -> dict[str, Any]:
    found: dict[str, Any] = settings.SIGNING
    return found


def adapter() -> Adapter:
    """The signer of this installation. Raises SigningFailed where the settings name none."""
    return _KINDS.get(config()["signer"], _none)()


def _demo() -> Adapter:
    from txng.oversight.signing.demo import DemoKey

    return DemoKey()


def _pkcs11() -> Adapter:
    from txng.oversight.signing.token import Token

    return Token()


def _remote() -> Adapter:
    from txng.oversight.signing.remote import RemoteService

    return RemoteService()


def _none() -> Adapter:
    raise SigningFailed(f"TXNG_SIGNER={config()['signer']}: demo, pkcs11 or remote")


_KINDS: dict[str, Callable[[], Adapter]] = {"demo": _demo, "pkcs11": _pkcs11, "remote": _remote}
