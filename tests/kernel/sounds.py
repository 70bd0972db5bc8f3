"""Sound files of every container the platform takes, written from nothing."""

from __future__ import annotations

import struct

from txng.kernel.files.sound import _crc


def wav(seconds: float = 2.0, *, rate: int = 8_000, extra: bytes = b"") -> bytes:
    samples = bytes(128 for _ in range(int(rate * seconds)))
    form = struct.pack("<HHIIHH", 1, 1, rate, rate, 1, 8)
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + extra
    body += b"data" + struct.pack("<I", len(samples)) + samples + b"\0" * (len(samples) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3(seconds: float = 2.0, *, before: bytes = b"", after: bytes = b"") -> bytes:
    """Silent frames: MPEG 1 layer III, 64 kbit/s, 44,100 Hz, mono."""
    frame = b"\xff\xfb\x50\xc0" + bytes(208 - 4)
    return before + frame * round(seconds * 44_100 / 1_152) + after


def id3(text: bytes) -> bytes:
    frame = b"TXXX" + struct.pack(">I", len(text)) + b"\0\0" + text
    size = len(frame)
    return b"ID3\x03\0\0" + bytes((size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127)) + frame


def ogg_page(body: bytes, *, flags: int, granule: int, number: int, serial: int = 7) -> bytes:
    lacing = bytes([255] * (len(body) // 255) + [len(body) % 255])
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, granule, serial, number, 0, len(lacing)) + lacing
    page = head + body
    return page[:22] + struct.pack("<I", _crc(page)) + page[26:]


def ogg(seconds: float = 2.0, *, first: bytes = b"") -> bytes:
    head = first or b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    sound = ogg_page(b"\xf8\xff\xfe" * 20, flags=4, granule=int(seconds * 48_000) + 312, number=2)
    return ogg_page(head, flags=2, granule=0, number=0) + ogg_page(tags, flags=0, granule=0, number=1) + sound


def box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + name + body


def m4a(seconds: float = 2.0, *, handler: bytes = b"soun", codec: bytes = b"mp4a", place: bytes = b"") -> bytes:
    long = int(seconds * 1_000)
    mdhd = box(b"mdhd", struct.pack(">IIIIII", 0, 0, 0, 1_000, long, 0))
    hdlr = box(b"hdlr", struct.pack(">II4s12s", 0, 0, handler, b""), b"\0")
    stsd = box(b"stsd", struct.pack(">II", 0, 1), box(codec, bytes(28)))
    trak = box(b"trak", box(b"mdia", mdhd, hdlr, box(b"minf", box(b"stbl", stsd))))
    moov = box(b"moov", box(b"mvhd", bytes(100)), trak, box(b"udta", box(b"\xa9xyz", place)) if place else b"")
    return box(b"ftyp", b"M4A \0\0\0\0M4A mp42") + moov + box(b"mdat", bytes(200))


def fragmented_m4a(seconds: float = 2.0) -> bytes:
    """As Safari's recorder writes it: no length in the head, one run of samples behind it."""
    whole = m4a(0)
    count = int(seconds * 50)
    tfhd = box(b"tfhd", struct.pack(">III", 0x8, 1, 20))
    trun = box(b"trun", struct.pack(">II", 0, count))
    return whole + box(b"moof", box(b"mfhd", bytes(8)), box(b"traf", tfhd, trun)) + box(b"mdat", bytes(100))


def element(name: int, body: bytes, *, open_end: bool = False) -> bytes:
    head = name.to_bytes((name.bit_length() + 7) // 8, "big")
    return head + (b"\x01" + b"\xff" * 7 if open_end else (len(body) | 1 << 56).to_bytes(8, "big")) + body


def webm(seconds: float = 2.0, *, kind: int = 1 + 1, codec: bytes = b"A_OPUS", tags: bytes = b"") -> bytes:
    """As a browser's recorder writes it: sizes left open and no length anywhere."""
    head = element(0x1A45DFA3, element(0x4282, b"webm"))
    track = element(0xAE, element(0xD7, b"\1") + element(0x83, bytes([kind])) + element(0x86, codec))
    body = element(0x1549A966, element(0x2AD7B1, (1_000_000).to_bytes(3, "big"))) + element(0x1654AE6B, track)
    if tags:
        body += element(0x1254C367, tags)
    for second in range(int(seconds)):
        blocks = [element(0xA3, b"\x81" + struct.pack(">hB", n * 20, 0x80) + b"\xf8\xff\xfe") for n in range(50)]
        time = element(0xE7, (second * 1_000).to_bytes(3, "big"))
        body += element(0x1F43B675, time + b"".join(blocks), open_end=True)
    return head + element(0x18538067, body, open_end=True)
