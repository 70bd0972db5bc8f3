"""Values out of a list: countries, currencies, packages, media; and the account number that names a country."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_LISTS = Path(__file__).resolve().parent.parent / "data" / "code-lists.txt"
_SHORTEST_IBAN, _LONGEST_IBAN = 11, 34
_IBAN = re.compile(r"[0-9A-Z]*")


@cache
def _lists() -> dict[str, frozenset[str]]:
    """A line that begins at the margin names a list; the indented ones hold its codes."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in _LISTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith(" "):
            found[name] += line.split()
        else:
            name = line.strip()
            found[name] = []
    return {name: frozenset(codes) for name, codes in found.items()}


def iso3166(text: str) -> str:
    return "" if text in _lists()["iso3166"] else "not_iso3166"


def iso3166999(text: str) -> str:
    """999 stands for several countries, or for one not told."""
    return "" if text == "999" or not iso3166(text) else "not_iso3166_or_999"


def iso3166alpha2(text: str) -> str:
    return "" if text in _lists()["iso3166alpha2"] else "not_iso3166_alpha2"


def iso4217(text: str) -> str:
    return "" if text in _lists()["iso4217"] else "not_iso4217"


def iso5218(text: str) -> str:
    return "" if text in ("0", "1", "2", "9") else "invalid_biological_sex_code"


def mediatype(text: str) -> str:
    return "" if text in _lists()["mediatype"] else "invalid_media_type"


def packagetype(text: str) -> str:
    return "" if text in _lists()["packagetype"] else "invalid_package_type"


def iban(text: str) -> str:
    """ISO 13616: the country first, then two check digits that make the whole one modulo 97."""
    if len(text) < _SHORTEST_IBAN:
        return "iban_too_short"
    if len(text) > _LONGEST_IBAN:
        return "iban_too_long"
    if iso3166alpha2(text[:2]):
        return "illegal_iban_country_code"
    if not _IBAN.fullmatch(text):
        return "invalid_iban_character"
    number = int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4]))
    return "" if number % 97 == 1 else "incorrect_iban_checksum"
