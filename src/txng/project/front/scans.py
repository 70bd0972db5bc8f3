"""A scan at the front door: from the serial to the bytes of its page, with one statement for all who scan just now.

What is answered here is the plain case: a stamp in use, scanned with a phone that speaks Vietnamese. Whatever else it
may be (forged, voided, a product's own page, English, a program) Django answers, from the same
cards and by the same words; tests/project/front compares the two byte by byte.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import sqlite3
import time
import zlib
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from txng.project.front.place import Place
from txng.project.front.recorder import Recorder
from txng.project.front.shelf import Parts, Shelf
from txng.project.front.stretches import NO_CARD
from txng.project.front.visitors import Visitor, Visitors
from txng.project.front.wire import Answer
from txng.resolver.card_store import FirstLine
from txng.resolver.ready import compose
from txng.resolver.scanlines import Seen, line
from txng.stamps.serials import KeyFileRefused, KeyRing, NoKey, load_key_ring, open_serial

log = logging.getLogger("txng.front")
PRINTED = re.compile(r"/(?:01/([0-9]{14})/21|[tT])/([0-9A-Za-z]{16})")
CATCHING_UP = 1.5  # seconds the follower may need after the database is back
LOOK = 0.1  # seconds between two looks for cards that changed
PAUSE = 0.02  # seconds between two portions read ahead: scans come between them
ZIPPED = ("content-encoding", "gzip")
LINKSET = 'rel="linkset"; type="application/linkset+json"'
_VIETNAM = timedelta(hours=7)


class Hit(NamedTuple):
    at: float
    code: tuple[int, int, int]
    line: str  # what is written down of it
    page: FirstLine
    visitor: Visitor
    address: str  # of the stamp, by the host that was asked
    parts: Parts | None  # None for the first scan of a stamp, whose page is joined already


class Scans:
    def __init__(self, place: Place, recorder: Recorder) -> None:
        self.place, self.recorder = place, recorder
        self.shelf = Shelf(place)
        self.visitors = Visitors(place)
        self._ring: KeyRing | None = None
        self._keys_at = -1
        self.looked = 0.0
        self.moment, self._moment_at = "", 0.0  # the time as it is written down, to a thousandth of a second
        self.today, self.day, self._midnight = date.min, 0, 0.0
        self.firsts = self.others = 0  # scans answered without waiting, and those that may have to
        self.sent = 0  # to where a link leads (redirects.py)
        self._door, self._told_at = place.state / "run" / f"door-{os.getpid()}.json", 0.0

    # --- asked for every request ---------------------------------------------------------------------------

    def find(self, scope: Any) -> Hit | None:
        """The page of a plain scan; None for what Django answers."""
        found = PRINTED.fullmatch(scope.path)
        if found is None or scope.query_string or scope.method != "GET":
            return None
        now = self.now()
        return self.hit(self.visitors.of(scope), now, scope.path, found[1], found[2])

    def hit(self, visitor: Visitor | None, now: float, path: str, gtin: str | None, serial: str) -> Hit | None:
        """The same of a path cut up already. Ask for the time first: it may bring another day."""
        try:
            return self._hit(visitor, now, path, gtin, serial)
        except sqlite3.Error as error:
            log.error("the store cannot be read: %s", error)
            return None

    def _hit(self, visitor: Visitor | None, now: float, path: str, gtin: str | None, serial: str) -> Hit | None:
        shelf, ring = self.shelf, self._ring
        if visitor is None or not visitor.reads_page or ring is None:
            return None
        if not (shelf.fresh or self._has_nothing_better(now)):
            return None
        tweak = int(gtin or 0)
        opened = open_serial(ring, serial, tweak)
        if opened is None:
            return None
        version, counter = opened
        card_id = shelf.card_of(tweak, version, counter)
        if card_id == NO_CARD:
            return None
        page = shelf.page(card_id)
        if page is None or page.until < self.day:
            return None
        code, parts = (tweak, version, counter), None
        if self._is_first(code, counts=visitor.looks):
            self.firsts += 1
        else:
            self.others += 1
            parts = shelf.parts(card_id)
            if parts is None:  # it changed this very moment
                return None
        address = f"{visitor.base}/01/{gtin}/21/{serial}" if gtin else f"{visitor.base}/t/{serial}"
        return Hit(
            now,
            code,
            line(self.moment, path, page.verdict, code, page.about, visitor.about),
            page,
            visitor,
            address,
            parts,
        )

    async def read_ahead(self) -> None:
        """For as long as the door is open, also before the first scan."""
        while True:
            more = False
            with suppress(sqlite3.Error):  # a scan finds out
                self.now()
                more = self.shelf.read_ahead()
            await asyncio.sleep(PAUSE if more else 1)

    def _has_nothing_better(self, now: float) -> bool:
        """While the database is away the store is all there is; and until the follower has caught up, for Django's two
        threads are not made for everybody."""
        return self.recorder.away or now - self.recorder.back_at < CATCHING_UP

    def _is_first(self, code: tuple[int, int, int], *, counts: bool) -> bool:
        """Whether nobody has scanned it before, as far as this machine can tell without asking."""
        shelf, recorder = self.shelf, self.recorder
        met = shelf.met
        if met is None:
            return False
        known = met.add(*code) if counts else met.holds(*code)
        return not known and shelf.fresh and not recorder.away and not recorder.is_behind

    def may_be_copied(self, seen: Seen) -> bool:
        """Whether the copy rule has to be asked, which Django does: it knows the goods and the rule of the day."""
        return len(seen.days) >= self.shelf.looked_at

    def answer(self, hit: Hit, seen: Seen | None) -> Answer:
        status, own, body = self.own(hit, seen)
        return status, [*self.shelf.headers, *own], body

    def own(self, hit: Hit, seen: Seen | None) -> Answer:
        """The answer without the headers all pages of the store have."""
        page, shelf = hit.page, self.shelf
        link = ("link", f"<{hit.address}?linkType=linkset>; {LINKSET}")
        if hit.parts is None:
            body = shelf.opened + page.rest
        else:
            words = [self._word(blank, seen) for blank in hit.parts.blanks]
            # Nothing stands between what all pages begin with and what this one goes on with.
            body = compose(hit.parts.pieces, [b"", *words])
        if hit.visitor.takes_gzip:
            return page.status, [ZIPPED, link], body
        return page.status, [link], zlib.decompress(body, wbits=31)

    def _word(self, blank: str, seen: Seen | None) -> bytes:
        if blank == "sentence":
            return self._sentence(seen).encode()
        if blank == "times":
            if seen is None:
                return self.shelf.words["times_uncounted"].encode()
            return (self.shelf.words["times_first"] if seen.sessions <= 1 else number(seen.sessions)).encode()
        return b"" if self.shelf.fresh else self._note().encode()

    def _sentence(self, seen: Seen | None) -> str:
        if seen is None:
            return self.shelf.words["uncounted"]
        if seen.sessions <= 1 or seen.first_at is None:
            return self.shelf.words["first"]
        at = seen.first_at + _VIETNAM
        text = self.shelf.words["seen_in" if seen.first_province else "seen"]
        return text.format(
            count=number(seen.sessions), time=f"{at:%H:%M}", day=f"{at:%d/%m/%Y}", place=escape(seen.first_province)
        )

    def _note(self) -> str:
        at = datetime.fromtimestamp(self.shelf.told, UTC) + _VIETNAM
        return self.shelf.words["note"].format(time=f"{at:%H:%M}", day=f"{at:%d/%m/%Y}")

    def now(self) -> float:
        """The time, and what changed until then is known."""
        now = time.time()
        if not 0 <= now - self._moment_at < 0.001:  # a clock may be put back
            self.moment, self._moment_at = repr(now), now
        if not 0 <= now - self.looked < LOOK:
            self.look(now)
        return now

    def look(self, now: float) -> None:
        """What changed on this machine's disk since the last look."""
        self.looked = now
        if now >= self._told_at + 1:
            self._tell(now)
        if now >= self._midnight:
            self.today = (datetime.fromtimestamp(now, UTC) + _VIETNAM).date()
            self.day = self.today.toordinal()
            self._midnight = now - (now + 7 * 3600) % 86_400 + 86_400
        self.visitors.look(self.recorder.day_key(self.today))
        self._read_keys()
        try:
            self.shelf.look(now)
        except sqlite3.Error as error:  # what is held may be out of date: Django is asked until it can be read again
            log.error("the store cannot be read: %s", error)
            self.shelf.fresh = False

    def _tell(self, now: float) -> None:
        """For whoever watches the site: how it goes at this door."""
        self._told_at = now
        told = {
            "asked": self.shelf.asked,
            "missed": self.shelf.missed,
            "firsts": self.firsts,
            "others": self.others,
            "sent": self.sent,
            "fresh": self.shelf.fresh,
            "away": self.recorder.away,
        }
        aside = self._door.with_suffix(".new")
        with suppress(OSError):
            aside.write_text(json.dumps(told))
            aside.replace(self._door)

    def _read_keys(self) -> None:
        """A key that is added, or withdrawn, counts at once."""
        try:
            at = self.place.keys.stat().st_mtime_ns
        except FileNotFoundError:
            at = 0
        if at != self._keys_at:
            self._keys_at = at
            try:
                self._ring = load_key_ring(Path(self.place.keys))
            except (NoKey, KeyFileRefused):
                self._ring = None


def number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
