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
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from txng.kernel.networks import network_of
from txng.project.front.environ import client_of, scheme_of
from txng.project.front.place import Place
from txng.project.front.recorder import Recorder
from txng.resolver.card_store import FRESH, NoStore, Store
from txng.resolver.network_table import Networks
from txng.resolver.ready import Piece, compose, plain, unpack
from txng.resolver.scan_reference import ReferenceSigner
from txng.resolver.scanlines import Scan, Seen
from txng.resolver.visits import PURPOSES, language_of, looks, session
from txng.stamps.serials import KeyFileRefused, KeyRing, NoKey, load_key_ring, open_serial

PRINTED = re.compile(r"/(?:01/([0-9]{14})/21|[tT])/([0-9A-Za-z]{16})")
IN_USE = ("activated", "consumed")
PAGES = 20_000  # ready pages held in memory
LOOK = 0.1  # seconds between two looks for cards that changed
LANGUAGE = "vi"
LINKSET = 'rel="linkset"; type="application/linkset+json"'
_VIETNAM = timedelta(hours=7)


class Ready(NamedTuple):
    """An item's page, unpacked."""

    pieces: list[Piece]
    blanks: list[str]
    verdict: str
    status: int
    until: int
    key: str
    product_id: int
    lot_id: int
    establishment_id: int


class Hit(NamedTuple):
    scan: Scan
    page: Ready
    address: str  # of the stamp, by the host that was asked


