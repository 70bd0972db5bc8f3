"""Sound as phones record it (names.md 5): which container it is, how long it runs, and nothing but sound in it.

The voice itself is kept as it was sent; what describes it (names, pictures, the place of recording) is left out or
blanked. Read by the process that takes files apart (`remake`), so nothing here knows Django or the rest of txng.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

SECONDS = 60
_ROOM = 1.0  # recorders stop at sixty and write a little more


class NotSound(Exception):
    """Why it is not kept: "unreadable", "video" or "long"."""


def read(data: bytes) -> tuple[str, bytes, float]:
    """Media type, the bytes to keep, seconds."""
    for begins, reader in (
        (data[:4] == b"OggS", _ogg),
        (data[:4] == b"RIFF" and data[8:12] == b"WAVE", _wav),
        (data[:4] == b"\x1aE\xdf\xa3", _webm),
        (data[4:8] == b"ftyp", _mp4),
        (data[:3] == b"ID3" or (data[:1] == b"\xff" and data[1:2] and data[1] & 0xE0 == 0xE0), _mp3),
    ):
        if begins:
            kind, kept, seconds = reader(data)
            break
    else:
        raise NotSound("unreadable")
    if not seconds > 0:
        raise NotSound("unreadable")
    if seconds > SECONDS + _ROOM:
        raise NotSound("long")
    return kind, kept, seconds


def _need(condition: object, why: str = "unreadable") -> None:
    if not condition:
        raise NotSound(why)


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _wav(data: bytes) -> tuple[str, bytes, float]:
    form, samples, at = b"", b"", 12
    while at + 8 <= len(data) and not samples:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if data[at : at + 4] == b"fmt ":
            form = body
        elif data[at : at + 4] == b"data":
            samples = body
            _need(len(body) == size)
        at += 8 + size + size % 2
    _need(16 <= len(form) <= 40 and samples)
    # PCM, floating point, the two of telephones, and the long way of saying one of them.
    _need(int.from_bytes(form[:2], "little") in (1, 3, 6, 7, 0xFFFE))
    rate = int.from_bytes(form[8:12], "little")
    parts = b"WAVE" + b"".join(
        name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
        for name, body in ((b"fmt ", form), (b"data", samples))
    )
    return "audio/wav", b"RIFF" + len(parts).to_bytes(4, "little") + parts, len(samples) / max(rate, 1)


_RATES = (44_100, 48_000, 32_000)
_KBITS = {
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def _mp3(data: bytes) -> tuple[str, bytes, float]:
    """Frames and nothing else: tags before and after are cut off, whatever they hold."""
    at = 0
    while data[at : at + 3] == b"ID3" and at + 10 <= len(data):
        size = data[at + 6 : at + 10]
        _need(all(byte < 128 for byte in size))
        at += 10 + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3]) + (10 if data[at + 5] & 0x10 else 0)
    start, seconds, frames = at, 0.0, 0
    while (length_of := _frame(data, at)) is not None and at + length_of[0] <= len(data):
        at += length_of[0]
        seconds += length_of[1]
        frames += 1
    _need(frames >= 3)
    # What follows the frames is a tag of a player, the padding of an encoder or half a frame; anything longer is not.
    rest = data[at:]
    _need(len(rest.strip(b"\0")) < 2_048 or rest[:3] in (b"TAG", b"APE"))
    return "audio/mpeg", data[start:at], seconds


def _frame(data: bytes, at: int) -> tuple[int, float] | None:
    head = data[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:  # layer III alone
        return None
    version = {3: 1, 2: 2, 0: 4}.get(head[1] >> 3 & 3, 0)  # MPEG 1, 2 and 2.5
    kbits, rate = head[2] >> 4, head[2] >> 2 & 3
    if not version or not 0 < kbits < 15 or rate == 3:
        return None
    hertz = _RATES[rate] // version
    samples = 1_152 if version == 1 else 576
    return samples // 8 * _KBITS[min(version, 2)][kbits - 1] * 1_000 // hertz + (head[2] >> 1 & 1), samples / hertz


def _crc_table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        value <<= 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
        table.append(value)
    return tuple(table)


def _crc(page: bytes) -> int:
    table, value = _crc_table_made, 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ table[value >> 24 ^ byte]
    return value


_crc_table_made = _crc_table()


def _ogg(data: bytes) -> tuple[str, bytes, float]:
    """One stream of Opus or Vorbis, page behind page to the last byte, each with its right sum."""
    at, last, serial, rate, skip = 0, 0, b"", 0, 0
    while at < len(data):
        head = data[at : at + 27]
        _need(len(head) == 27 and head[:5] == b"OggS\0")
        lacing = data[at + 27 : at + 27 + head[26]]
        end = at + 27 + len(lacing) + sum(lacing)
        _need(end <= len(data) and len(lacing) == head[26])
        page = data[at:end]
        _need(_crc(page[:22] + b"\0\0\0\0" + page[26:]) == int.from_bytes(page[22:26], "little"))
        body = page[27 + len(lacing) :]
        if not serial:
            serial = head[14:18]
            if body[:8] == b"OpusHead" and len(body) >= 19:
                rate, skip = 48_000, int.from_bytes(body[10:12], "little")
            elif body[:7] == b"\x01vorbis" and len(body) >= 30:
                rate = int.from_bytes(body[12:16], "little")
            _need(rate, "video" if body[1:7] == b"theora" else "unreadable")
        _need(head[14:18] == serial)
        last, at = max(last, int.from_bytes(head[6:14], "little", signed=True)), end
    return "audio/ogg", data, (last - skip) / max(rate, 1)


_HOLDS_BOXES = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"mvex", b"moof", b"traf"}
_DESCRIBES = {b"udta", b"meta", b"uuid", b"free", b"skip", b"wide", b"id32", b"emsg"}
_CODECS = {b"mp4a", b"alac", b"Opus", b"samr", b"sawb"}


def _mp4(data: bytes) -> tuple[str, bytes, float]:
    """Every track is sound. What describes it is overwritten in place: offsets into the file stay right."""
    kept, scale, long, pieces, each = bytearray(data), 0, 0, 0, 0
    tracks: list[bytes] = []
    top: list[bytes] = []
    for depth, head, begin, end in _boxes(data, 0, len(data)):
        name = data[head + 4 : head + 8]
        if depth == 0:
            top.append(name)
        if name in _DESCRIBES:
            kept[head + 4 : head + 8] = b"free"
            kept[begin:end] = bytes(end - begin)
        elif name == b"hdlr":
            tracks.append(data[begin + 8 : begin + 12])
        elif name == b"stsd":
            _need(data[begin + 12 : begin + 16] in _CODECS, "video")
        elif name == b"mdhd":
            wide = data[begin] == 1
            scale = _number(data[begin + (20 if wide else 12) : begin + (24 if wide else 16)])
            long = _number(data[begin + 24 : begin + 32] if wide else data[begin + 16 : begin + 20])
        elif name == b"trex":
            each = _number(data[begin + 12 : begin + 16])
        elif name == b"tfhd":
            each = _default_of(data[begin:end]) or each
        elif name == b"trun":
            pieces += _run_of(data[begin:end], each)
    _need(tracks and scale and top[0] == b"ftyp" and b"mdat" in top)
    _need(all(track == b"soun" for track in tracks), "video")
    _need(len(tracks) == 1)
    return "audio/mp4", bytes(kept), max(long, pieces) / scale


def _boxes(data: bytes, at: int, end: int, depth: int = 0) -> Iterator[tuple[int, int, int, int]]:
    while at < end:
        _need(at + 8 <= end and depth < 8)
        size, name, begin = _number(data[at : at + 4]), data[at + 4 : at + 8], at + 8
        if size == 1:
            size, begin = _number(data[at + 8 : at + 16]), at + 16
        elif size == 0 and depth == 0:
            size = end - at
        _need(size >= begin - at and at + size <= end)
        yield depth, at, begin, at + size
        if name in _HOLDS_BOXES:
            yield from _boxes(data, begin, at + size, depth + 1)
        at += size


def _default_of(box: bytes) -> int:
    flags, at = _number(box[1:4]), 8 + (8 if box[3] & 1 else 0) + (4 if box[3] & 2 else 0)
    return _number(box[at : at + 4]) if flags & 8 else 0


def _run_of(box: bytes, each: int) -> int:
    flags, count = _number(box[1:4]), _number(box[4:8])
    at = 8 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
    width = 4 * sum(bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    _need(at + count * width <= len(box) and count <= 1_000_000)
    if not flags & 0x100:
        return count * each
    return sum(_number(box[at + n * width : at + n * width + 4]) for n in range(count))


_SEGMENT, _INFO, _TRACKS, _CLUSTER, _TAGS, _FILES = (
    0x18538067,
    0x1549A966,
    0x1654AE6B,
    0x1F43B675,
    0x1254C367,
    0x1941A469,
)
_SCALE, _LONG, _ENTRY, _TYPE, _CODEC, _TIME = 0x2AD7B1, 0x4489, 0xAE, 0x83, 0x86, 0xE7
_GROUP, _BLOCK, _SIMPLE, _TITLE = 0xA0, 0xA1, 0xA3, 0x7BA9
_PARENTS = {_SEGMENT, _INFO, _TRACKS, _CLUSTER, _ENTRY, _GROUP}


def _webm(data: bytes) -> tuple[str, bytes, float]:
    """One track of Opus or Vorbis. A browser's recorder writes no length, so the last block says when it ends."""
    kept, scale, cluster, last, said = bytearray(data), 1_000_000, 0, 0, 0.0
    types: list[int] = []
    codecs: list[bytes] = []
    for name, head, begin, end in _elements(data, 0, len(data), 0):
        body = data[begin:end]
        if name == 0x1A45DFA3:
            _need(b"webm" in body)
        elif name in (_TAGS, _FILES, _TITLE):
            _blank(kept, head, end)
        elif name == _SCALE:
            scale = _number(body)
        elif name == _LONG:
            said = float(struct.unpack(">f" if len(body) == 4 else ">d", body)[0]) if len(body) in (4, 8) else 0.0
        elif name == _TYPE:
            types.append(_number(body))
        elif name == _CODEC:
            codecs.append(body.rstrip(b"\0"))
        elif name == _TIME:
            cluster = _number(body)
        elif name in (_SIMPLE, _BLOCK):
            _need(len(body) > 4)
            last = max(last, cluster + int.from_bytes(body[1:3], "big", signed=True))
    _need(types and all(kind == 2 for kind in types), "video" if 1 in types else "unreadable")
    _need(len(types) == 1 and codecs in ([b"A_OPUS"], [b"A_VORBIS"]))
    _need(0 < scale <= 1_000_000_000 and said == said)
    return "audio/webm", bytes(kept), max(last + 1, said) * scale / 1e9


