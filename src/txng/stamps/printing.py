"""From an order to the label sheet: the printed address and text of each code (names.md 4, ux.md 3.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import repeat
from typing import BinaryIO

from txng import provinces
from txng.stamps.keyring import ring
from txng.stamps.labels import TEMPLATES, Carrier, LabelText, calibration_url, serial_urls, write_sheet
from txng.stamps.labels.formats import Format, Order, write
from txng.stamps.labels.roll import ROLL
from txng.stamps.models import CodeBatch, PrintFile, PrintOrder
from txng.stamps.serials import issue, pins
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


def write_file(out: BinaryIO, file: PrintFile, *, progress: Callable[[int], None]) -> int:
    """Write what was asked for and return the number of labels."""
    order, host = file.order, provinces.current().identity.host
    about = Order(
        template=TEMPLATES[file.template],
        host=host,
        test_url=calibration_url(host),
        title=f"{order.number} · {order.batch.product.name}",
        total=order.batch.quantity,
        carrier=Carrier(file.carrier),
        roll_size=getattr(order, "roll_size", None) or ROLL,
        dpi=file.dpi,
        offset_mm=(float(file.offset_x), float(file.offset_y)),
    )
    return write(out, Format(file.format), about, labels_of(order), progress)


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
    gtin = batch.gtin
    for start in range(0, batch.quantity, CHUNK):
        count = min(CHUNK, batch.quantity - start)
        serials = issue(ring(), batch.key_version, batch.tweak, batch.first + start, count)
        urls = serial_urls(host, serials, gtin)
        hidden = _hidden(batch, batch.first + start, count)
        for number, (serial, url, pin) in enumerate(zip(serials, urls, hidden, strict=False), start + 1):
            yield LabelText(
                url=url,
                code=serial,
                product="" if batch.generic else batch.product.name,
                lot=lot.number if lot else "",
                expiry=lot.expires_on if lot else None,
                gtin=gtin,
                number=number,
                pin=pin,
            )


def _hidden(batch: CodeBatch, first: int, count: int) -> Iterable[str]:
    """The numbers under the scratch layer, of scratch stamps alone; they leave the house in the print file only."""
    if batch.stamp_class != CodeBatch.StampClass.SCRATCH:
        return repeat("", count)
    return pins(ring(), batch.key_version, batch.tweak, first, count)
