"""Which card a stamp's counter opens, held by stretches: the ranges of 4,096 neighbouring counters are read at once.

A printed roll is scanned all over, so what lies beside a range will be asked for too; and one question for forty ranges
costs hardly more than one for one. They are held as numbers side by side: a million lots take some forty megabytes. A
door reads all of them while it has little to do, for each read at the scan that needs it costs as much as two scans.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from txng.resolver.card_store import Store

MOST = 25_000  # stretches held
BITS = 12  # of a counter, within a stretch
AHEAD = 25  # stretches read with one question
NO_CARD = 0


class Stretch(NamedTuple):
    """Ranges in their order, the nth from `firsts[n]` to `lasts[n]`; NO_CARD where Django has to answer: the
    page of a scratch stamp asks for its hidden number."""

    firsts: array[int]
    lasts: array[int]
    cards: array[int]
    voids: frozenset[int]


Place = tuple[int, int, int]  # tweak, version, and a counter or the number of a stretch
_BEGIN: Place = (0, 0, 0)


class Stretches:
    def __init__(self) -> None:
        self._held: OrderedDict[Place, Stretch] = OrderedDict()
        self._ahead: Place | None = _BEGIN  # with a counter; None when all was read once

    def forget(self) -> None:
        self._held.clear()
        self._ahead = _BEGIN

    def forget_range(self, tweak: int, version: int, first: int, last: int) -> None:
        for number in range(first >> BITS, (last >> BITS) + 1):
            self._held.pop((tweak, version, number), None)

    def card_of(self, store: Store | None, tweak: int, version: int, counter: int) -> int:
        """NO_CARD for a code nobody issued, and for any that is not plain: void, not in use, scratch."""
        place = (tweak, version, counter >> BITS)
        stretch = self._held.get(place)
        if stretch is None:
            if store is None:
                return NO_CARD
            [(_number, stretch)] = _read(store, *place)
            self._hold(place, stretch)
        firsts, lasts, cards, voids = stretch
        at = bisect_right(firsts, counter) - 1
        if at < 0 or counter > lasts[at] or counter in voids:
            return NO_CARD
        return cards[at]

    def read_ahead(self, store: Store) -> bool:
        """Some of what was not read yet; False when there is none, or no room. Where a range longer than what is read
        here goes on, it is read when somebody scans it."""
        place = store.next_range(*self._ahead) if self._ahead is not None else None
        if place is None or len(self._held) + AHEAD > MOST:
            self._ahead = None
            return False
        tweak, version, counter = place
        begin = counter >> BITS
        for number, stretch in _read(store, tweak, version, begin, AHEAD):
            if stretch.firsts:
                self._held.setdefault((tweak, version, number), stretch)
        self._ahead = (tweak, version, (begin + AHEAD) << BITS)
        return True

    def _hold(self, place: Place, stretch: Stretch) -> None:
        if len(self._held) >= MOST:
            self._held.popitem(last=False)
        self._held[place] = stretch


def _read(store: Store, tweak: int, version: int, number: int, count: int = 1) -> Iterator[tuple[int, Stretch]]:
    found = store.plain_codes(tweak, version, number << BITS, ((number + count) << BITS) - 1)
    firsts, lasts, cards, voids = map(list, zip(*found, strict=True)) if found else ([], [], [], [])
    for one in range(number, number + count):
        some = slice(bisect_left(lasts, one << BITS), bisect_right(firsts, ((one + 1) << BITS) - 1))
        numbers = [array("q", each[some]) for each in (firsts, lasts, cards)]
        yield one, Stretch(numbers[0], numbers[1], numbers[2], _counters(voids[some]))


def _counters(voids: Iterable[str | None]) -> frozenset[int]:
    return frozenset(counter for text in voids if text for counter in json.loads(text))
