"""The local card store: cards and states of codes on this machine's own disk, for scans and for the database's absence.

One SQLite file, written by the follower alone (resolver/following.py) and read by every process that answers scans.
It is a copy, never a source: thrown away, it is made anew from the database. `pulse` tells how old it may be: the
follower touches it each time it has seen that the database holds nothing newer.

Nothing here knows of Django: the front door loads no more than it needs.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

LAYOUT = 6
_NONE: frozenset[int] = frozenset()
FRESH = 1.2  # seconds: a follower that looks four times a second has missed several looks
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE code (
    range_id INTEGER PRIMARY KEY, tweak INTEGER, version INTEGER, first INTEGER, last INTEGER, state TEXT,
    stamp_class TEXT, void_counters TEXT, card_id INTEGER, product_id INTEGER, establishment_id INTEGER, row TEXT
);
CREATE INDEX code_place ON code (tweak, version, first);
CREATE TABLE card (
    id INTEGER PRIMARY KEY, path TEXT, other_path TEXT, row TEXT, payload BLOB,
    edition TEXT, until INTEGER, item BLOB, links TEXT
);
CREATE TABLE ready (
    card_id INTEGER PRIMARY KEY, edition TEXT, until INTEGER, status INTEGER, verdict TEXT, about TEXT, first BLOB
);
CREATE TRIGGER card_gone AFTER DELETE ON card BEGIN DELETE FROM ready WHERE card_id = old.id; END;
CREATE UNIQUE INDEX card_path ON card (path);
CREATE INDEX card_other_path ON card (other_path) WHERE other_path IS NOT NULL;
CREATE INDEX card_ready ON card (edition, until);
CREATE TABLE change (
    number INTEGER PRIMARY KEY AUTOINCREMENT, card_id INTEGER,
    tweak INTEGER, version INTEGER, first INTEGER, last INTEGER
);
"""
_CODE = (
    "SELECT first, last, state, stamp_class, void_counters, card_id, product_id, establishment_id, row FROM code "
    "WHERE tweak = ? AND version = ? AND first <= ? ORDER BY first DESC LIMIT 1"
)
_PLAIN = (
    "SELECT first, last, CASE WHEN state IN ('activated', 'consumed') AND stamp_class = 'open' "
    "THEN coalesce(card_id, 0) ELSE 0 END, void_counters FROM code "
    "WHERE tweak = :tweak AND version = :version AND first <= :high AND first >= coalesce("
    "(SELECT max(first) FROM code WHERE tweak = :tweak AND version = :version AND first <= :low), :low) ORDER BY first"
)
_NEXT = (
    "SELECT tweak, version, first FROM code WHERE (tweak, version, first) >= (?, ?, ?) "
    "ORDER BY tweak, version, first LIMIT 1"
)
_CARD = "SELECT id, path, other_path, row, payload, edition, until, item FROM card WHERE "
# In a table of its own: behind a card's other pages it took as long again to get at.
_FIRST = "SELECT first, until, status, verdict, about, edition FROM ready WHERE card_id = ?"
_LINKS = "SELECT links, until, edition FROM card WHERE path = ?"
_ITEM = "SELECT item, edition FROM card WHERE id = ?"
_CHANGED_RANGE = (
    "INSERT INTO change (tweak, version, first, last) SELECT tweak, version, first, last FROM code WHERE range_id = ?"
)
_TWEAKS = """
WITH RECURSIVE step (tweak) AS (
    SELECT min(tweak) FROM code
    UNION ALL SELECT (SELECT min(tweak) FROM code WHERE tweak > step.tweak) FROM step WHERE step.tweak IS NOT NULL
)
SELECT tweak FROM step WHERE tweak IS NOT NULL
"""


class CodeLine(NamedTuple):
    """A range of counters. `row` is the whole state as the database has it, for pages made anew."""

    first: int
    last: int
    state: str
    stamp_class: str
    void_counters: frozenset[int]
    card_id: int | None
    product_id: int
    establishment_id: int
    row: str  # JSON: voided_on, voided_by_operator

    def is_void(self, counter: int) -> bool:
        return self.state == "void" or counter in self.void_counters


