"""A million lots with a hundred million stamps in the card store: what a large province has after some years.

The pages are those of a lot of the demo with other numbers; each is as large as a real one and compressed by itself
where it differs. Written into the store directly: the follower draws some hundred pages a second.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from txng.resolver.card_store import place
from txng.resolver.ready import Piece, about_of, pack, piece, rest, unpack
from txng.resolver.scanlines import about_goods
from txng.stamps.serials import issue, load_key_ring
from txng.stamps.serials.serial import _ALPHABET, _SHIFTS

# Stamps of a lot: a hundred on average, most of them of the few large lots that are scanned most.
FEW, MANY, BLOCK = 60, 2_060, 50  # one large lot in fifty
EACH = (MANY + (BLOCK - 1) * FEW) // BLOCK
BEGIN = 10_000_000_000  # far from any counter of the demo
FIRST_ID = 1_000_000_000
PORTION = 2_000
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Filled:
    """Where the stamps are: GTIN, key version, and the folder of the keys."""

    gtin: str
    version: int
    keys: Path
    lots: int

    def addresses(self, lots: NDArray[np.int64], numbers: NDArray[np.int64]) -> list[str]:
        """The printed addresses of the nth stamps of some lots."""
        cipher = load_key_ring(self.keys).cipher(self.version)
        counters = (first_of(lots) + numbers).astype(np.uint64)
        tweak = np.full(len(counters), int(self.gtin), np.uint64)
        rows = np.empty((len(counters), 16), dtype=np.uint8)
        for at, half in zip(
            (0, 8), cipher.encrypt_many(np.zeros(len(counters), np.uint64), counters, tweak), strict=True
        ):
            rows[:, at : at + 8] = _ALPHABET[(half[:, None] >> _SHIFTS) & np.uint64(31)]
        return [f"/01/{self.gtin}/21/{row.tobytes().decode()}" for row in rows]


def first_of(lots: Any) -> Any:
    """The counter of a lot's first stamp; of many lots at once too."""
    place = lots % BLOCK
    return BEGIN + lots // BLOCK * (BLOCK * EACH) + (place > 0) * (MANY + (place - 1) * FEW)


def size_of(lots: Any) -> Any:
    return FEW + (lots % BLOCK == 0) * (MANY - FEW)


def issued(site: Any) -> list[str]:
    """Printed addresses of the demo's stamps in use: those the database knows too."""
    ring = load_key_ring(site.state / "keys" / "serials")
    ranges = site.sql(
        "SELECT tweak, key_version, first, last, void_counters FROM resolver_codestate "
        "WHERE state = 'activated' AND stamp_class = 'open' AND card_id IS NOT NULL AND tweak > 0"
    )
    return [
        f"/01/{tweak:014d}/21/{serial}"
        for tweak, version, first, last, voids in ranges
        for counter, serial in enumerate(issue(ring, version, tweak, first, last - first + 1), first)
        if counter not in voids
    ]


def fill(site: Any, lots: int) -> Filled:
    """Into the store of a running site whose demo has been followed."""
    gtin = site.facts["scan"]["valid"].split("/")[2]
    keys = site.state / "keys" / "serials"
    version = load_key_ring(keys).newest
    base = sqlite3.connect(place(site.state, site.province), isolation_level=None, timeout=30)
    base.execute("PRAGMA synchronous = OFF")
    row, payload, edition, until, item, verdict = base.execute(
        "SELECT row, payload, card.edition, card.until, item, verdict FROM card JOIN ready ON card_id = id "
        "WHERE path LIKE ? AND item IS NOT NULL "
        "ORDER BY length(item) DESC LIMIT 1",
        (f"01/{gtin}/10/%",),
    ).fetchone()
    about, number = json.loads(row), json.loads(zlib.decompress(payload))["lot"]["number"]
    # The payload is read by nobody but Django: one for all keeps the disk for the pages.
    shown = _Shown(gtin, about, number, payload, edition, until, item, verdict, *begins_of(base))
    for cards, pages in _drawn(shown, lots):
        _insert(base, {_CARD: cards, _READY: pages})
    codes = _codes(lots, gtin, version, about)
    while portion := list(islice(codes, PORTION)):
        _insert(base, {_CODE: portion})
    base.execute("ANALYZE")
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    os.sync()  # what is still on its way to the disk would be in the way of what is measured
    return Filled(gtin, version, keys, lots)


