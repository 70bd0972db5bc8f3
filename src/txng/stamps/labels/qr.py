"""QR symbols by the hundred thousand.

Prefix, length, version, level and mask fixed, every module is an affine function over GF(2) of the data
bits (Reed–Solomon is linear). So segno draws the symbol once, and once for every data bit of the serial;
from these a table for each pair of characters is added up, and a label's symbol is the XOR of nine table
rows. What comes out is segno's symbol, module by module. The fixed mask is not always the one of lowest
penalty, which readers do not mind; small runs get the exact symbol.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import segno
from numpy.typing import NDArray

QUIET_ZONE = 4
ERROR_CORRECTION = "m"
MASK = 2
TAIL = 16  # what differs within a run: the serial
EXACT_RUN = 64  # below this, preparing the tables costs more than drawing
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

Bytes = NDArray[np.uint8]


class Symbol(NamedTuple):
    """`bits`: rows padded to whole bytes, a dark module is 1. No quiet zone: the drawing leaves it."""

    size: int
    bits: bytes


class QrRun:
    """The symbols of all URLs `prefix` + `length` ASCII characters."""

    def __init__(self, prefix: str, length: int = TAIL) -> None:
        self.alphanumeric = set(prefix) <= set(ALPHANUMERIC)
        self.mode = "alphanumeric" if self.alphanumeric else "byte"
        self.version = int(_make(prefix + "0" * length, mode=self.mode).version)
        self.size = 17 + 4 * self.version
        self.prefix, self.length = prefix, length
        # Alphanumeric mode packs two characters into eleven bits: the tail's first may share with the prefix.
        self._lead = prefix[-1] if self.alphanumeric and len(prefix) % 2 else ""
        self._fixed = prefix[: len(prefix) - len(self._lead)]
        widths = self._widths(len(self._lead) + length)
        zero = [0] * len(widths)
        base = self._draw(zero)
        self._row = base.shape[0]
        self._base = base
        self._tables = []
        for place, bits in enumerate(widths):
            table = np.zeros((1, self._row), dtype=np.uint8)
            for bit in range(bits):
                values = zero.copy()
                values[place] = 1 << bit
                table = np.concatenate([table, table ^ (self._draw(values) ^ base)])
            self._tables.append(table)

    def _widths(self, count: int) -> list[int]:
        if not self.alphanumeric:
            return [7] * count
        return [11] * (count // 2) + [6] * (count % 2)

    def _text(self, values: list[int]) -> str:
        if not self.alphanumeric:
            return "".join(map(chr, values))
        signs = []
        for value, bits in zip(values, self._widths(len(self._lead) + self.length), strict=True):
            first, second = divmod(value, 45)
            signs.append((ALPHANUMERIC[first] if bits == 11 else "") + ALPHANUMERIC[second])
        return "".join(signs)

    def _draw(self, values: list[int]) -> Bytes:
        text = self._fixed + self._text(values)
        return np.frombuffer(_packed(_make(text, self.version, MASK, self.mode)), dtype=np.uint8)

    def bits(self, tails: Bytes) -> Bytes:
        """Packed symbols, one row a URL, for tails given as ASCII bytes (count × length)."""
        out = np.repeat(self._base[None, :], len(tails), axis=0)
        for table, values in zip(self._tables, self._values(tails), strict=True):
            np.bitwise_xor(out, table[values], out=out)
        return out

    def _values(self, tails: Bytes) -> Iterator[NDArray[np.intp]]:
        if not self.alphanumeric:
            yield from tails.T.astype(np.intp)
            return
        lead = np.full((len(tails), len(self._lead)), ord(self._lead or "0"), dtype=np.uint8)
        signs = _ORDER[np.concatenate([lead, tails], axis=1)]
        for place in range(0, signs.shape[1] - 1, 2):
            yield signs[:, place] * 45 + signs[:, place + 1]
        if signs.shape[1] % 2:
            yield signs[:, -1]


_ORDER = np.zeros(256, dtype=np.intp)
_ORDER[[ord(sign) for sign in ALPHANUMERIC]] = np.arange(45)


def exact(url: str) -> Symbol:
    """The symbol of the standard, mask chosen by penalty."""
    made = _make(url)
    return Symbol(len(made.matrix), _packed(made))


def symbols(urls: Sequence[str]) -> list[Symbol]:
    """One symbol a URL. Long runs that differ in the serial only are made together."""
    found: list[Symbol] = []
    for prefix, tails in _runs(urls):
        few = len(tails) < EXACT_RUN or len(set(tails)) < EXACT_RUN
        if few or not _alike(prefix, tails):
            found += [_exact_once(prefix + tail) for tail in tails]
        else:
            run = _run(prefix, TAIL)
            rows = np.frombuffer("".join(tails).encode("ascii"), dtype=np.uint8).reshape(-1, TAIL)
            found += [Symbol(run.size, row.tobytes()) for row in run.bits(rows)]
    return found


def _runs(urls: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    prefix: str | None = None
    tails: list[str] = []
    for url in urls:
        if url[:-TAIL] != prefix or len(url) - TAIL != len(prefix):
            if tails:
                yield prefix or "", tails
            prefix, tails = url[:-TAIL], []
        tails.append(url[-TAIL:])
    if tails:
        yield prefix or "", tails


def _alike(prefix: str, tails: list[str]) -> bool:
    """Lower case in a lot number would take the symbol out of the mode the whole run is drawn in."""
    joined = "".join(tails)
    return joined.isascii() and set(prefix) <= set(ALPHANUMERIC) >= set(joined)


def _make(text: str, version: int | None = None, mask: int | None = None, mode: str | None = None) -> segno.QRCode:
    return segno.make(
        text, error=ERROR_CORRECTION, version=version, mode=mode, mask=mask, micro=False, boost_error=False
    )


def _packed(made: segno.QRCode) -> bytes:
    return np.packbits(np.array(made.matrix, dtype=np.uint8), axis=1).tobytes()


_run = functools.lru_cache(maxsize=4)(QrRun)
_exact_once = functools.lru_cache(maxsize=EXACT_RUN)(exact)
