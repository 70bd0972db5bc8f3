"""A token or HSM of the agency behind a PKCS#11 library (`pip install pyhanko[pkcs11]` on the machine that has one).

The PIN lies in the key folder (`signing/pin`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from pyhanko.sign.signers.pdf_cms import Signer

from txng.oversight.signing import SigningFailed, config


class Token:
    for_show = False

    def __init__(self) -> None:
        chosen = config()
        if not chosen["module"] or not chosen["label"]:
            raise SigningFailed("TXNG_SIGNER_MODULE, TXNG_SIGNER_LABEL: not set")
        if not Path(chosen["module"]).is_file():
            raise SigningFailed(f"{chosen['module']}: no such library")
        self.module: str = chosen["module"]
        self.token: str = chosen["token"]
        self.label: str = chosen["label"]

    @contextmanager
    def opened(self) -> Iterator[Signer]:
        try:
            import pkcs11
            from pyhanko.sign import pkcs11 as of_tokens
        except ImportError as trouble:
            raise SigningFailed("python-pkcs11 is not installed") from trouble
        pin = Path(settings.KEYS_FOLDER) / "signing" / "pin"
        try:
            session = of_tokens.open_pkcs11_session(
                self.module,
                token_criteria=of_tokens.TokenCriteria(label=self.token) if self.token else None,
                user_pin=pin.read_text().strip() if pin.exists() else None,
            )
        except (pkcs11.PKCS11Error, RuntimeError, OSError) as trouble:
            raise SigningFailed(f"{self.token or self.module}: {type(trouble).__name__}") from trouble
        try:
            yield of_tokens.PKCS11Signer(session, cert_label=self.label, key_label=self.label)
        except pkcs11.PKCS11Error as trouble:
            raise SigningFailed(f"{self.label}: {type(trouble).__name__}") from trouble
        finally:
            session.close()
