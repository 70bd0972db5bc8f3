"""The codes as CSV, for print houses whose own machines draw the stamps."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from typing import BinaryIO

from txng.kernel.text import group4
from txng.stamps.labels.carriers import Carrier, element_string
from txng.stamps.labels.text import LabelText

# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = ["so", "ma", "dia_chi_qr", "ma_nhap_tay", "lo", "san_pham"]


def write_csv(
    out: BinaryIO,
    *,
    labels: Iterable[LabelText],
    carrier: Carrier = Carrier.QR,
    progress: Callable[[int], None] | None = None,
) -> int:
    """UTF-8 with its mark, or Excel reads the Vietnamese wrongly. The columns of what no label has are left out."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=False)
    rows = csv.writer(text)
    done = 0
    for label in labels:
        more = [element_string(label)] if carrier is Carrier.DATAMATRIX else []
        more += [label.pin] if label.pin else []
        if not done:
            named = ["chuoi_gs1"] if carrier is Carrier.DATAMATRIX else []
            rows.writerow([*COLUMNS, *named, *(["so_phu_cao"] if label.pin else [])])
        done += 1
        code = group4(label.code) if len(label.code) == 16 else label.code
        rows.writerow(
            [str(label.number or done), *map(_harmless, (label.code, label.url, code, label.lot, label.product, *more))]
        )
        if progress and done % 10_000 == 0:
            progress(done)
    text.flush()
    text.detach()
    return done


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
