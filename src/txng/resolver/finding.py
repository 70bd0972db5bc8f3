"""From what was asked to the row that answers it, for whoever asks: a buyer's scan, or an officer at an inspection."""

from __future__ import annotations

from collections.abc import Callable

from txng.resolver import codes, facts
from txng.resolver.addresses import Asked, Kind
from txng.resolver.facts import NOTHING, Found


def find(asked: Asked, *, before_guessing: Callable[[], None] = lambda: None) -> Found:
    """`before_guessing` may refuse: a typed code of no blank roll is tried under every product, which is dear."""
    match asked.kind:
        case Kind.ITEM:
            code = codes.open_item(asked.gtin, asked.serial)
            return of_lot_asked(asked, facts.by_code([code])) if code else NOTHING
        case Kind.TYPED:
            if roll := codes.open_roll(asked.serial):
                return facts.by_code([roll])
            before_guessing()
            candidates = codes.open_among_products(asked.serial)
            return facts.by_code(candidates) if candidates else NOTHING
        case Kind.CARD:
            return facts.by_path(asked.path)
        case _:
            return NOTHING


def of_lot_asked(asked: Asked, found: Found) -> Found:
    """A lot in the link that is not the lot of the stamp names a thing that does not exist."""
    lot = found.card.get("lot")
    return NOTHING if asked.lot and lot and lot["number"].upper() != asked.lot else found
