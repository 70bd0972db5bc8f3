"""A request's levels, from the thing named up to its key (standards.md 6.2). Pure: text in, levels out."""

from __future__ import annotations

from dataclasses import dataclass

from txng.gs1 import DigitalLink
from txng.gs1.digital_link import percent_encode
from txng.resolver.addresses import Asked, Kind

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Level:
    """`path` is what an anchor says behind the host; `card` the path of the card ours would have, "" where none could.

    Values of GS1 keys have cases; lots of ours have none, so a card is looked for in capital letters.
    """

    path: str
    card: str = ""

    @property
    def thing(self) -> str:
        return self.path.removeprefix("/")


def levels_of(link: DigitalLink) -> list[Level]:
    """The exact one first, then a qualifier less each time.

    A serial is unique within its GTIN, whatever lot stands before it: `/01/…/21/…` comes next after `/10/…/21/…`.
    """
    found = [_level(link, link.qualifiers)]
    if link.key == "01" and link.lot and link.serial:
        found.append(_level(link, (("21", link.serial),)))
    found += [_level(link, link.qualifiers[:count]) for count in range(len(link.qualifiers) - 1, -1, -1)]
    return list(dict.fromkeys(found))


def own_levels(asked: Asked) -> list[Level]:
    """Of an address of our own, `/t/…`: a code, or a product and above it its lot."""
    if asked.kind is Kind.TYPED:
        return [Level(f"/t/{asked.serial}")]
    if asked.kind is not Kind.CARD or not asked.path.startswith("t/"):
        return []
    parts = asked.path.split("/")  # letters, digits and dashes alone
    return [Level("/" + "/".join(parts[:count]), "/".join(parts[:count])) for count in range(len(parts), 1, -1)]


def _level(link: DigitalLink, qualifiers: tuple[Pair, ...]) -> Level:
    path = "".join(f"/{ai}/{percent_encode(value)}" for ai, value in ((link.key, link.value), *qualifiers))
    card = ""
    if link.key == "01" and not qualifiers:
        card = f"01/{link.value}"
    elif link.key == "01" and [ai for ai, _value in qualifiers] == ["10"]:
        card = f"01/{link.value}/10/{qualifiers[0][1].upper()}"
    return Level(path, card)
