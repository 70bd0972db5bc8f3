"""What a door holds in memory of the card store: ranges of codes, pages, words and headers, as they are right now.

The store is a file, and reading it costs more than all else a scan needs: not the reading, but that Python lets other
threads run meanwhile. So ranges and pages are read once, and let go when the follower says they changed.
"""

from __future__ import annotations

import json
from array import array
from collections import OrderedDict
from contextlib import suppress
from typing import NamedTuple

from txng.project.front.place import Place
from txng.project.front.stretches import Stretches
from txng.resolver import met_codes
from txng.resolver.card_store import FRESH, FirstLine, LinksLine, NoStore, Store
from txng.resolver.links.redirection import SHORT
from txng.resolver.met_codes import MetCodes
from txng.resolver.ready import Piece, about_of, opened, unpack

LANGUAGE = "vi"
PAGES = 20_000  # ready pages held


class Parts(NamedTuple):
    """A page with its blanks: what all pages of its edition begin with, its own pieces, and the names of the blanks
    between these. Whoever waits for a count has it whole, should the edition change meanwhile."""

    pieces: list[Piece]
    blanks: list[str]


class Shelf:
    def __init__(self, place: Place) -> None:
        self._place = place
        self._store: Store | None = None
        self._pages: OrderedDict[int, FirstLine] = OrderedDict()  # those asked for last at its end
        self._stretches = Stretches()
        self.asked = self.missed = 0  # pages, and those that had to be read from the disk
        self.met: MetCodes | None = None
        self.fresh = False
        self.told = 0.0  # when the store was last known to hold everything
        self.looked_at = 1  # sessions from which the copy rule has to be asked
        self.words: dict[str, str] = {}
        self.headers: list[tuple[str, str]] = []
        self.redirect_headers: list[tuple[str, str]] = []
        self.begins, self.opened = Piece(b"", 0, 0, array("I")), b""  # of every page
        self._edition = ""

    def card_of(self, tweak: int, version: int, counter: int) -> int:
        return self._stretches.card_of(self._store, tweak, version, counter)

    def read_ahead(self) -> bool:
        """Ranges nobody asked for yet, a few at a time; whether there were any."""
        return self._store is not None and self._stretches.read_ahead(self._store)

    def page(self, card_id: int) -> FirstLine | None:
        self.asked += 1
        known = self._pages.get(card_id)
        if known is not None:
            if self.asked & 7 == 0:  # one look in eight tells well enough which are asked for
                self._pages.move_to_end(card_id)
            return known
        self.missed += 1
        assert self._store is not None
        found = self._store.first_of(card_id, self._edition)
        if found is None:  # one not drawn yet may be so the next moment
            return None
        while len(self._pages) >= PAGES:
            self._pages.popitem(last=False)
        self._pages[card_id] = found
        return found

    def parts(self, card_id: int) -> Parts | None:
        assert self._store is not None
        blob = self._store.item_of(card_id, self._edition)
        if blob is None:
            return None
        about, at = about_of(blob)
        return Parts([self.begins, *unpack(blob, at)], about["blanks"])

    def links_at(self, path: str) -> LinksLine | None:
        """Read from the disk each time: far fewer follow a link than scan, and nothing has to be let go then."""
        return self._store.links_at(path, self._edition) if self._store is not None else None

    def look(self, now: float) -> None:
        """What changed on this machine's disk since the last look."""
        if self._store is not None and self._store.is_another():  # begun anew beside, and put in its place
            self._store.close()
            self._store = None
        if self._store is None:
            self._open()
        if self._store is None:
            self.fresh = False
            return
        age = self._store.age()
        self.fresh = age < FRESH
        self.told = now - age
        self._look_who_was_met(self._store)
        changed = self._store.changed()
        if changed is None or self._store.about("edition") != self._edition:
            self._begin(self._store)
        else:
            for card_id in changed.cards:
                self._pages.pop(card_id, None)
            for place in changed.ranges:
                self._stretches.forget_range(*place)

    def _look_who_was_met(self, store: Store) -> None:
        """Without the filter, or while nobody keeps it full, every scan waits for its count."""
        name = store.about("met")
        if self.met is not None and self.met.name != name:
            self.met.close()
            self.met = None
        if self.met is None and name:
            with suppress(FileNotFoundError):
                found = MetCodes(met_codes.place(self._place.cards))
                if found.name == name:
                    self.met = found
                else:
                    found.close()

    def _open(self) -> None:
        with suppress(NoStore):
            self._store = Store(self._place.cards)
            self._begin(self._store)

    def _begin(self, store: Store) -> None:
        """Everything anew: another edition of the pages, or more changes than are told one by one."""
        self._pages.clear()
        self._stretches.forget()
        self._edition = store.about("edition")
        self.words = json.loads(store.about(f"words:{LANGUAGE}") or "{}")
        if not self.words:  # nothing was drawn yet
            store.close()
            self._store = None
            return
        self.headers = [*_headers(store, f"headers:{LANGUAGE}"), ("cache-control", "private, no-store")]
        own = (("cache-control", SHORT), ("content-length", "0"))
        self.redirect_headers = [*_headers(store, "headers:redirect"), *own]
        [self.begins] = unpack(bytes.fromhex(store.about(f"prefix:{LANGUAGE}")))
        self.opened = opened(self.begins)
        self.looked_at = int(store.about("looked_at") or 1)


def _headers(store: Store, name: str) -> list[tuple[str, str]]:
    return [(header, value) for header, value in json.loads(store.about(name))]
