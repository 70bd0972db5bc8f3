"""Vietnamese text: one stored form (NFC), one search form, one reading of typed codes (ux.md 3.2, domain.md 18.15)."""

from __future__ import annotations

import re
import unicodedata

# Icelandic Ð and African Ɖ look like Vietnamese Đ and some keyboards write them; a name with one is found by nobody.
_LOOKALIKES = {0x00D0: "Đ", 0x00F0: "đ", 0x0189: "Đ", 0x0256: "đ"}
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control, format (joiners, direction marks, soft hyphens), half characters.
_INVISIBLE = {"Cc", "Cf", "Cs"}
_SPACES = re.compile(r"[^\S\n]+")

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CROCKFORD_READING = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, "\u2013": None, "\u00a0": None})


def clean(text: str) -> str:
    """The form every text is stored in: NFC, Đ for its look-alikes, nothing invisible, single spaces."""
    text = _LINE_ENDS.sub("\n", text)
    # Before composing: something hidden between a letter and its tone would keep them apart.
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _INVISIBLE)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_LOOKALIKES)).strip()


def fold(text: str) -> str:
    """The search form: “Dưa Lưới” → “dua luoi”."""
    decomposed = unicodedata.normalize("NFD", clean(text).lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")
    return _SPACES.sub(" ", bare).strip()  # an accent that stood alone leaves its spaces behind


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
        letters.append((1, _LETTER_RANK[base]) if base in _LETTER_RANK else (0, ord(char)))
        tones.append(tone)
    return (tuple(letters), tuple(tones))
