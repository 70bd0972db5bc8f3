"""Vietnamese text: one stored form (NFC), one search form, one reading of typed codes (ux.md 3.2, domain.md 18.15)."""

from __future__ import annotations

import re
import unicodedata

# Icelandic Ð looks like Vietnamese Đ and is what some keyboards produce; a name with it is found by nobody.
_LOOKALIKES = {0x00D0: "Đ", 0x00F0: "đ", 0x0110: "Đ", 0x0189: "Đ"}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CROCKFORD_READING = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, "\u2013": None, "\u00a0": None})


def clean(text: str) -> str:
    """The form every text is stored in: NFC, Đ for its look-alikes, nothing invisible, single spaces."""
    # A lone surrogate (broken client) cannot be stored as UTF-8 at all.
    text = text.encode("utf-8", "ignore").decode("utf-8")
    text = unicodedata.normalize("NFC", text).translate(_LOOKALIKES)
    text = _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """The search form: “Dưa Lưới” → “dua luoi”. Said again in SQL as vn_plain(); a test compares the two."""
    decomposed = unicodedata.normalize("NFD", clean(text).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")


def slugify(text: str) -> str:
    """`dua-luoi-thoi-lai`: the ASCII slug of ux.md 4.2."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def crockford_clean(text: str) -> str:
    """Read a typed code kindly: O→0, I/L→1, spaces, dashes and case ignored (names.md 4). Checks nothing."""
    return text.strip().upper().translate(_CROCKFORD_READING)


def group4(code: str) -> str:
    """`7K3M-9QX2-P4VN-8RTC`, as printed beside the QR."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTER_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET)}


def sort_key(text: str) -> tuple[object, ...]:
    """Vietnamese dictionary order: letters first (a ă â … d đ), tones (không, huyền, hỏi, ngã, sắc, nặng) after."""
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFC", text.lower()):
        base, tone = char, 0
        parts = unicodedata.normalize("NFD", char)
        for mark, rank in _TONES.items():
            if mark in parts:
                tone = rank
                base = unicodedata.normalize("NFC", parts.replace(mark, ""))
        # Spaces and digits come before letters, as in the printed lists of units.
        letters.append((1, _LETTER_RANK[base]) if base in _LETTER_RANK else (0, ord(base[0])))
        tones.append(tone)
    return (tuple(letters), tuple(tones))
