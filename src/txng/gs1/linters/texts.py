"""Checks of signs, numbers and check characters."""

from __future__ import annotations

import re

from txng.gs1.check_characters import check_pair_error, has_right_check_digit

# The shortest GS1 company prefix has four digits. Which prefixes are given out is not open data: a longer look-up
# would refuse firms that joined GS1 yesterday.
SHORTEST_COMPANY_PREFIX = 4

_SET82 = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*")
_SET39 = re.compile(r"[#\-/0-9A-Z]*")
_SET64 = re.compile(r"[A-Za-z0-9_\-]*")
_IMPORTER = re.compile(r"[A-Za-z0-9_\-]")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SEQUENCE = re.compile(r"([0-9]+)/([0-9]+)")


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def csetnumeric(text: str) -> str:
    return "" if not text or _digits(text) else "non_digit_character"


def cset82(text: str) -> str:
    return "" if _SET82.fullmatch(text) else "invalid_cset82_character"


def cset39(text: str) -> str:
    return "" if _SET39.fullmatch(text) else "invalid_cset39_character"


def cset64(text: str) -> str:
    """base64url, with the one padding its length asks for, or none."""
    body = text.rstrip("=")
    padding = len(text) - len(body)
    if not _SET64.fullmatch(body):
        return "invalid_cset64_character"
    return "invalid_cset64_padding" if padding and (padding > 2 or len(text) % 3) else ""


def csum(text: str) -> str:
    if not text:
        return "too_short_for_check_digit"
    if not _digits(text):
        return "non_digit_character"
    return "" if has_right_check_digit(text) else "incorrect_check_digit"


def csumalpha(text: str) -> str:
    return check_pair_error(text)


def gcppos1(text: str) -> str:
    if len(text) < SHORTEST_COMPANY_PREFIX:
        return "too_short_for_gcp"
    return "" if _digits(text[:SHORTEST_COMPANY_PREFIX]) else "invalid_gcp_prefix"


def gcppos2(text: str) -> str:
    """The company prefix follows an indicator or extension digit."""
    return gcppos1(text[1:])


def hasnondigit(text: str) -> str:
    return "requires_non_digit_character" if csetnumeric(text) == "" else ""


def hyphen(text: str) -> str:
    return "not_hyphen" if text.strip("-") else ""


def importeridx(text: str) -> str:
    if len(text) != 1:
        return "importer_idx_must_be_one_character"
    return "" if _IMPORTER.fullmatch(text) else "invalid_import_idx_character"


def latitude(text: str) -> str:
    return _coordinate(text, "latitude", 1_800_000_000)


def longitude(text: str) -> str:
    return _coordinate(text, "longitude", 3_600_000_000)


def _coordinate(text: str, name: str, most: int) -> str:
    if len(text) != 10:
        return f"{name}_invalid_length"
    if not _digits(text):
        return "non_digit_character"
    return "" if int(text) <= most else f"invalid_{name}"


def nonzero(text: str) -> str:
    if text and not _digits(text):
        return "non_digit_character"
    return "" if text.strip("0") else "illegal_zero_value"


def nozeroprefix(text: str) -> str:
    """No leading zero; the lone zero is a number like any other."""
    if text and not _digits(text):
        return "non_digit_character"
    return "illegal_zero_prefix" if len(text) > 1 and text[0] == "0" else ""


def pcenc(text: str) -> str:
    return "invalid_percent_sequence" if _BROKEN_ESCAPE.search(text) else ""


def pieceoftotal(text: str) -> str:
    if not text or len(text) % 2:
        return "invalid_length_for_piece_of_total"
    if not _digits(text):
        return "non_digit_character"
    half = len(text) // 2
    # Compared as text: both halves have the same length, and no number can grow too long for it.
    piece, total = text[:half], text[half:]
    if not piece.strip("0"):
        return "zero_piece_number"
    if not total.strip("0"):
        return "zero_total_pieces"
    return "" if piece <= total else "piece_number_exceeds_total"


def posinseqslash(text: str) -> str:
    found = _SEQUENCE.fullmatch(text)
    if not found:
        return "position_in_sequence_malformed"
    place, end = found[1], found[2]
    if place[0] == "0" or end[0] == "0":
        return "illegal_zero_prefix"
    return "" if (len(place), place) <= (len(end), end) else "position_exceeds_end"


def winding(text: str) -> str:
    return "" if text in ("0", "1", "9") else "invalid_winding_direction"


def yesno(text: str) -> str:
    return "" if text in ("0", "1") else "not_zero_or_one"


def zero(text: str) -> str:
    return "" if text and not text.strip("0") else "not_zero"
