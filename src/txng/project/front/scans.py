"""A scan at the front door: from the serial to the bytes of its page, with one statement for all who scan just now.

What is answered here is the plain case: a stamp in use, scanned with a phone that speaks Vietnamese. Whatever else it
may be (forged, voided, a product's own page, English, a program that asks for links) Django answers, from the same
cards and by the same words; tests/project/front compares the two byte by byte.
"""

from __future__ import annotations

import json
import os
import re
import time
import zlib
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from txng.kernel.networks import network_of
from txng.project.front.environ import client_of, scheme_of
from txng.project.front.place import Place
from txng.project.front.recorder import Recorder
from txng.project.front.shelf import LANGUAGE, Parts, Ready, Shelf
from txng.resolver.network_table import Networks
from txng.resolver.ready import compose
from txng.resolver.scan_reference import ReferenceSigner
from txng.resolver.scanlines import Scan, Seen
from txng.resolver.visits import PURPOSES, language_of, looks, session
from txng.stamps.serials import KeyFileRefused, KeyRing, NoKey, load_key_ring, open_serial

PRINTED = re.compile(r"/(?:01/([0-9]{14})/21|[tT])/([0-9A-Za-z]{16})")
IN_USE = ("activated", "consumed")
CATCHING_UP = 1.5  # seconds the follower may need after the database is back
LOOK = 0.1  # seconds between two looks for cards that changed
LINKSET = 'rel="linkset"; type="application/linkset+json"'
_VIETNAM = timedelta(hours=7)


class Hit(NamedTuple):
    scan: Scan
    page: Ready
    address: str  # of the stamp, by the host that was asked
    parts: Parts | None  # None for the first scan of a stamp, whose page is joined already
    takes_gzip: bool


class Scans:
    def __init__(self, place: Place, recorder: Recorder) -> None:
        self.place, self.recorder = place, recorder
        self._networks = Networks(place.networks)
        self._signer = ReferenceSigner(place.secret)
        self.shelf = Shelf(place)
        self._ring: KeyRing | None = None
        self._keys_at = -1
        self._looked = 0.0
        self._today, self._midnight = date.min, 0.0
        self._door, self._told_at = place.state / "run" / f"door-{os.getpid()}.json", 0.0

    # --- asked for every request ---------------------------------------------------------------------------

    def find(self, scope: Any) -> Hit | None:
        """The page of a plain scan; None for what Django answers."""
        found = PRINTED.fullmatch(scope.path)
        if found is None or scope.query_string or scope.method != "GET":
            return None
        items = scope.headers.items()
        headers = dict(items)  # asking the server for one at a time costs as much for each
        if len(headers) != len(items) or language_of(headers.get("accept-language", "")) != LANGUAGE:
            return None
        host = headers.get("host", "")
        if not self._is_ours(host) or "json" in headers.get("accept", ""):
            return None
        now = time.time()
        if now - self._looked > LOOK:
            self._look(now)
        shelf = self.shelf
        if not shelf.is_open or self._ring is None or not (shelf.fresh or self._has_nothing_better(now)):
            return None
        gtin, serial = found.groups()
        tweak = int(gtin or 0)
        opened = open_serial(self._ring, serial, tweak)
        if opened is None:
            return None
        version, counter = opened
        code = shelf.range_of(tweak, version, counter)
        if code is None or code.is_void(counter) or code.state not in IN_USE or code.card_id is None:
            return None
        if code.stamp_class != "open":  # its page asks for the hidden number
            return None
        page = shelf.page(code.card_id)
        if page is None or page.until < self._today.toordinal():
            return None
        agent = headers.get("user-agent", "")
        purposes = [headers[name] for name in PURPOSES if name in headers]
        visit, province = None, ""
        if looks("GET", agent, purposes):
            client = client_of(scope, self.place.proxies)
            visit = session(self.recorder.day_key(self._today), network_of(client), agent)
            province = self._networks.province_of(client)
        parts = None
        if not self._is_first(tweak, version, counter, counts=visit is not None):
            parts = shelf.parts(code.card_id)
            if parts is None:  # it changed this very moment
                return None
        scan = Scan(
            now,
            scope.path,
            page.verdict,
            tweak,
            version,
            counter,
            page.key,
            page.product_id,
            page.lot_id,
            page.establishment_id,
            visit,
            province,
        )
        path = f"/01/{gtin}/21/{serial}" if gtin else f"/t/{serial}"
        address = f"{scheme_of(scope, self.place.proxies)}://{host}{path}"
        return Hit(scan, page, address, parts, "gzip" in headers.get("accept-encoding", ""))

    def _has_nothing_better(self, now: float) -> bool:
        """While the database is away the store is all there is; and until the follower has caught up, for Django's two
        threads are not made for everybody."""
        return self.recorder.away or now - self.recorder.back_at < CATCHING_UP

    def _is_ours(self, host: str) -> bool:
        host = host.lower()
        name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
        return name in self.place.hosts

    def _is_first(self, tweak: int, version: int, counter: int, *, counts: bool) -> bool:
        """Whether nobody has scanned it before, as far as this machine can tell without asking."""
        met, recorder = self.shelf.met, self.recorder
        if met is None:
            return False
        known = met.add(tweak, version, counter) if counts else met.holds(tweak, version, counter)
        return not known and self.shelf.fresh and not recorder.away and not recorder.is_behind

    def may_be_copied(self, seen: Seen) -> bool:
        """Whether the copy rule has to be asked, which Django does: it knows the goods and the rule of the day."""
        return len(seen.days) >= self.shelf.looked_at

    def answer(self, hit: Hit, seen: Seen | None) -> tuple[int, list[tuple[str, str]], bytes]:
        page, shelf = hit.page, self.shelf
        headers = [*shelf.headers, ("link", f"<{hit.address}?linkType=linkset>; {LINKSET}")]
        if hit.parts is None:
            body = page.first.with_word(shelf.begins.deflated, self._report(hit).encode())
        else:
            words = [self._word(blank, hit, seen) for blank in hit.parts.blanks]
            # Nothing stands between what all pages begin with and what this one goes on with.
            body = compose([shelf.begins, *hit.parts.pieces], [b"", *words])
        if hit.takes_gzip:
            headers.append(("content-encoding", "gzip"))
            return page.status, headers, body
        return page.status, headers, zlib.decompress(body, wbits=31)

    def _word(self, blank: str, hit: Hit, seen: Seen | None) -> bytes:
        if blank == "sentence":
            return self._sentence(seen).encode()
        if blank == "report":
            return self._report(hit).encode()
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

    def _report(self, hit: Hit) -> str:
        return f"/phan-anh/?tham-chieu={self._signer.sign(hit.scan.raw, hit.page.told)}"

    def _look(self, now: float) -> None:
        """What changed on this machine's disk since the last look."""
        self._looked = now
        if now >= self._told_at + 1:
            self._tell(now)
        if now >= self._midnight:
            self._today = (datetime.fromtimestamp(now, UTC) + _VIETNAM).date()
            self._midnight = now - (now + 7 * 3600) % 86_400 + 86_400
        self._read_keys()
        self.shelf.look(now)

    def _tell(self, now: float) -> None:
        """For whoever watches the site: how it goes at this door."""
        self._told_at = now
        told = {
            "asked": self.shelf.asked,
            "missed": self.shelf.missed,
            "fresh": self.shelf.fresh,
            "away": self.recorder.away,
        }
        with suppress(OSError):
            self._door.write_text(json.dumps(told))

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
