"""The key of an installation that has none from a licensed authority: for showing and for tests.

It lies outside the database, in the key folder, and its certificate says in its subject what it is. The authority
behind it signs this one certificate and its own key is thrown away, so that nobody can make a second one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.sign.signers.pdf_cms import Signer, SimpleSigner

from txng import provinces

MARK = "KHÓA TRÌNH DIỄN, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
YEARS = 10


class DemoKey:
    for_show = True

    @contextmanager
    def opened(self) -> Iterator[Signer]:
        folder = made()
        signer = SimpleSigner.load(
            key_file=str(folder / "key.pem"),
            cert_file=str(folder / "certificate.pem"),
            ca_chain_files=(str(folder / "root.pem"),),
        )
        if signer is None:
            raise RuntimeError(f"{folder} holds no readable key")
        yield signer


def folder() -> Path:
    return Path(settings.KEYS_FOLDER) / "signing" / f"demo-{provinces.current().id}"


def made() -> Path:
    """The folder of the key, filled on first use. Two workers may begin at once: the slower keeps the faster's."""
    place = folder()
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = Path(tempfile.mkdtemp(dir=place.parent))  # mode 0700
        try:
            _fill(beside)
            with suppress(OSError):  # a folder that is not empty is not replaced
                beside.rename(place)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return place


def _fill(place: Path) -> None:
    identity = provinces.current().identity
    now = datetime.now(UTC)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    # Short, so that the mark is not what is cut off where a reader shows one line.
    own_name = _name(f"TRÌNH DIỄN – {identity.operator_short} {identity.full_name}", identity.operator_name)
    root_name = _name("TRÌNH DIỄN – gốc", identity.operator_name)
    root = (
        _certificate(root_name, root_name, root_key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    certificate = (
        _certificate(own_name, root_name, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem = serialization.Encoding.PEM
    for name, data in (
        ("key.pem", private),
        ("certificate.pem", certificate.public_bytes(pem)),
        ("root.pem", root.public_bytes(pem)),
    ):
        handle = os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
    )


def _name(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _fit(organisation)),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, _fit(common)),
        ]
    )


def _fit(text: str) -> str:
    """At most 64 bytes (RFC 5280 bounds these names), never half a letter."""
    return text.encode()[:64].decode(errors="ignore")


def _usage(**used: bool) -> x509.KeyUsage:
    kinds = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
        *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{kind: used.get(kind, False) for kind in kinds})
