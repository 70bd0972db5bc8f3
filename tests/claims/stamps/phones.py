"""People with telephones in front of a running site: so many scans a second, each remembered with its answer."""

from __future__ import annotations

import asyncio
import gzip
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.harness import Installation
from txng.stamps.serials import issue_array, load_key_ring

PATIENCE = 5.0  # seconds a person looks at an empty screen
BEGIN = 10_000_000_000  # counters far from those of the demo
GREEN, RED, VOID, PAUSED = "Mã hợp lệ", "Đang bị thu hồi – không sử dụng", "Mã đã bị hủy", "Cơ sở đang tạm dừng"
ENGLISH = {"Valid code": GREEN, "Being recalled – do not use": RED}
_TITLE = re.compile(r"<h1>(.*?)</h1>")
# Said for as long as nobody counts, and once the cards themselves may be old.
_UNCOUNTED = ("chưa đếm được", "cannot be told just now")
_AS_OF = ("Cơ sở dữ liệu đang tạm gián đoạn", "The database cannot be reached just now")


@dataclass(frozen=True)
class Goods:
    """A lot on sale, and stamps of it nobody has scanned yet."""

    lot_id: int
    lot: str
    establishment_id: int
    tweak: int
    version: int
    first: int
    addresses: list[str]


def green_lots(site: Installation) -> list[tuple[int, str]]:
    """Cards of lots against which nothing stands today, with their paths."""
    found = site.sql(
        """SELECT id, path FROM resolver_card
            WHERE lot_id IS NOT NULL AND path LIKE '01/%%' AND coalesce(payload->'recall', 'null') = 'null'
              AND NOT payload ? 'withheld' AND payload->'maker'->>'paused_on' IS NULL
              AND coalesce((payload->'lot'->>'expires_on')::date, 'infinity') > current_date + 1 ORDER BY id""",
        [],
    )
    return [(card_id, path) for card_id, path in found]


def stamp(site: Installation, card_id: int, path: str, count: int) -> Goods:
    """A batch of stamps on a lot: one row, as for any batch, whatever its size."""
    _ai, gtin, _ten, lot = path.split("/")
    ring = load_key_ring(site.state / "keys" / "serials")
    first = BEGIN + card_id * 1_000_000
    site.sql(
        """INSERT INTO resolver_codestate (range_id, key_version, tweak, first, last, state, void_counters,
               voided_by_operator, stamp_class, card_id, product_id, establishment_id, changed)
           SELECT %(first)s, %(version)s, %(tweak)s, %(first)s, %(last)s, 'activated', '{}', false, 'open', id,
                  product_id, establishment_id, 0 FROM resolver_card WHERE id = %(card)s""",
        {"card": card_id, "version": ring.newest, "tweak": int(gtin), "first": first, "last": first + count - 1},
        owner=True,
    )
    [(lot_id, establishment_id)] = site.sql("SELECT lot_id, establishment_id FROM resolver_card WHERE id=%s", [card_id])
    rows = issue_array(ring, ring.newest, int(gtin), first, count)
    addresses = [f"/01/{gtin}/21/{row.tobytes().decode()}" for row in rows]
    return Goods(lot_id, lot, establishment_id, int(gtin), ring.newest, first, addresses)


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    counted: bool
    says_since_when: bool
    text: str = field(repr=False, compare=False, default="")


def read_page(text: str) -> Page:
    found = _TITLE.search(text)
    title = found[1] if found else ""
    return Page(
        title=ENGLISH.get(title, title),
        counted=not any(words in text for words in _UNCOUNTED),
        says_since_when=any(words in text for words in _AS_OF),
        text=text,
    )


@dataclass(frozen=True, slots=True)
class Scan:
    goods: Goods
    number: int
    device: int
    language: str = "vi-VN,vi;q=0.9"

    @property
    def address(self) -> str:
        return self.goods.addresses[self.number]


@dataclass(frozen=True, slots=True)
class Asked:
    scan: Scan
    sent: float
    got: float
    status: int  # 0: no answer while the person waited
    page: Page | None = None


def agent(device: int) -> str:
    return f"Mozilla/5.0 (Linux; Android 14; SM-A{device:03d}F) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36"


class Line:
    """One kept connection."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, *, device: int = 0, language: str = "vi-VN,vi;q=0.9") -> tuple[int, str]:
        if self.writer is None or self.reader is None or self.writer.is_closing() or self.reader.at_eof():
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        self.writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nUser-Agent: {agent(device)}\r\n"
            f"Accept: text/html,*/*;q=0.8\r\nAccept-Encoding: gzip\r\nAccept-Language: {language}\r\n\r\n".encode()
        )
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head.split(" ", 2)[1])
        size = re.search(r"\r\ncontent-length: (\d+)", head)
        if size is None:
            raise OSError("an answer without its length")
        body = await self.reader.readexactly(int(size[1]))
        return status, (gzip.decompress(body) if "content-encoding: gzip" in head else body).decode()

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


class Crowd:
    """`rate` scans a second by some telephones, each waiting for its answer; `choose` says what is scanned next."""

    def __init__(self, site: Installation, choose: Callable[[], Scan], *, rate: float, phones: int = 32) -> None:
        self.site, self.choose, self.rate, self.phones = site, choose, rate, phones
        self.asked: list[Asked] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._all()), name="crowd", daemon=True)
        self._error: BaseException | None = None

    def __enter__(self) -> Crowd:
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._stop.set()
        self._thread.join(PATIENCE + 10)
        if self._error is not None:
            raise self._error

    async def _all(self) -> None:
        try:
            self._due = time.monotonic()
            await asyncio.gather(*(self._one() for _ in range(self.phones)))
        except BaseException as error:
            self._error = error

    async def _one(self) -> None:
        line = Line("127.0.0.1", self.site.port)
        while not self._stop.is_set():
            due = self._due = max(self._due + 1 / self.rate, time.monotonic() - 1)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            self.asked.append(await self._scan(line, self.choose()))
        line.close()

    async def _scan(self, line: Line, scan: Scan) -> Asked:
        sent = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                status, text = await line.get(scan.address, device=scan.device, language=scan.language)
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            line.close()  # what comes late belongs to another question
            return Asked(scan, sent, time.monotonic(), 0)
        page = read_page(text)
        # The text itself is looked at once: a hundred thousand of them would fill the memory.
        named = Page(page.title, page.counted, page.says_since_when, "" if scan.goods.lot in text else text[:2_000])
        return Asked(scan, sent, time.monotonic(), status, named)
