"""Labels that all bear one address: that of the product (class level) or of a lot of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

from txng.stamps.labels import LabelText, product_url
from txng.stamps.models import CodeLevel, PrintOrder


def shared_labels(order: PrintOrder, host: str) -> Iterator[LabelText]:
    """The same label as often as was ordered; in place of a serial it says the lot's number or the product's code."""
    batch, product = order.batch, order.batch.product
    lot = order.lot if batch.level == CodeLevel.LOT else None
    label = LabelText(
        url=product_url(host, batch.gtin or product.product_code, lot.number if lot else ""),
        code=lot.number if lot else product.product_code,
        product=product.name,
        lot=lot.number if lot else "",
        expiry=lot.expires_on if lot else None,
    )
    return repeat(label, batch.quantity)