_CARD = "INSERT INTO card VALUES (?,?,NULL,?,?,?,?,?,'')"
_READY = "INSERT INTO ready VALUES (?,?,?,200,?,?,?)"
_CODE = "INSERT INTO code VALUES (?,?,?,?,?,'activated','open',NULL,?,?,?,?)"


def _insert(base: sqlite3.Connection, rows: Mapping[str, Sequence[Row]]) -> None:
    """A portion: the follower writes its own between them."""
    base.execute("BEGIN IMMEDIATE")
    for statement, values in rows.items():
        base.executemany(statement, values)
    base.execute("COMMIT")


class _Shown(NamedTuple):
    """The lot of the demo all others are made of."""

    gtin: str
    about: dict[str, Any]
    number: str
    payload: bytes
    edition: str
    until: int
    item: bytes
    verdict: str
    begins: Piece
    words: dict[str, bytes]


def _drawn(shown: _Shown, lots: int) -> Iterator[tuple[list[Row], list[Row]]]:
    """By all processors, and not further ahead of the disk than they are many."""
    processors = os.cpu_count() or 1
    with ProcessPoolExecutor(processors, mp_context=get_context("spawn")) as pool:
        ahead: deque[Future[tuple[list[Row], list[Row]]]] = deque()
        for first in range(0, lots, PORTION):
            ahead.append(pool.submit(_portion, shown, range(first, min(first + PORTION, lots))))
            if len(ahead) > 2 * processors:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _portion(shown: _Shown, lots: range) -> tuple[list[Row], list[Row]]:
    """Rows of the tables card and ready."""
    told, size = about_of(shown.item)
    head, pieces = shown.item[:size], unpack(shown.item, size)
    words = [shown.words[name] for name in told["blanks"]]
    texts = [zlib.decompress(one.deflated + b"\x03\x00", -15) for one in pieces]
    changing = [place for place, text in enumerate(texts) if shown.number.encode() in text]
    assert changing, "the page names its lot"
    cards: list[Row] = []
    pages: list[Row] = []
    for lot in lots:
        own = f"L{lot:0{len(shown.number) - 1}d}"
        for at in changing:
            pieces[at] = piece(texts[at].replace(shown.number.encode(), own.encode()))
        number, key = FIRST_ID + lot, f"lot:{FIRST_ID + lot}"
        row = json.dumps(shown.about | {"lot_id": number, "key": key})
        goods = about_goods(key, shown.about["product_id"], number, shown.about["establishment_id"])
        path, until = f"01/{shown.gtin}/10/{own}", shown.until
        cards.append((number, path, row, shown.payload, shown.edition, until, head + pack(pieces)))
        pages.append((number, shown.edition, until, shown.verdict, goods, rest(shown.begins, pieces, words)))
    return cards, pages


def begins_of(base: sqlite3.Connection) -> tuple[Piece, dict[str, bytes]]:
    """What every page begins with, and the words of a first scan."""
    told = dict(base.execute("SELECT name, value FROM about"))
    words = json.loads(told["words:vi"])
    [begins] = unpack(bytes.fromhex(told["prefix:vi"]))
    return begins, {"sentence": words["first"].encode(), "times": words["times_first"].encode(), "note": b""}


def _codes(lots: int, gtin: str, version: int, about: dict[str, Any]) -> Iterator[Row]:
    row = json.dumps({"voided_on": None, "voided_by_operator": False})
    for lot in range(lots):
        first = first_of(lot)
        yield (
            *(FIRST_ID + lot, int(gtin), version, first, first + size_of(lot) - 1),
            *(FIRST_ID + lot, about["product_id"], about["establishment_id"], row),
        )


def zipf(lots: int, asked: int, share: float, top: int, *, seed: int, count: int) -> NDArray[np.int64]:
    """Of the `asked` lots that are asked for at all, the `top` have `share` of all scans. The large ones come first;
    where in the store a lot lies says nothing."""
    low, high = 0.0, 3.0
    ranks = np.arange(1, asked + 1, dtype=np.float64)
    for _round in range(40):
        middle = (low + high) / 2
        weights = ranks**-middle
        if weights[:top].sum() / weights.sum() < share:
            low = middle
        else:
            high = middle
    dice = np.random.default_rng(seed)
    sums = np.cumsum(weights)
    drawn = np.searchsorted(sums / sums[-1], dice.random(count))
    every = np.arange(lots)
    by_rank = [dice.permutation(some) for some in (every[every % BLOCK == 0], every[every % BLOCK > 0])]
    mixed: NDArray[np.int64] = np.concatenate(by_rank)[drawn]
    return mixed