def _elements(data: bytes, at: int, end: int, depth: int) -> Iterator[tuple[int, int, int, int]]:
    """Elements whose parents we look into, in the order of the file. A recorder leaves sizes open: the parent's end."""
    while at < end:
        head = at
        name, at = _vint(data, at, keep=True)
        size, at = _vint(data, at, keep=False)
        stop = end if size < 0 else at + size
        _need(stop <= end and depth < 6)
        _need(size >= 0 or name in (_SEGMENT, _CLUSTER))
        yield name, head, at, stop
        if name in _PARENTS:
            if size < 0 and name == _CLUSTER:
                continue  # its blocks follow as if they stood beside it, until the next cluster
            yield from _elements(data, at, stop, depth + 1)
        at = stop


def _vint(data: bytes, at: int, *, keep: bool) -> tuple[int, int]:
    _need(at < len(data) and data[at])
    width = 9 - data[at].bit_length()
    _need(at + width <= len(data) and (not keep or width <= 4))
    value = _number(data[at : at + width])
    if not keep:
        value &= (1 << 7 * width) - 1
        if value == (1 << 7 * width) - 1:
            return -1, at + width
    return value, at + width


def _blank(kept: bytearray, head: int, end: int) -> None:
    """An element of nothing (Void) of the same weight."""
    size = end - head
    width = 1 if size < 128 else 4 if size < 1 << 27 else 8
    kept[head] = 0xEC
    kept[head + 1 : head + 1 + width] = (size - 1 - width | 1 << 7 * width).to_bytes(width, "big")
    kept[head + 1 + width : end] = bytes(end - head - 1 - width)
