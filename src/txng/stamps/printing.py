"""From an order to the label sheet: the printed address and text of each code (names.md 4, ux.md 3.7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import repeat
from typing import BinaryIO

from txng import provinces
from txng.stamps.keyring import ring
from txng.stamps.labels import TEMPLATES, LabelText, calibration_url, serial_url, write_sheet
from txng.stamps.models import PrintOrder
from txng.stamps.serials import issue
from txng.stamps.shared import shared_labels

CHUNK = 10_000


def write_labels(out: BinaryIO, order: PrintOrder) -> int:
    """Write the sheet of an order and return the number of labels."""
    host = provinces.current().identity.host
    return write_sheet(
        out,
        template=TEMPLATES[order.template],
        labels=labels_of(order),
        host=host,
        test_url=calibration_url(host),
        title=f"{order.number} · {order.batch.product.name}",
    )


def write_trial_sheet(out: BinaryIO, *, product: str, lot: str, expiry: date | None) -> int:
    """One page of trial stamps: what they look like on a pack, and every symbol opens “Tem in thử đọc tốt” alone.

    For practice, where no code is ever made.
    """
    host, template = provinces.current().identity.host, TEMPLATES["T2"]
    trial = LabelText(url=calibration_url(host), code="TEST", product=f"TEM THỬ · {product}", lot=lot, expiry=expiry)
    return write_sheet(
        out,
        template=template,
        labels=repeat(trial, template.per_sheet),
        host=host,
        test_url=calibration_url(host),
        title="TEM THỬ",
    )


def labels_of(order: PrintOrder) -> Iterator[LabelText]:
    batch, lot = order.batch, order.lot
    host = provinces.current().identity.host
    if not batch.has_serials:
        yield from shared_labels(order, host)
        return
    for start in range(0, batch.quantity, CHUNK):
        count = min(CHUNK, batch.quantity - start)
        serials = issue(ring(), batch.key_version, batch.tweak, batch.first + start, count)
        for serial in serials:
            yield LabelText(
                url=serial_url(host, serial, batch.gtin),
                code=serial,
                product="" if batch.generic else batch.product.name,
                lot=lot.number if lot else "",
                expiry=lot.expires_on if lot else None,
            )
