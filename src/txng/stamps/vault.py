"""Where print files lie between their making and their taking: encrypted, in the installation's state.

The key of a file that no print house's certificate opens is held under a key of the key folder, never of the
database: a dump of it opens nothing (security.md 5.3).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from txng.kernel.secrets import secret_from_file
from txng.stamps.envelope import NONCE

_BLOCK = 1 << 20


def path_of(file_id: UUID) -> Path:
    return Path(settings.FILES_FOLDER) / "print-files" / f"{file_id}.sealed"


def hold(key: bytes, file_id: UUID) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_master()).encrypt(nonce, key, file_id.bytes)


def held(sealed: bytes, file_id: UUID) -> bytes:
    return AESGCM(_master()).decrypt(sealed[:NONCE], sealed[NONCE:], file_id.bytes)


def seal(plain: BinaryIO, file_id: UUID, key: bytes, nonce: bytes) -> tuple[int, bytes]:
    """Encrypt block by block into the vault; returns size and tag."""
    target = path_of(file_id)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    encryptor = Cipher(algorithms.AES(key), modes.GCM(nonce)).encryptor()
    size = 0
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        while block := plain.read(_BLOCK):
            size += len(block)
            out.write(encryptor.update(block))
        encryptor.finalize()
        out.flush()
        os.fsync(out.fileno())
    return size, encryptor.tag


def unsealed(file_id: UUID, key: bytes, nonce: bytes, tag: bytes) -> bytes:
    """The plain file, whole: its tag is checked before anybody gets a byte of it."""
    return AESGCM(key).decrypt(nonce, path_of(file_id).read_bytes() + tag, None)


def opened(file_id: UUID) -> BinaryIO:
    return open(path_of(file_id), "rb")


def blocks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while block := file.read(_BLOCK):
            yield block


def discard(file_id: UUID) -> None:
    path_of(file_id).unlink(missing_ok=True)


def _master() -> bytes:
    secret = secret_from_file(Path(settings.KEYS_FOLDER) / "print-files.key")
    return HKDF(hashes.SHA256(), 32, None, b"txng print files").derive(bytes.fromhex(secret))
