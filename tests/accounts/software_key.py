"""A passkey in software: answers a browser's question as a phone would, for tests without a browser."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def to_text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def to_bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class SoftwareKey:
    def __init__(self, host: str = "testserver", *, verifies: bool = True) -> None:
        self.host, self.verifies = host, verifies
        self.id = secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.handle = b""

    def _flags(self, more: int = 0) -> int:
        return PRESENT | (VERIFIED if self.verifies else 0) | more

    def _client_data(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(type=kind, challenge=challenge, origin=f"https://{self.host}")

    def _answer(self, response: dict[str, Any]) -> str:
        return json.dumps(
            {
                "id": to_text(self.id),
                "rawId": to_text(self.id),
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
            }
        )

    def make(self, question: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.create`."""
        asked = question["publicKey"]
        self.handle = to_bytes(asked["user"]["id"])
        credential = AttestedCredentialData.create(
            Aaguid.NONE, self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(
            sha256(asked["rp"]["id"].encode()).digest(), self._flags(ATTESTED), 0, bytes(credential)
        )
        client = self._client_data("webauthn.create", asked["challenge"])
        attestation = AttestationObject.create("none", data, {})
        return self._answer(
            {"clientDataJSON": to_text(bytes(client)), "attestationObject": to_text(bytes(attestation))}
        )

    def sign(self, question: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.get`."""
        asked = question["publicKey"]
        data = AuthenticatorData.create(sha256(asked["rpId"].encode()).digest(), self._flags(), 1)
        client = self._client_data("webauthn.get", asked["challenge"])
        signature = self.key.sign(bytes(data) + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": to_text(bytes(client)),
                "authenticatorData": to_text(bytes(data)),
                "signature": to_text(signature),
                "userHandle": to_text(self.handle),
            }
        )
