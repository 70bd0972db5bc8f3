"""What a print house sends to be registered: a certificate with an RSA key, as a file or as pasted text."""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.translation import gettext as _

from txng.kernel.errors import RuleBroken
from txng.stamps.envelope import SMALLEST_KEY

LONGEST = 20_000


def read_certificate(data: bytes, at: datetime) -> x509.Certificate:
    """PEM or DER; refused with a sentence when files cannot be locked to it."""
    if b"PRIVATE KEY" in data:
        raise RuleBroken(
            _("This is the private key. It stays with the print house; ask for the certificate alone."), code="private"
        )
    try:
        pem = b"-----BEGIN CERTIFICATE-----" in data
        found = x509.load_pem_x509_certificate(data) if pem else x509.load_der_x509_certificate(data)
        public = found.public_key()
    except Exception as trouble:  # whatever a stranger's bytes make of the parser
        raise RuleBroken(
            _("This is not a certificate. Ask the print house for a file ending in .crt, .cer or .pem."),
            code="certificate",
        ) from trouble
    if not isinstance(public, rsa.RSAPublicKey) or public.key_size < SMALLEST_KEY:
        raise RuleBroken(_("Files are locked to an RSA key of at least 2048 bits."), code="key")
    if not found.not_valid_before_utc <= at < found.not_valid_after_utc:
        raise RuleBroken(_("This certificate is not valid today."), code="not_valid")
    return found


def fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode("ascii")