class Scans:
    def __init__(self, place: Place, recorder: Recorder) -> None:
        self.place, self.recorder = place, recorder
        self._networks = Networks(place.networks)
        self._signer = ReferenceSigner(place.secret)
        self._pages: dict[int, Ready] = {}
        self.asked = self.missed = 0  # pages, and those that had to be read from the disk
        self._store: Store | None = None
        self._ring: KeyRing | None = None
        self._keys_at = -1
        self._looked = 0.0
        self._today, self._midnight = date.min, 0.0
        self.fresh = False
        self.told = 0.0  # when the store was last known to hold everything
        self._edition = ""
        self._looked_at = 1
        self._door, self._told_at = place.state / "run" / f"door-{os.getpid()}.json", 0.0
        self._words: dict[str, str] = {}
        self._headers: list[tuple[str, str]] = []
        self._prefix: list[Piece] = []

    # --- asked for every request ---------------------------------------------------------------------------

    def find(self, scope: Any) -> Hit | None:
        """The page of a plain scan; None for what Django answers."""
        found = PRINTED.fullmatch(scope.path)
        if found is None or scope.query_string or scope.method != "GET":
            return None
        headers = scope.headers
        if not self._is_ours(headers) or language_of(headers.get("accept-language") or "") != LANGUAGE:
            return None
        now = time.time()
        if now - self._looked > LOOK:
            self._look(now)
        if self._store is None or self._ring is None or not (self.fresh or self.recorder.away):
            return None
        gtin, serial = found.groups()
        tweak = int(gtin or 0)
        opened = open_serial(self._ring, serial, tweak)
        if opened is None:
            return None
        code = self._store.code(tweak, opened.version, opened.counter)
        if code is None or code.voided or code.state not in IN_USE or code.card_id is None:
            return None
        if code.stamp_class != "open":  # its page asks for the hidden number
            return None
        page = self._page(code.card_id)
        if page is None or page.until < self._today.toordinal():
            return None
        agent = headers.get("user-agent") or ""
        purposes = [headers.get(name) or "" for name in PURPOSES]
        visit, province = None, ""
        if looks("GET", agent, purposes):
            address = client_of(scope, self.place.proxies)
            visit = session(self.recorder.day_key(self._today), network_of(address), agent)
            province = self._networks.province_of(address)
        scan = Scan(
            now,
            scope.path,
            page.verdict,
            tweak,
            opened.version,
            opened.counter,
            page.key,
            page.product_id,
            page.lot_id,
            page.establishment_id,
            visit,
            province,
        )
        path = f"/01/{gtin}/21/{serial}" if gtin else f"/t/{serial}"
        return Hit(scan, page, f"{scheme_of(scope, self.place.proxies)}://{headers.get('host')}{path}")

    def _is_ours(self, headers: Any) -> bool:
        host = (headers.get("host") or "").lower()
        name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
        return name in self.place.hosts and "json" not in (headers.get("accept") or "")

    def may_be_copied(self, seen: Seen) -> bool:
        """Whether the copy rule has to be asked, which Django does: it knows the goods and the rule of the day."""
        return len(seen.days) >= self._looked_at

    def answer(self, hit: Hit, seen: Seen | None, accepts: str) -> tuple[int, list[tuple[str, str]], bytes]:
        page = hit.page
        words = [self._word(blank, hit, seen) for blank in page.blanks]
        words.insert(0, b"")  # between what all pages begin with and this one
        headers = [*self._headers, ("link", f"<{hit.address}?linkType=linkset>; {LINKSET}")]
        if "gzip" in accepts:
            headers.append(("content-encoding", "gzip"))
            return page.status, headers, compose(page.pieces, words)
        return page.status, headers, plain(page.pieces, words)

    def _word(self, blank: str, hit: Hit, seen: Seen | None) -> bytes:
        if blank == "sentence":
            return self._sentence(seen).encode()
        if blank == "report":
            return self._report(hit).encode()
        if blank == "times":
            if seen is None:
                return self._words["times_uncounted"].encode()
            return (self._words["times_first"] if seen.sessions <= 1 else number(seen.sessions)).encode()
        return b"" if self.fresh else self._note().encode()

    def _sentence(self, seen: Seen | None) -> str:
        if seen is None:
            return self._words["uncounted"]
        if seen.sessions <= 1 or seen.first_at is None:
            return self._words["first"]
        at = seen.first_at + _VIETNAM
        text = self._words["seen_in" if seen.first_province else "seen"]
        return text.format(
            count=number(seen.sessions), time=f"{at:%H:%M}", day=f"{at:%d/%m/%Y}", place=escape(seen.first_province)
        )

    def _note(self) -> str:
        at = datetime.fromtimestamp(self.told, UTC) + _VIETNAM
        return self._words["note"].format(time=f"{at:%H:%M}", day=f"{at:%d/%m/%Y}")

    def _report(self, hit: Hit) -> str:
        page = hit.page
        reference = self._signer.sign_plain(
            hit.scan.raw, page.verdict, page.establishment_id, page.product_id, page.lot_id
        )
        return f"/phan-anh/?tham-chieu={reference}"

    # --- what is held in memory ----------------------------------------------------------------------------

    def _page(self, card_id: int) -> Ready | None:
        self.asked += 1
        known = self._pages.pop(card_id, None)
        if known is not None:
            self._pages[card_id] = known  # the last to be let go
            return known
        self.missed += 1
        assert self._store is not None
        line = self._store.card(card_id)
        made = None
        if line is not None and line.item is not None and line.edition == self._edition:
            size = int.from_bytes(line.item[:2], "little")
            about, row = json.loads(line.item[2 : 2 + size]), json.loads(line.row)
            made = Ready(
                pieces=[*self._prefix, *unpack(line.item, 2 + size)],
                blanks=about["blanks"],
                verdict=about["verdict"],
                status=about["status"],
                until=line.until,
                key=row["key"],
                product_id=row["product_id"],
                lot_id=row["lot_id"],
                establishment_id=row["establishment_id"],
            )
        while len(self._pages) >= PAGES:
            del self._pages[next(iter(self._pages))]
        if made is not None:  # one not drawn yet may be so the next moment
            self._pages[card_id] = made
        return made

    def _look(self, now: float) -> None:
        """What changed on this machine's disk since the last look."""
        self._looked = now
        if now >= self._told_at + 1:
            self._tell(now)
        if now >= self._midnight:
            self._today = (datetime.fromtimestamp(now, UTC) + _VIETNAM).date()
            self._midnight = now - (now + 7 * 3600) % 86_400 + 86_400
        self._read_keys()
        if self._store is None:
            self._open_store()
        if self._store is None:
            self.fresh = False
            return
        if self._store.is_another():  # begun anew beside, and put in its place
            self._store.close()
            self._open_store()
            if self._store is None:
                return
        age = self._store.age()
        self.fresh = age < FRESH
        self.told = now - age
        changed = self._store.changed()
        if changed is None or self._store.about("edition") != self._edition:
            self._begin()
        for card_id in changed or ():
            self._pages.pop(card_id, None)

    def _tell(self, now: float) -> None:
        """For whoever watches the site: how it goes at this door."""
        self._told_at = now
        told = {"asked": self.asked, "missed": self.missed, "fresh": self.fresh, "away": self.recorder.away}
        with suppress(OSError):
            self._door.write_text(json.dumps(told))

    def _open_store(self) -> None:
        try:
            self._store = Store(self.place.cards)
        except NoStore:
            return
        self._begin()

    def _begin(self) -> None:
        """Everything anew: another edition of the pages, or more changes than are told one by one."""
        assert self._store is not None
        self._pages.clear()
        self._edition = self._store.about("edition")
        self._words = json.loads(self._store.about(f"words:{LANGUAGE}") or "{}")
        self._prefix = unpack(bytes.fromhex(self._store.about(f"prefix:{LANGUAGE}"))) if self._words else []
        headers = json.loads(self._store.about(f"headers:{LANGUAGE}") or "[]")
        self._looked_at = int(self._store.about("looked_at") or 1)
        self._headers = [*((name, value) for name, value in headers), ("cache-control", "private, no-store")]
        if not self._words:
            self._store.close()
            self._store = None

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