class CardLine(NamedTuple):
    """`item` is the ready page of resolver/ready.py, right to the day `until` under `edition`; none of a product."""

    id: int
    path: str
    other_path: str | None
    row: str  # JSON: key, product_id, lot_id, establishment_id, rebuilt_at
    payload: bytes
    edition: str
    until: int
    item: bytes | None

    def card(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(zlib.decompress(self.payload))
        return found


class FirstLine(NamedTuple):
    """The page as the first to scan a stamp reads it (drawing.Drawn)."""

    rest: bytes
    until: int
    status: int
    verdict: str
    about: str


class Changes(NamedTuple):
    cards: list[int]
    ranges: list[tuple[int, int, int, int]]  # tweak, version, first, last: as they were, and as they are


class LinksLine(NamedTuple):
    """Where the address of a product or a lot itself leads, and what is written down of who follows."""

    until: int
    verdict: str
    about: str
    links: list[dict[str, Any]]  # links/carried.py


def place(state_folder: Path, province: str) -> Path:
    return state_folder / "cards" / f"{province}.db"


class NoStore(Exception):
    """Nothing has been followed on this machine yet, or by another version of the program."""


class Store:
    """What scans read. One object a thread."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise NoStore(path.name)
        self.path, self._pulse, self._inode = path, pulse_of(path), os.stat(path).st_ino
        try:
            self._base = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None, cached_statements=32)
            self._base.execute("PRAGMA mmap_size = 17179869184")
            if self.about("layout") != str(LAYOUT):
                raise NoStore("another layout")
            self.number = self._last_change()
        except sqlite3.Error as error:
            raise NoStore(str(error)) from error

    def close(self) -> None:
        self._base.close()

    def about(self, name: str) -> str:
        found = self._base.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def is_another(self) -> bool:
        """Whether another file lies where ours was opened."""
        try:
            return os.stat(self.path).st_ino != self._inode
        except FileNotFoundError:
            return True

    def age(self) -> float:
        """Seconds since the follower last knew it had everything."""
        try:
            return time.time() - os.stat(self._pulse).st_mtime
        except FileNotFoundError:
            return float("inf")

    def code(self, tweak: int, version: int, counter: int) -> CodeLine | None:
        """The range the counter lies in."""
        found = self._base.execute(_CODE, (tweak, version, counter)).fetchone()
        if found is None or found[1] < counter:
            return None
        first, last, state, stamp_class, voids, card_id, product_id, establishment_id, row = found
        void_counters = frozenset(json.loads(voids)) if voids else _NONE
        return CodeLine(first, last, state, stamp_class, void_counters, card_id, product_id, establishment_id, row)

    def plain_codes(self, tweak: int, version: int, low: int, high: int) -> list[tuple[int, int, int, str | None]]:
        """The ranges in which any of these counters may lie, in their order; the first may end before `low`: first,
        last, the card (0 where there is none, or the stamp is not a plain one in use), JSON of void counters."""
        asked = {"tweak": tweak, "version": version, "low": low, "high": high}
        return self._base.execute(_PLAIN, asked).fetchall()

    def next_range(self, tweak: int, version: int, counter: int) -> tuple[int, int, int] | None:
        """Where the first range begins that does not begin before this counter: tweak, version, first."""
        found: tuple[int, int, int] | None = self._base.execute(_NEXT, (tweak, version, counter)).fetchone()
        return found

    def tweaks(self) -> list[int]:
        """GTINs that have codes, as numbers: one step along the index for each."""
        return [tweak for (tweak,) in self._base.execute(_TWEAKS) if tweak]

    def card(self, card_id: int) -> CardLine | None:
        return self._card("id = ?", card_id)

    def first_of(self, card_id: int, edition: str) -> FirstLine | None:
        found = self._base.execute(_FIRST, (card_id,)).fetchone()
        return FirstLine._make(found[:-1]) if found and found[0] and found[-1] == edition else None

    def item_of(self, card_id: int, edition: str) -> bytes | None:
        found = self._base.execute(_ITEM, (card_id,)).fetchone()
        return found[0] if found and found[1] == edition else None

    def links_at(self, path: str, edition: str) -> LinksLine | None:
        found = self._base.execute(_LINKS, (path,)).fetchone()
        if found is None or not found[0] or found[2] != edition:
            return None
        told = json.loads(found[0])
        return LinksLine(found[1], told["verdict"], told["about"], told["links"])

    def card_at(self, path: str) -> CardLine | None:
        return self._card("path = ?", path) or self._card("other_path = ?", path)

    def _card(self, where: str, value: int | str) -> CardLine | None:
        found = self._base.execute(_CARD + where, (value,)).fetchone()
        return CardLine(*found) if found else None

    def changed(self) -> Changes | None:
        """What changed since last asked; None when it is no longer known what."""
        asked = "SELECT number, card_id, tweak, version, first, last FROM change WHERE number > ? ORDER BY number"
        found = self._base.execute(asked, (self.number,)).fetchall()
        if found:
            before, self.number = self.number, found[-1][0]
            if found[0][0] != before + 1:
                return None
        changes = Changes([], [])
        for _number, card_id, *place in found:
            if card_id is not None:
                changes.cards.append(card_id)
            elif place[0] is not None:
                changes.ranges.append(tuple(place))
            else:
                return None  # Keeper.forget_all
        return changes

    def _last_change(self) -> int:
        return self._base.execute("SELECT coalesce(max(number), 0) FROM change").fetchone()[0] or 0


class Keeper:
    """Who writes the store: one process a machine."""

    KEPT = 10_000  # changes remembered; a reader that lags more forgets all it holds

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path, self._pulse = path, pulse_of(path)
        self._base = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            if not self.path.exists():
                return self._begun_anew()
            base = self._connected()
            if base.execute("SELECT value FROM about WHERE name = 'layout'").fetchone() == (str(LAYOUT),):
                return base
            base.close()
        except sqlite3.Error as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:  # somebody is writing: a sound file, to be had later
                raise
        return self._begun_anew()

    def _begun_anew(self) -> sqlite3.Connection:
        """Beside the old file and put in its place when whole: readers see the one or the other."""
        aside = self.path.with_suffix(".new")
        for path in (aside, *(Path(f"{aside}{end}") for end in ("-wal", "-shm"))):
            path.unlink(missing_ok=True)
        base = sqlite3.connect(aside, isolation_level=None)
        base.executescript(_TABLES)
        base.execute("INSERT INTO about VALUES ('layout', ?)", (str(LAYOUT),))
        base.close()
        for end in ("-wal", "-shm"):
            Path(f"{self.path}{end}").unlink(missing_ok=True)
        os.replace(aside, self.path)
        return self._connected()

    def _connected(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.path, isolation_level=None)
        # A lost last second is followed again; what must not happen is a torn file, and the log prevents that.
        base.executescript("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
        return base

    def close(self) -> None:
        self._base.close()

    def about(self, name: str) -> str:
        found = self._base.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def alive(self) -> None:
        with open(self._pulse, "a"):
            os.utime(self._pulse)

    def forget_all(self) -> None:
        """Before everything is copied anew: of another database, or of one that went back in time."""
        # A change of nothing is one of everything: what is gone now will not be told range by range.
        self._base.executescript(
            "BEGIN; DELETE FROM code; DELETE FROM card; DELETE FROM change; INSERT INTO change DEFAULT VALUES; COMMIT;"
        )

    def apply(
        self,
        *,
        cards: Iterable[Sequence[Any]] = (),
        codes: Iterable[Sequence[Any]] = (),
        gone_cards: Iterable[int] = (),
        gone_codes: Iterable[int] = (),
        about: dict[str, str] | None = None,
    ) -> None:
        """All of it or nothing. Rows have the columns of their table, in order."""
        cards, codes, gone_cards, gone_codes = list(cards), list(codes), list(gone_cards), list(gone_codes)
        run = self._base
        run.execute("BEGIN IMMEDIATE")
        try:
            gone = [(one,) for one in gone_codes]
            run.executemany(_CHANGED_RANGE, [*gone, *((one[0],) for one in codes)])
            run.executemany("DELETE FROM code WHERE range_id = ?", gone)
            run.executemany("DELETE FROM card WHERE id = ?", ((one,) for one in gone_cards))
            # A path may have gone from one card to another within the batch.
            run.executemany("DELETE FROM card WHERE id = ? OR path = ?", ((one[0], one[1]) for one in cards))
            run.executemany("INSERT INTO card VALUES (?,?,?,?,?,?,?,?,?)", cards)
            run.executemany("INSERT OR REPLACE INTO code VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", codes)
            run.executemany(_CHANGED_RANGE, ((one[0],) for one in codes))
            changed = [(one[0],) for one in cards] + [(one,) for one in gone_cards]
            run.executemany("INSERT INTO change (card_id) VALUES (?)", changed)
            if changed or codes or gone:
                run.execute("DELETE FROM change WHERE number <= (SELECT max(number) FROM change) - ?", (self.KEPT,))
            run.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", (about or {}).items())
            run.execute("COMMIT")
        except BaseException:
            run.execute("ROLLBACK")
            raise

    def make_ready(self, card_id: int, row: str, edition: str, drawn: Sequence[Any]) -> None:
        """Only while the card is still the one that was drawn. `drawn`: drawing.Drawn."""
        until, item, first, status, verdict, about, links = drawn
        run = self._base
        run.execute("BEGIN IMMEDIATE")
        try:
            found = run.execute(
                "UPDATE card SET edition = ?, until = ?, item = ?, links = ? WHERE id = ? AND row = ?",
                (edition, until, item, links, card_id, row),
            )
            if found.rowcount:
                told = (card_id, edition, until, status, verdict, about, first)
                run.execute("INSERT OR REPLACE INTO ready VALUES (?,?,?,?,?,?,?)", told)
            run.execute("COMMIT")
        except BaseException:
            run.execute("ROLLBACK")
            raise

    def row_of(self, card_id: int) -> tuple[Any, ...] | None:
        """What was copied of a card: path, other_path, row, payload."""
        found: tuple[Any, ...] | None = self._base.execute(
            "SELECT path, other_path, row, payload FROM card WHERE id = ?", (card_id,)
        ).fetchone()
        return found

    def code_of(self, range_id: int) -> tuple[Any, ...] | None:
        """What was copied of a range, column by column."""
        found: tuple[Any, ...] | None = self._base.execute(
            "SELECT * FROM code WHERE range_id = ?", (range_id,)
        ).fetchone()
        return found

    def has(self, kind: str, row: int) -> bool:
        asked = "SELECT 1 FROM card WHERE id = ?" if kind == "card" else "SELECT 1 FROM code WHERE range_id = ?"
        return self._base.execute(asked, (row,)).fetchone() is not None

    def not_ready(self, edition: str, today: int, limit: int) -> list[CardLine]:
        """Cards whose pages are of another edition, or past their day."""
        # Three questions, for the index answers each from its end; as one with OR they would be a walk over all cards.
        outdated = ("edition = ? AND until < ?", [edition, today])
        parts = (("edition < ?", [edition]), ("edition > ?", [edition]), outdated)
        found: list[tuple[Any, ...]] = []
        for where, values in parts:
            if len(found) < limit:
                found += self._base.execute(f"{_CARD}{where} LIMIT ?", [*values, limit - len(found)])
        return [CardLine(*one) for one in found]


def pulse_of(path: Path) -> Path:
    return path.with_suffix(".pulse")
