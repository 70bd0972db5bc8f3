"""What carries the code: a QR symbol with the printed URL, or a GS1 DataMatrix with the element string.

QR is the rule: every phone opens it. GS1 DataMatrix holds (01) GTIN (21) serial behind FNC1 (or (10) lot), which
tills and packing lines read and a phone's camera does not open; so it is an option for goods that have a GTIN, and
the typed code beside it stays for buyers. The Digital Link URI in a Data Matrix, which GS1 allows too, would have the
drawbacks of both. ux.md 3.7 fixes error correction of QR at M; Data Matrix has its own, ECC 200.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import NamedTuple

from txng.stamps.labels import datamatrix, qr, wording
from txng.stamps.labels.qr import Symbol
from txng.stamps.labels.templates import MM, Template
from txng.stamps.labels.text import LabelText

_STEP = 0.125  # a dot at 203 dpi


class Carrier(enum.StrEnum):
    QR = "qr"
    DATAMATRIX = "gs1-datamatrix"


class NoGtin(ValueError):
    """GS1 DataMatrix says which GTIN; goods without one have nothing to say in it."""


class LabelTooSmall(ValueError):
    """The host is so long that the modules of the symbol would fall below what phones read."""


class Place(NamedTuple):
    """The dark part of a symbol: lower left corner and side, in points."""

    x: float
    y: float
    side: float


def hint(carrier: Carrier) -> str:
    return wording.HINT if carrier is Carrier.QR else wording.HINT_TYPED


def symbols(labels: Sequence[LabelText], carrier: Carrier = Carrier.QR) -> list[Symbol]:
    if carrier is Carrier.QR:
        return qr.symbols([label.url for label in labels])
    return datamatrix.symbols([element_string(label) for label in labels])


def element_string(label: LabelText) -> str:
    """(01) and (21), or (10) on a lot's label; no separator follows, for the open length stands last."""
    if not label.gtin:
        raise NoGtin(label.code)
    if len(label.code) == 16:
        return f"01{label.gtin}21{label.code}"
    return f"01{label.gtin}" + (f"10{label.lot}" if label.lot else "")


def place_symbol(template: Template, size: int, carrier: Carrier = Carrier.QR) -> Place:
    """Whole modules in the middle of their box, the quiet zone of the carrier around them."""
    quiet = qr.QUIET_ZONE if carrier is Carrier.QR else datamatrix.QUIET_ZONE
    room = template.qr_side / (size + 2 * quiet)
    if carrier is Carrier.QR:
        module = min(template.module, room)
    else:  # a third fewer modules in the same box: larger ones, still whole dots
        module = min(room // _STEP * _STEP, 2 * template.module)
    if module < template.smallest_module:
        raise LabelTooSmall(f"{size} modules do not fit {template.name}")
    side = module * size
    inset = (template.qr_side - side) / 2
    return Place((template.qr_x + inset) * MM, (template.height - template.qr_top - inset - side) * MM, side * MM)
