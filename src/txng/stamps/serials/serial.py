"""Serial ⇄ (key version, counter), bound to the product by the tweak (names.md 4)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from numpy.typing import NDArray

from txng.kernel.text import CROCKFORD
from txng.stamps.serials.ff1 import Ff1

LENGTH = 16
COUNTERS = 1 << 36
_HALF = (1 << 40) - 1
LIVE_VERSIONS = 4
BATCH = 10_000  # fits the processor's cache; one large batch is half as fast

_ALPHABET = np.frombuffer(CROCKFORD.encode(), dtype=np.uint8)
_SHIFTS = np.arange(35, -1, -5, dtype=np.uint64)
_VALUE = {character: value for value, character in enumerate(CROCKFORD)}
# Crockford's characters, small ones too, to the numerals Python reads in base 32; all others to one that is none.
_NUMERALS = bytes(
    ord("0123456789abcdefghijklmnopqrstuv"[_VALUE[c]]) if (c := chr(byte).upper()) in _VALUE else ord("!")
    for byte in range(256)
)
_TYPED = str.maketrans({"O": "0", "I": "1", "L": "1"})


class Opened(NamedTuple):
    version: int
    counter: int


class OpenedTyped(NamedTuple):
    tweak: int
    version: int
    counter: int


class UnreadableCode(ValueError):
    """A typed code that cannot be a serial; `code` is `length` or `characters` (“Mã gồm 16 ký tự”)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class KeyRing:
    """The key versions, newest first. Codes are issued under the live ones alone, at most four; withdrawn ones still
    open, so that a stamp of theirs is told “no longer good” and not “never issued”."""

    __slots__ = ("_ciphers", "_decrypts", "_pins", "versions", "withdrawn")

    def __init__(self, masters: Mapping[int, bytes], withdrawn: Mapping[int, bytes] | None = None) -> None:
        gone = withdrawn or {}
        if not masters and not gone:
            raise ValueError("a key ring needs a key")
        self.versions = tuple(sorted(masters, reverse=True)[:LIVE_VERSIONS])
        self.withdrawn = tuple(sorted(set(gone) - set(masters), reverse=True))
        every = {**{version: masters[version] for version in self.versions}, **{v: gone[v] for v in self.withdrawn}}
        self._ciphers = {version: Ff1(_derive(master, version)) for version, master in every.items()}
        self._pins = {version: _derive(master, version, "pin hmac-sha256") for version, master in every.items()}
        self._decrypts = [(version, cipher.decrypt) for version, cipher in self._ciphers.items()]

    def __repr__(self) -> str:
        return f"<KeyRing versions {', '.join(map(str, self._ciphers))}>"

    @property
    def newest(self) -> int:
        """The newest live version; IndexError when every one is withdrawn."""
        return self.versions[0]

    @property
    def opening(self) -> tuple[int, ...]:
        return tuple(self._ciphers)

    def cipher(self, version: int) -> Ff1:
        return self._ciphers[version]

    def pin_key(self, version: int) -> bytes:
        return self._pins[version]


def _derive(master: bytes, version: int, what: str = "serial ff1-aes256") -> bytes:
    if len(master) != 32:
        raise ValueError("a master key has 32 bytes")
    info = f"txng {what} version {version}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(master)


def tweak_of(gtin: str) -> int:
    """GTIN-14 as an integer; 0 for goods without a GTIN, whose codes live under /t/."""
    return int(gtin or "0")


def issue(ring: KeyRing, version: int, tweak: int, first: int, count: int) -> list[str]:
    """The serials of counters `first` … `first + count - 1`."""
    return [row.tobytes().decode("ascii") for row in issue_array(ring, version, tweak, first, count)]


def issue_array(ring: KeyRing, version: int, tweak: int, first: int, count: int) -> NDArray[np.uint8]:
    """The same as ASCII bytes, one row of sixteen a serial: what the QR writer takes."""
    if first < 0 or count < 0 or first + count > COUNTERS:
        raise ValueError("counters run from 0 to 2³⁶ - 1")
    if version not in ring.versions:
        raise ValueError(f"nothing is issued under key version {version}")
    cipher, rows = ring.cipher(version), np.empty((count, LENGTH), dtype=np.uint8)
    for start, size in _batches(count):
        counters = np.arange(first + start, first + start + size, dtype=np.uint64)
        halves = cipher.encrypt_many(np.zeros(size, np.uint64), counters, np.full(size, tweak, np.uint64))
        for place, half in zip((0, 8), halves, strict=True):
            numerals = (half[:, None] >> _SHIFTS) & np.uint64(31)
            rows[start : start + size, place : place + 8] = _ALPHABET[numerals]
    return rows


def open_serial(ring: KeyRing, text: str, tweak: int) -> Opened | None:
    """Which counter a printed serial is; None if forged or foreign. Case is forgiven, look-alikes are not."""
    value = _value(text)
    if value < 0:
        return None
    left, right = value >> 40, value & _HALF
    for version, decrypt in ring._decrypts:
        zeros, counter = decrypt(left, right, tweak)
        # The 44 zero bits: one guess in 2⁴⁴ gets past them, and then meets the range table.
        if not zeros and counter < COUNTERS:
            return Opened(version, counter)
    return None


def open_typed(ring: KeyRing, text: str, tweaks: Sequence[int] | NDArray[np.uint64]) -> list[OpenedTyped]:
    """Try a typed code against every product at once, in the order given (0 first, names.md 4).

    More than one answer is possible only by a coincidence of 2⁻⁴⁴ a product; the range table decides.
    """
    value = _value(text)
    if value < 0 or len(tweaks) == 0:
        return []
    halves = value >> 40, value & _HALF
    every = np.asarray(tweaks, dtype=np.uint64)
    found: list[tuple[int, OpenedTyped]] = []
    for version in ring.opening:
        for start, size in _batches(len(every)):
            part = every[start : start + size]
            left, right = ring.cipher(version).decrypt_many(
                np.full(size, halves[0], np.uint64), np.full(size, halves[1], np.uint64), part
            )
            for hit in np.flatnonzero((left == 0) & (right < COUNTERS)):
                found.append((start + int(hit), OpenedTyped(int(part[hit]), version, int(right[hit]))))
    return [opened for _, opened in sorted(found, key=lambda pair: pair[0])]


def clean_typed(text: str) -> str:
    """The sixteen characters a person meant: O→0, I and L→1; spaces, dashes and case do not matter."""
    kept = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in _IGNORED)
    code = "".join(kept).upper().translate(_TYPED)
    if len(code) != LENGTH:
        raise UnreadableCode("length")
    if not _VALUE.keys() >= set(code):
        raise UnreadableCode("characters")
    return code


# Spaces, dashes, control and format signs (a code pasted from a chat brings zero-width ones along).
_IGNORED = frozenset({"Zs", "Zl", "Zp", "Pd", "Cc", "Cf"})


def _value(text: str) -> int:
    """The eighty bits of sixteen characters; -1 for what is no serial."""
    if len(text) != LENGTH:
        return -1
    try:
        return int(text.encode("ascii").translate(_NUMERALS), 32)
    except ValueError:  # a character of no numeral, or beyond ASCII
        return -1


def _batches(count: int) -> Iterator[tuple[int, int]]:
    for start in range(0, count, BATCH):
        yield start, min(BATCH, count - start)
