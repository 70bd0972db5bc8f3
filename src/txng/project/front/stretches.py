"""Which card a stamp's counter opens, held by stretches: the ranges of 4,096 neighbouring counters are read at once.

A printed roll is scanned all over, so what lies beside a range will be asked for too; and one question for forty ranges
costs hardly more than one for one. They are held as numbers side by side: a million lots take some thirty megabytes.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from typing import NamedTuple

from txng.resolver.card_store import Store

MOST = 25_000  # stretches held
BITS = 12  # of a counter, within a stretch
NO_CARD = 0


class Stretch(NamedTuple):
    """Ranges in their order, the nth from `firsts[n]` to `lasts[n]`; NO_CARD where Django has to answer: the
    page of a scratch stamp asks for its hidden number."""

    firsts: array[int]
    lasts: array[int]
    cards: array[int]
    voids: frozenset[int]


class Stretches:
    def __init__(self) -> None:
        self._held: dict[tuple[int, int, int], Stretch] = {}

    def forget(self) -> None:
        self._held.clear()

    def card_of(self, store: Store | None, tweak: int, version: int, counter: int) -> int:
        """NO_CARD for a code nobody issued, and for any that is not plain: void, not in use, scratch."""
        place = (tweak, version, counter >> BITS)
        stretch = self._held.get(place)
        if stretch is None:
            if store is None:
                return NO_CARD
            stretch = self._read(store, *place)
        firsts, lasts, cards, voids = stretch
        at = bisect_right(firsts, counter) - 1
        if at < 0 or counter > lasts[at] or counter in voids:
            return NO_CARD
        return cards[at]

    def _read(self, store: Store, tweak: int, version: int, number: int) -> Stretch:
        low = number << BITS
        found = store.plain_codes(tweak, version, low, low + (1 << BITS) - 1)
        firsts, lasts, cards, voids = zip(*found, strict=True) if found else ((), (), (), ())
        void_counters = frozenset(counter for text in voids if text for counter in json.loads(text))
        stretch = Stretch(array("q", firsts), array("q", lasts), array("q", cards), void_counters)
        if len(self._held) >= MOST:
            del self._held[next(iter(self._held))]
        self._held[(tweak, version, number)] = stretch
        return stretch
