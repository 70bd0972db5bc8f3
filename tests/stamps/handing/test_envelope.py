"""What leaves the house is opened by the OpenSSL of the print house, and by nobody else."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests import make
from tests.harness import ensure_program
from txng.stamps import envelope

pytestmark = pytest.mark.any_server


def sealed(content: bytes, recipient: bytes, key: bytes) -> bytes:
    nonce = os.urandom(envelope.NONCE)
    both = AESGCM(key).encrypt(nonce, content, None)
    return envelope.before(recipient, nonce, len(content)) + both[:-16] + envelope.after(both[-16:])


def openssl(folder: Path, data: bytes, *words: str) -> bytes | None:
    (folder / "tem.p7m").write_bytes(data)
    (folder / "out").unlink(missing_ok=True)
    command = [
        ensure_program("openssl", "openssl"),
        "cms",
        "-decrypt",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "tem.p7m",
        "-out",
        "out",
        *words,
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True)
    return (folder / "out").read_bytes() if done.returncode == 0 else None


# The lengths at which DER needs one more byte for a length.
@pytest.mark.parametrize("size", [0, 1, 90, 127, 128, 255, 256, 65_000, 65_535, 65_536, 300_000])
def test_the_print_house_opens_it_with_its_key(tmp_path: Path, size: int) -> None:
    private, certificate = make.key_and_certificate()
    (tmp_path / "key.pem").write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    key, content = os.urandom(32), os.urandom(size)
    recipient = envelope.to_certificate(key, x509.load_pem_x509_certificate(certificate.encode()))

    assert openssl(tmp_path, sealed(content, recipient, key), "-inkey", "key.pem") == content


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    key = os.urandom(32)
    data = bytearray(sealed(b"x" * 1_000, envelope.to_passphrase(key, "7K3M9"), key))
    assert openssl(tmp_path, bytes(data), "-pwri_password", "7K3M9") == b"x" * 1_000
    data[-200] ^= 1
    assert openssl(tmp_path, bytes(data), "-pwri_password", "7K3M9") is None


def test_the_passphrase_opens_it_and_no_other_does(tmp_path: Path) -> None:
    key, passphrase = os.urandom(32), envelope.new_passphrase()
    data = sealed(b"codes", envelope.to_passphrase(key, passphrase), key)

    assert openssl(tmp_path, data, "-pwri_password", passphrase) == b"codes"
    assert openssl(tmp_path, data, "-pwri_password", envelope.new_passphrase()) is None


def test_a_passphrase_holds_125_bits_and_no_sign_that_looks_like_another() -> None:
    made = {envelope.new_passphrase() for _ in range(200)}
    assert len(made) == 200
    assert all(len(one.replace("-", "")) == 25 and not set(one) & set("ILOU") for one in made)
