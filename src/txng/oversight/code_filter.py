"""The activated codes of some lots as a filter: it tells whether a code in hand is one of them, and nothing else.

Salted hashes cut to five bytes (names.md 4: no key ever leaves the server). A serial has 80 bits, so nobody finds the
codes behind them by trying; whoever has the pack can ask it about a code they hold, as they could ask the site. Of
forged codes one in 2⁴⁰ ÷ codes is taken for one of the lots: one in five million with the largest pack.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from txng.production.models import Lot
from txng.stamps.keyring import ring
from txng.stamps.models import CodeException, CodeRange, CodeRangeState
from txng.stamps.serials import issue_array

CODES = 200_000  # a pack: one megabyte
BYTES = 5
IN_USE = (CodeRangeState.ACTIVATED, CodeRangeState.CONSUMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotCodes:
    lot_id: int
    hashes: bytes  # sorted, BYTES each
    gtins: tuple[str, ...]  # under which the codes were printed; "" for /t/


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFilter:
    salt: bytes
    lots: tuple[LotCodes, ...] = field(default_factory=tuple)

    @property
    def codes(self) -> int:
        return sum(len(lot.hashes) for lot in self.lots) // BYTES

    @property
    def false_positives(self) -> float:
        """The share of forged codes that would be taken for one of these."""
        return self.codes / 2 ** (8 * BYTES)

    @property
    def salt_text(self) -> str:
        return base64.b64encode(self.salt).decode()


def hash_of(salt: bytes, gtin: str, serial: str) -> bytes:
    """Under its GTIN, so that a good serial copied under other goods is not found."""
    return hashlib.sha256(salt + f"{gtin}/{serial}".encode()).digest()[:BYTES]


def of_lots(lots: Iterable[Lot], *, salt: bytes = b"") -> CodeFilter:
    salt = salt or secrets.token_bytes(16)
    return CodeFilter(salt=salt, lots=tuple(_of_lot(lot, salt) for lot in lots))


def _of_lot(lot: Lot, salt: bytes) -> LotCodes:
    hashes: list[bytes] = []
    gtins: set[str] = set()
    for gtin, serials in _serials(lot):
        gtins.add(gtin)
        hashes += [hash_of(salt, gtin, serial) for serial in serials]
    return LotCodes(lot_id=lot.pk, hashes=b"".join(sorted(hashes)), gtins=tuple(sorted(gtins)))


def _serials(lot: Lot) -> Iterator[tuple[str, Iterator[str]]]:
    ranges = CodeRange.objects.filter(lot=lot, state__in=IN_USE).select_related("batch").order_by("id")
    for run in ranges:
        batch = run.batch
        voided = set(
            CodeException.objects.filter(batch=batch, counter__range=(run.first, run.last)).values_list(
                "counter", flat=True
            )
        )
        rows = issue_array(ring(), batch.key_version, batch.tweak, run.first, run.quantity)
        gtin = f"{batch.tweak:014d}" if batch.tweak else ""
        yield (
            gtin,
            (
                row.tobytes().decode("ascii")
                for counter, row in enumerate(rows, start=run.first)
                if counter not in voided
            ),
        )
