"""How much a pack holds, read out of the words of the approved product: “Hộp 1,5 kg”, “Thùng 24 chai x 330 ml”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from txng.kernel.errors import RuleBroken
from txng.production.stock.measures import to_base

_UNITS = {
    "kg": "kg", "kí": "kg", "ký": "kg", "kilogam": "kg",
    "g": "g", "gr": "g", "gam": "g", "gram": "g",
    "tạ": "tạ", "tấn": "tấn", "yến": "yến",
    "lít": "lít", "lit": "lít", "l": "lít", "ml": "ml",
}  # fmt: skip
_NUMBER = r"\d+(?:[.,]\d+)?"
_SIZE = re.compile(
    rf"(?:(?P<times>\d+)\s*(?:[^\W\d]+\s*)?[x×*]\s*)?(?P<least>{_NUMBER})\s*(?:[-–]\s*(?:{_NUMBER})\s*)?"
    rf"(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![^\W\d_])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pack:
    amount: Decimal
    unit: str  # a base unit of stock


def pack_of(words: str) -> Pack | None:
    """None where no weight or volume stands in the words. Of a span the least counts: it fills the most packs."""
    found = _SIZE.search(words)
    if found is None:
        return None
    amount = Decimal(found["least"].replace(",", ".")) * int(found["times"] or 1)
    try:
        amount, unit = to_base(amount, _UNITS[found["unit"].lower()])
    except RuleBroken:
        return None
    return Pack(amount, unit) if amount > 0 else None
