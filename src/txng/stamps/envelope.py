"""The envelope of a print file: CMS AuthEnvelopedData (RFC 5083, 5084), which OpenSSL and every CMS tool opens.

The content is AES-256 in GCM, so a changed byte is noticed. Its key goes to the print house's RSA key by OAEP, or
under a passphrase (PBKDF2, RFC 3211), which is told apart from the file. `cryptography` writes neither, hence the few
DER lines here; a test opens what they write with `openssl cms -decrypt`.
"""

from __future__ import annotations

import os
import secrets

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from txng.kernel.text import CROCKFORD

ROUNDS = 600_000
SIGNS = 25  # of a passphrase: 125 bits
SMALLEST_KEY = 2_048
NONCE, TAG = 12, 16

_AUTH_ENVELOPED = "1.2.840.113549.1.9.16.1.23"
_DATA = "1.2.840.113549.1.7.1"
_AES_GCM = "2.16.840.1.101.3.4.1.46"
_AES_CBC = "2.16.840.1.101.3.4.1.42"
_OAEP, _MGF1, _SHA256 = "1.2.840.113549.1.1.7", "1.2.840.113549.1.1.8", "2.16.840.1.101.3.4.2.1"
_PBKDF2, _HMAC_SHA256 = "1.2.840.113549.1.5.12", "1.2.840.113549.2.9"
_PWRI_KEK = "1.2.840.113549.1.9.16.3.9"
_SEQUENCE, _SET, _INTEGER, _OCTETS, _NULL, _OID = 0x30, 0x31, 0x02, 0x04, 0x05, 0x06


def new_passphrase() -> str:
    """`7K3M9-QX2P4-…`: no sign looks like another, for it may be read out on the telephone."""
    signs = "".join(secrets.choice(CROCKFORD) for _ in range(SIGNS))
    return "-".join(signs[start : start + 5] for start in range(0, SIGNS, 5))


def to_certificate(key: bytes, certificate: x509.Certificate) -> bytes:
    """RecipientInfo for the holder of this certificate's RSA key."""
    public = certificate.public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    sha256 = hashes.SHA256()
    sealed = public.encrypt(key, padding.OAEP(padding.MGF1(sha256), sha256, None))
    digest = _seq(_oid(_SHA256), _tlv(_NULL))
    about = _seq(_oid(_OAEP), _seq(_tlv(0xA0, digest), _tlv(0xA1, _seq(_oid(_MGF1), digest))))
    who = _seq(certificate.issuer.public_bytes(), _int(certificate.serial_number))
    return _seq(_int(0), who, about, _tlv(_OCTETS, sealed))


def to_passphrase(key: bytes, passphrase: str) -> bytes:
    """RecipientInfo for whoever knows the passphrase."""
    salt, start = os.urandom(16), os.urandom(16)
    lock = PBKDF2HMAC(hashes.SHA256(), 32, salt, ROUNDS).derive(passphrase.encode("ascii"))
    # RFC 3211: a length, three signs that show the right passphrase, the key, filled up; encrypted twice.
    plain = bytes([len(key), *(255 - value for value in key[:3])]) + key
    plain += os.urandom(-len(plain) % 16)
    once = _cbc(lock, start, plain)
    twice = _cbc(lock, once[-16:], once)
    derived = _tlv(0xA0, _oid(_PBKDF2), _seq(_tlv(_OCTETS, salt), _int(ROUNDS), _seq(_oid(_HMAC_SHA256), _tlv(_NULL))))
    about = _seq(_oid(_PWRI_KEK), _seq(_oid(_AES_CBC), _tlv(_OCTETS, start)))
    return _tlv(0xA3, _int(0), derived, about, _tlv(_OCTETS, twice))


def before(recipient: bytes, nonce: bytes, size: int) -> bytes:
    """All of the envelope up to the content of `size` bytes; the content and its tag (`after`) follow."""
    algorithm = _seq(_oid(_AES_GCM), _seq(_tlv(_OCTETS, nonce), _int(TAG)))
    content = _head(0x80, size)
    inner = _oid(_DATA) + algorithm
    told = _head(_SEQUENCE, len(inner) + len(content) + size) + inner + content
    start = _int(0) + _tlv(_SET, recipient)
    whole = len(start) + len(told) + size + len(after(bytes(TAG)))
    body = _head(_SEQUENCE, whole) + start + told
    rest = len(body) + size + len(after(bytes(TAG)))
    wrapped = _head(0xA0, rest) + body
    name = _oid(_AUTH_ENVELOPED)
    return _head(_SEQUENCE, len(name) + len(wrapped) + size + len(after(bytes(TAG)))) + name + wrapped


def after(tag: bytes) -> bytes:
    return _tlv(_OCTETS, tag)


def _cbc(key: bytes, start: bytes, plain: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.CBC(start)).encryptor()
    return encryptor.update(plain) + encryptor.finalize()


def _head(tag: int, length: int) -> bytes:
    if length < 0x80:
        return bytes([tag, length])
    told = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(told)]) + told


def _tlv(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return _head(tag, len(body)) + body


def _seq(*parts: bytes) -> bytes:
    return _tlv(_SEQUENCE, *parts)


def _int(value: int) -> bytes:
    return _tlv(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _oid(dotted: str) -> bytes:
    first, second, *rest = (int(part) for part in dotted.split("."))
    body = b""
    for part in (first * 40 + second, *rest):
        signs = [part & 0x7F]
        while part := part >> 7:
            signs.append(part & 0x7F | 0x80)
        body += bytes(reversed(signs))
    return _tlv(_OID, body)
