"""A second reader of signed PDFs, which shares no line with the one that signs.

It takes the file apart by hand: the /ByteRange it declares, the bytes it covers, the CMS in the gap, read by
`cryptography` and a DER walk of its own. It says valid only when every byte of the file but the signature itself is
covered, the digest in the signed attributes is that of these bytes, and the signature over the attributes is the
certificate's, whose issuer is the root that was given.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs7

MESSAGE_DIGEST = bytes.fromhex("06092a864886f70d010904")
SIGNING_CERTIFICATE_V2 = bytes.fromhex("060b2a864886f70d010910022f")


class Invalid(Exception):
    """Why the signature does not hold."""


@dataclass(frozen=True)
class Reading:
    signer: x509.Certificate
    covered: tuple[range, range]


def read(pdf: bytes, root: x509.Certificate) -> Reading:
    found = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    if len(found) != 1:
        raise Invalid(f"{len(found)} signatures")
    start, length, second, rest = map(int, found[0])
    if start != 0 or second + rest != len(pdf) or length >= second:
        raise Invalid("something stands outside the signature")
    gap = pdf[length:second]
    if not re.fullmatch(rb"<[0-9a-fA-F]*>", gap):
        raise Invalid("no signature in the gap")
    try:
        container = _trimmed(bytes.fromhex(gap[1:-1].decode()))
        certificates = pkcs7.load_der_pkcs7_certificates(container)
        return _judge(
            container, certificates, pdf[:length] + pdf[second:], root, (range(length), range(second, len(pdf)))
        )
    except (ValueError, IndexError) as broken:
        raise Invalid(str(broken)) from broken


def _judge(
    container: bytes,
    certificates: list[x509.Certificate],
    covered: bytes,
    root: x509.Certificate,
    ranges: tuple[range, range],
) -> Reading:
    attributes, signature = _signer_info(container)
    digest = _value_after(attributes, MESSAGE_DIGEST)
    if digest != hashlib.sha256(covered).digest():
        raise Invalid("the digest is of other bytes")
    # PAdES binds the certificate itself: its digest stands among what is signed.
    bound = next((c for c in certificates if c.fingerprint(hashes.SHA256()) in attributes), None)
    if bound is None or SIGNING_CERTIFICATE_V2 not in attributes:
        raise Invalid("the certificate is not bound to the signature")
    signed = b"\x31" + attributes[1:]  # RFC 5652 5.4: signed as a SET, stored under a tag of its place
    try:
        _verify(bound.public_key(), signature, signed)
        bound.verify_directly_issued_by(root)
    except Exception as broken:
        raise Invalid(f"the signature does not fit: {broken!r}") from broken
    return Reading(bound, ranges)


def _verify(key: object, signature: bytes, signed: bytes) -> None:
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
    elif isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    else:
        raise Invalid("a key of another kind")


def _trimmed(padded: bytes) -> bytes:
    """The gap is filled up with zeros; the container says itself how long it is."""
    _tag, _head, end = _element(padded, 0)
    if any(padded[end:]):
        raise Invalid("something stands behind the signature")
    return padded[:end]


def _element(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag, start of the contents, end of a DER element."""
    tag, size = data[at], data[at + 1]
    at += 2
    if size & 0x80:
        width = size & 0x7F
        if not 1 <= width <= 4:
            raise Invalid("a length that DER does not know")
        size = int.from_bytes(data[at : at + width], "big")
        at += width
    if at + size > len(data):
        raise Invalid("an element longer than its file")
    return tag, at, at + size


def _children(data: bytes, at: int) -> list[tuple[int, int, int, int]]:
    """(tag, start, start of contents, end) of what stands in the element at `at`."""
    _tag, inner, end = _element(data, at)
    found = []
    while inner < end:
        tag, contents, after = _element(data, inner)
        found.append((tag, inner, contents, after))
        inner = after
    return found


def _signer_info(container: bytes) -> tuple[bytes, bytes]:
    """The signed attributes as they stand, and the signature, of the one signer."""
    content = _children(container, 0)[1]  # ContentInfo: type, [0] SignedData
    signed_data = _children(container, content[2])
    infos = _children(container, signed_data[-1][1])
    if len(infos) != 1:
        raise Invalid(f"{len(infos)} signers")
    parts = _children(container, infos[0][1])
    attributes = next((part for part in parts if part[0] == 0xA0), None)
    signature = next((part for part in parts if part[0] == 0x04), None)
    if attributes is None or signature is None:
        raise Invalid("no signed attributes")
    return container[attributes[1] : attributes[3]], container[signature[2] : signature[3]]


def _value_after(attributes: bytes, name: bytes) -> bytes:
    for _tag, start, _contents, _end in _children(attributes, 0):
        parts = _children(attributes, start)
        if attributes[parts[0][1] : parts[0][3]] == name:
            (value,) = _children(attributes, parts[1][1])
            return attributes[value[2] : value[3]]
    raise Invalid("no digest among the signed attributes")
