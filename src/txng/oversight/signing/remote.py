"""A signing service that keeps the agency's key: CSC API 2 (credentials/info, credentials/authorize,
signatures/signHash), as the licensed services offer it. Only the digest of a paper leaves the machine.

The access token and, where the service asks for one, the PIN lie in the key folder (`signing/access-token`,
`signing/pin`), not in the environment, which every child process could read.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from asn1crypto import algos, x509
from django.conf import settings
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from txng.oversight.signing import SigningFailed, config
from txng.oversight.signing.http import post


class RemoteService:
    for_show = False

    def __init__(self) -> None:
        chosen = config()
        if not chosen["url"] or not chosen["credential"]:
            raise SigningFailed("TXNG_SIGNER_URL, TXNG_SIGNER_CREDENTIAL: not set")
        self.url: str = chosen["url"].rstrip("/")
        self.credential: str = chosen["credential"]
        self.timeout: float = chosen["timeout"]

    @contextmanager
    def opened(self) -> Iterator[Signer]:
        told = self.ask("credentials/info", {"credentialID": self.credential, "certificates": "chain"})
        try:
            encoded = [base64.b64decode(one, validate=True) for one in told["cert"]["certificates"]]
            chain = [x509.Certificate.load(one, strict=True) for one in encoded]
            if not chain[0].subject.native:  # asn1crypto reads lazily; what is no certificate shows here
                raise ValueError
        except (KeyError, IndexError, TypeError, ValueError) as trouble:
            raise SigningFailed(f"{self.credential}: no certificate in the answer") from trouble
        yield _Remote(self, chain)

    def ask(self, verb: str, question: dict[str, Any]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if token := _secret("access-token"):
            headers["Authorization"] = f"Bearer {token}"
        data = post(f"{self.url}/{verb}", json.dumps(question).encode(), headers, timeout=self.timeout)
        try:
            answer = json.loads(data)
        except ValueError as trouble:
            raise SigningFailed(f"{verb}: no JSON") from trouble
        if not isinstance(answer, dict):
            raise SigningFailed(f"{verb}: no JSON object")
        return answer

    def sign_hash(self, digest: bytes, digest_algorithm: str, mechanism: str) -> bytes:
        question: dict[str, Any] = {
            "credentialID": self.credential,
            "hashes": [base64.b64encode(digest).decode()],
            "hashAlgorithmOID": algos.DigestAlgorithmId(digest_algorithm).dotted,
            "signAlgo": algos.SignedDigestAlgorithmId(mechanism).dotted,
        }
        if pin := _secret("pin"):
            asked = {"credentialID": self.credential, "numSignatures": 1, "hashes": question["hashes"], "PIN": pin}
            question["SAD"] = self.ask("credentials/authorize", asked).get("SAD", "")
        try:
            return base64.b64decode(self.ask("signatures/signHash", question)["signatures"][0], validate=True)
        except (KeyError, IndexError, TypeError, ValueError) as trouble:
            raise SigningFailed("signatures/signHash: no signature in the answer") from trouble


class _Remote(Signer):
    """pyHanko builds the signature's container; the number in it comes from the service."""

    def __init__(self, service: RemoteService, chain: list[x509.Certificate]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        super().__init__(signing_cert=chain[0], cert_registry=store)
        self.service = service

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:  # pyHanko asks how long a signature is
            return bytes(512)
        mechanism = self.get_signature_mechanism_for_digest(digest_algorithm)["algorithm"].native
        digest = hashlib.new(digest_algorithm, data).digest()
        return await asyncio.to_thread(self.service.sign_hash, digest, digest_algorithm, mechanism)


def _secret(name: str) -> str:
    path = Path(settings.KEYS_FOLDER) / "signing" / name
    return path.read_text().strip() if path.exists() else ""
