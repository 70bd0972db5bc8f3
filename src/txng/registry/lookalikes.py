"""Letters that look like ours and are not: a name with one is found by nobody and passes for another (ux.md 3.2)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# Only pairs a reader cannot tell apart in print; from the Unicode names, by hand.
_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеіјорсухѕԁһԛԝүАΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρυχι",
    "ABESIJKMHOPCTYXaeijopcyxsdhqwyAABEZHIKMNOPTYXoavpuxi",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strange:
    letters: tuple[str, ...]
    scripts: tuple[str, ...]
    mixed: bool  # within one word: nobody writes so by accident of language
    meant: str  # the text with the letters we know replaced, where that leaves nothing strange


def strange_letters(text: str) -> Strange | None:
    found = tuple(dict.fromkeys(char for char in text if char.isalpha() and not _is_latin(char)))
    if not found:
        return None
    meant = text.translate(_TWINS)
    return Strange(
        letters=found,
        scripts=tuple(dict.fromkeys(script_of(char) for char in found)),
        mixed=any(_is_mixed(word) for word in text.split()),
        meant=meant if all(_is_latin(char) for char in meant if char.isalpha()) else "",
    )


def is_composed(text: str) -> bool:
    """One stored form (NFC): the same name typed on two keyboards must be the same name."""
    return unicodedata.is_normalized("NFC", text)


def script_of(char: str) -> str:
    return unicodedata.name(char, "?").split(" ")[0].capitalize()


def _is_mixed(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    return any(_is_latin(char) for char in letters) and not all(_is_latin(char) for char in letters)


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")
