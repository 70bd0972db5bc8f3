"""Pages that are compressed before anybody asks: ready pieces, and between them the few words a scan decides.

A gzip body is a run of deflate blocks. What stands on a page before the scan is deflated piece by piece, each ending at
a byte with nothing of it referred to later (a full flush); a scan's own words go between them as stored blocks. The
checksum of the whole follows from those of the pieces: appending bytes is a linear map of the checksum so far, kept
as a table of eight nibbles. So an answer costs a join of bytes, whatever the page weighs.

Nothing here knows of Django: the front door loads no more than it needs.
"""

from __future__ import annotations

import json
import struct
import zlib
from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

LEVEL = 9
PAD = 64  # bytes a piece is a multiple of, where it may end in more white space
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"  # gzip, no name, no time
_END = b"\x03\x00"  # an empty last block
_LONGEST = 0xFFFF  # of a stored block
_ABOUT, _LAST, _STORED = struct.Struct("<III"), struct.Struct("<II"), struct.Struct("<BHH")


class Piece(NamedTuple):
    """Part of a page that no scan changes. `shift` takes the checksum of what stands before to after this piece."""

    deflated: bytes
    length: int
    checksum: int
    shift: array[int]


def piece(text: bytes) -> Piece:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)
    return Piece(deflated, len(text), zlib.crc32(text), _shift(len(text)))


def compose(pieces: Sequence[Piece], words: Sequence[bytes]) -> bytes:
    """The gzip body of piece, word, piece, word … piece. `words` is one shorter than `pieces`."""
    body, checksum, length = _joined(0, pieces, [b"", *words])
    return b"".join((_HEAD, body, _END, _LAST.pack(checksum, length)))


def opened(begins: Piece) -> bytes:
    """How the gzip body of every page goes that begins with this piece."""
    return _HEAD + begins.deflated


def rest(begins: Piece, pieces: Sequence[Piece], words: Sequence[bytes]) -> bytes:
    """What follows `opened(begins)` on a page whose words are known: with it, all that is sent of it."""
    body, checksum, length = _joined(begins.checksum, pieces, [b"", *words])
    return b"".join((body, _END, _LAST.pack(checksum, begins.length + length)))


def _joined(checksum: int, pieces: Sequence[Piece], words: Sequence[bytes]) -> tuple[bytes, int, int]:
    """Words, each before its piece, and their pieces: the bytes, the checksum after them, how long they are."""
    parts, length = [], 0
    for word, (deflated, size, own, shift) in zip(words, pieces, strict=True):
        if word:
            parts.append(_stored(word))
            checksum = zlib.crc32(word, checksum)
        checksum = own ^ _shifted(shift, checksum)
        length += len(word) + size
        parts.append(deflated)
    return b"".join(parts), checksum, length


def _shifted(shift: array[int], checksum: int) -> int:
    """The eight nibbles written out: every scan comes through here."""
    return (
        shift[checksum & 15]
        ^ shift[16 | checksum >> 4 & 15]
        ^ shift[32 | checksum >> 8 & 15]
        ^ shift[48 | checksum >> 12 & 15]
        ^ shift[64 | checksum >> 16 & 15]
        ^ shift[80 | checksum >> 20 & 15]
        ^ shift[96 | checksum >> 24 & 15]
        ^ shift[112 | checksum >> 28]
    )


def plain(pieces: Sequence[Piece], words: Sequence[bytes]) -> bytes:
    """The same page for who takes no gzip."""
    return zlib.decompress(compose(pieces, words), wbits=31)


def _stored(word: bytes) -> bytes:
    size = len(word)
    if size <= _LONGEST:
        return _STORED.pack(0, size, size ^ 0xFFFF) + word
    return b"".join(_stored(word[start : start + _LONGEST]) for start in range(0, size, _LONGEST))


@lru_cache(maxsize=8_192)
def _shift(length: int) -> array[int]:
    """How `length` more bytes change a checksum: CRC-32 is linear, so the images of its 32 bits tell all. Half a
    kilobyte and some time each, so pages are padded to few lengths (PAD) and each is worked out once."""
    zeros = bytes(length)
    nothing = zlib.crc32(zeros, 0)
    of_bit = [zlib.crc32(zeros, 1 << bit) ^ nothing for bit in range(32)]
    table = array("I", bytes(4 * 128))
    for nibble in range(8):
        for value in range(1, 16):
            low = value & -value
            table[16 * nibble + value] = table[16 * nibble + (value ^ low)] ^ of_bit[4 * nibble + low.bit_length() - 1]
    return table


def with_about(about: dict[str, Any], blob: bytes) -> bytes:
    head = json.dumps(about).encode()
    return len(head).to_bytes(2, "little") + head + blob


def about_of(blob: bytes) -> tuple[dict[str, Any], int]:
    """What is told of a blob, and where it begins."""
    size = 2 + int.from_bytes(blob[:2], "little")
    return json.loads(blob[2:size]), size


def pack(pieces: Sequence[Piece]) -> bytes:
    parts = [bytes((len(pieces),))]
    for one in pieces:
        parts += (_ABOUT.pack(len(one.deflated), one.length, one.checksum), one.deflated)
    return b"".join(parts)


def unpack(blob: bytes, at: int = 0) -> list[Piece]:
    pieces = []
    count, at = blob[at], at + 1
    for _number in range(count):
        size, length, checksum = _ABOUT.unpack_from(blob, at)
        at += _ABOUT.size
        pieces.append(Piece(blob[at : at + size], length, checksum, _shift(length)))
        at += size
    return pieces
