"""What becomes of stamps, as EPCIS events: codes that go live with a lot, codes that are void.

Told by number and range, never code by code: a list of live serials is what a copier of stamps wants, and a batch is
one row whatever its size (names.md 4).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from txng.ledger.models import Entry
from txng.production.models import Lot
from txng.production.tracing import lot_key
from txng.stamps.events import StampEvent
from txng.stamps.models import CodeBatch, CodeException, CodeRange
from txng.trace import addresses
from txng.trace.models import CapturedEvent
from txng.trace.own_events import Amount, amounts, event, own_id, record_own


def _range(batch: CodeBatch, first: int, last: int) -> dict[str, Any]:
    """Numbers as people count them, 1 … quantity."""
    return {"txng:codeBatch": batch.number, "txng:firstCode": first, "txng:lastCode": last}


def codes_activated(batch: CodeBatch, lot: Lot, *, first: int, last: int, count: int, at: datetime) -> dict[str, Any]:
    return event(
        "ObjectEvent",
        event_id=own_id("codes", str(batch.client_id), "activated", str(first), str(last), at.isoformat()),
        at=at,
        biz_step="commissioning",
        disposition="active",
        place=addresses.place(gln=lot.site.gln, site_code=lot.site.site_code),
        action="ADD",
        quantityList=amounts(Amount(lot_key(lot), count)),
        **_range(batch, first, last),
    )


def codes_voided(
    batch: CodeBatch, lot: Lot | None, *, first: int, last: int, count: int, at: datetime
) -> dict[str, Any]:
    """Of a lot where they were live already, of the product where no goods ever bore them."""
    product = batch.product
    goods = lot_key(lot) if lot else addresses.product_class(gtin=product.gtin, product_code=product.product_code)
    place = addresses.place(gln=lot.site.gln, site_code=lot.site.site_code) if lot else ""
    who = str(lot.client_id) if lot else ""
    return event(
        "ObjectEvent",
        event_id=own_id("codes", str(batch.client_id), "voided", str(first), str(last), who, at.isoformat()),
        at=at,
        biz_step="decommissioning",
        disposition="inactive",
        place=place,
        action="DELETE",
        quantityList=amounts(Amount(goods, count)),
        **_range(batch, first, last),
    )


# --- listeners -------------------------------------------------------------------------------------------------------

_OF_LOT = ("product", "site", "establishment")


def tell_codes_activated(entry: Entry) -> None:
    said = entry.after or {}
    lot = Lot.objects.select_related(*_OF_LOT).get(pk=said["lot_id"])
    for run in said.get("runs") or [said]:  # several rolls at once, of whatever batches
        batch = _batch(run["batch_id"])
        one = codes_activated(batch, lot, first=run["first"], last=run["last"], count=run["quantity"], at=entry.at)
        record_own([one], owner=batch, at=entry.at)


def tell_codes_voided(entry: Entry) -> None:
    """What this very act made void: codes that were void before are not told of again."""
    said = entry.after or {}
    batch = _batch(said["batch_id"])
    low, high = batch.first + said["first"] - 1, batch.first + said["last"] - 1
    ranges = batch.ranges.select_related(*(f"lot__{name}" for name in _OF_LOT))
    void = ranges.filter(first__gte=low, last__lte=high, state=CodeRange.State.VOID, voided_at=entry.at)
    found = [(run.lot, run.first, run.last) for run in void]
    single = CodeException.objects.filter(batch=batch, counter__gte=low, counter__lte=high, voided_at=entry.at)
    for one in single:
        run = ranges.get(first__lte=one.counter, last__gte=one.counter)
        found.append((run.lot, one.counter, one.counter))
    events = [
        codes_voided(
            batch,
            lot,
            first=start - batch.first + 1,
            last=end - batch.first + 1,
            count=end - start + 1,
            at=entry.at,
        )
        for lot, start, end in found
    ]
    record_own(events, owner=batch, at=entry.at)


def _batch(batch_id: int) -> CodeBatch:
    return CodeBatch.objects.select_related("product").get(pk=batch_id)


# --- everything there is, for a database that is older than this file -----------------------------------------------


def tell_all() -> int:
    """Tell of every line of the ledger what its listener would have told. Told before, it adds nothing."""
    before = CapturedEvent.objects.filter(capture=None).count()
    tellers = {
        str(StampEvent.CODES_ACTIVATED): tell_codes_activated,
        str(StampEvent.CODES_VOIDED): tell_codes_voided,
    }
    for entry in Entry.objects.filter(kind__in=tellers).order_by("id"):
        tellers[entry.kind](entry)
    return CapturedEvent.objects.filter(capture=None).count() - before
