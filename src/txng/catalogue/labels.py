"""Labels that still print an address from before a merger of communes, and papers as lines of a page."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from txng.catalogue import comparing
from txng.catalogue.models import Product
from txng.kernel.text import fold
from txng.provinces.reading import build
from txng.registry.models.documents import state_of
from txng.registry.papers import as_day

DATA = Path(__file__).parent / "data" / "labels.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class OldAddressRule:
    article: str
    merged_on: date
    until: date
    warn_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OldAddress:
    printed: str
    present: str
    until: date
    article: str
    over: bool
    soon: bool


@cache
def rule() -> OldAddressRule:
    return build(OldAddressRule, tomllib.loads(DATA.read_text("utf-8")), file=DATA.name)


def old_addresses(product: Product, values: dict[str, Any], *, on: date) -> list[OldAddress]:
    """The labels whose printed address is not the present one (NĐ37 art. 98.5)."""
    present = product.establishment.full_address
    found = []
    for entry in values.get("labels") or []:
        printed = str(entry.get("address_on_label") or "")
        if printed and not _same(printed, present):
            left = (rule().until - on).days
            found.append(
                OldAddress(
                    printed=printed,
                    present=present,
                    until=rule().until,
                    article=rule().article,
                    over=left < 0,
                    soon=left <= rule().warn_days,
                )
            )
    return found


def _same(one: str, other: str) -> bool:
    return "".join(filter(str.isalnum, fold(one))) == "".join(filter(str.isalnum, fold(other)))


def lines_of(entries: list[dict[str, Any]], on: date) -> list[dict[str, Any]]:
    shown = comparing.papers_shown(entries)
    return [
        {**line, "id": entry["document"], "state": state_of(as_day(entry.get("valid_to", "")), on)}
        for entry, line in zip(entries, shown, strict=True)
    ]
