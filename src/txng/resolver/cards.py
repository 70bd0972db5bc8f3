"""Building cards: from approved snapshots and recorded facts to the one row a scan reads.

A card is a pure function of the rows behind it, so that listeners may come in any order, twice, or be lost and
made good by `rebuild_cards`. What may race is the reading: whoever rebuilds first takes a lock on the product and
only then reads, so that a slow rebuild can never write yesterday's green over today's red.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Prefetch

from txng.catalogue.models import Product, ProductVersion, ProductVersionState
from txng.kernel.clock import local_date, now
from txng.kernel.models import StoredFile
from txng.oversight.models import Recall, RecallState
from txng.production.models import DiaryEntry, Lot, Receipt, Shipment
from txng.resolver import pictures
from txng.resolver.codes import forget_products
from txng.resolver.models import Card, CodeState
from txng.resolver.payloads import lot_payload, product_payload, roles_of
from txng.stamps.models import CodeBatch, CodeException, CodeRange, CodeRangeState

_LOCK = 0x7C4D  # of rebuilding, in the first half of PostgreSQL's advisory lock key
_IN_USE = (CodeRangeState.ACTIVATED, CodeRangeState.CONSUMED)
_IN_FORCE = (RecallState.OPEN, RecallState.DISPOSING)


@transaction.atomic
def rebuild_product(product_id: int, *, lots: Iterable[int] | None = None) -> None:
    """The cards of a product: its own and those of the lots named, or of all its lots."""
    _lock(product_id)
    product = Product.objects.select_related("establishment__unit").filter(id=product_id).first()
    version = _public_version(product)
    if product is None or version is None:
        if Card.objects.filter(product_id=product_id).delete()[0]:
            _tie_codes(product_id)
        return
    shown = product_payload(product, version, photo=pictures.small_copy(_picture(version)))
    recalls = list(_recalls(product_id))
    wanted = [_card(product, None, shown | {"recalls": [_warning(recall) for recall in recalls]}, None)]
    gone: list[str] = []
    roles = roles_of(product.establishment_id)
    activated = set(
        CodeRange.objects.filter(lot__product_id=product_id, state__in=_IN_USE)
        .order_by()
        .values_list("lot_id", flat=True)
    )
    for lot in _lots(product_id, lots):
        recall = next((one for one in recalls if one.lot_id == lot.id), None)
        if lot.cancelled_at is not None:
            gone.append(f"lot:{lot.id}")
            continue
        on_sale = lot.on_sale_since is not None or lot.id in activated
        payload = shown | lot_payload(lot, recall, on_sale=on_sale, roles=roles)
        wanted.append(_card(product, lot, payload, recall.opened_at if recall else None))
    removed = Card.objects.filter(key__in=gone).delete()[0] if gone else 0
    if _write(wanted) or removed:
        _tie_codes(product_id)


@transaction.atomic
def rebuild_codes(batch_id: int) -> None:
    """The states of a batch's codes and the cards they open."""
    batch = CodeBatch.objects.filter(id=batch_id).first()
    if batch is not None:
        _lock(batch.product_id)
        _write_states(batch)


def rebuild_all() -> tuple[int, int]:
    """Everything, product by product; returns how many cards and code ranges there are then."""
    known = set(Product.objects.order_by("id").values_list("id", flat=True))
    for product_id in sorted(known):
        rebuild_product(product_id)
    Card.objects.exclude(product_id__in=known).delete()
    for batch_id in CodeBatch.objects.order_by("id").values_list("id", flat=True):
        rebuild_codes(batch_id)
    return Card.objects.count(), CodeState.objects.count()


def _lock(product_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, product_id % 2**31])


def _public_version(product: Product | None) -> ProductVersion | None:
    """The approved snapshot; a practice establishment (“Tập thử”) is never public."""
    if product is None or product.establishment.practice:
        return None
    return product.versions.filter(state=ProductVersionState.PUBLISHED).first()


def _picture(version: ProductVersion) -> StoredFile | None:
    image = version.fields.get("image")
    return StoredFile.objects.filter(id=image).first() if image else None


def _recalls(product_id: int) -> Iterable[Recall]:
    return Recall.objects.filter(lot__product_id=product_id, state__in=_IN_FORCE, is_drill=False).select_related("lot")


def _warning(recall: Recall) -> dict[str, Any]:
    return {"lot": recall.lot.number, "reason": recall.reason}


def _lots(product_id: int, wanted: Iterable[int] | None) -> Iterable[Lot]:
    lots = Lot.objects.filter(product_id=product_id).select_related("site__unit").order_by("id")
    if wanted is not None:
        lots = lots.filter(id__in=list(wanted))
    return lots.prefetch_related(
        Prefetch("diary", DiaryEntry.objects.select_related("site").order_by("done_on", "id")),
        Prefetch("receipts", Receipt.objects.select_related("partner").order_by("received_on", "id")),
        Prefetch("shipments", Shipment.objects.select_related("partner").order_by("shipped_on", "id")),
    )


def _card(product: Product, lot: Lot | None, payload: dict[str, Any], recalled_at: datetime | None) -> Card:
    own = f"t/{product.product_code}" + (f"/{lot.number.upper()}" if lot else "")
    gs1 = (f"01/{product.gtin}" + (f"/10/{lot.number.upper()}" if lot else "")) if product.gtin else ""
    return Card(
        key=f"lot:{lot.id}" if lot else f"product:{product.id}",
        path=gs1 or own,
        other_path=own if gs1 else None,
        payload=payload,
        product_id=product.id,
        lot_id=lot.id if lot else None,
        establishment_id=product.establishment_id,
        recalled_at=recalled_at,
        rebuilt_at=now(),
    )


_TOLD = ("path", "other_path", "payload", "product_id", "lot_id", "establishment_id", "recalled_at")


def _write(wanted: list[Card]) -> bool:
    """Write the cards in which anything changed; True when one is new, so that waiting codes can be tied to it."""
    there = {card.key: card for card in Card.objects.filter(key__in=[card.key for card in wanted])}
    for card in wanted:
        before = there.get(card.key)
        if before is not None and any(getattr(before, name) != getattr(card, name) for name in _TOLD):
            values = {name: getattr(card, name) for name in (*_TOLD, "rebuilt_at")}
            Card.objects.filter(pk=before.pk).update(**values)
    return bool(Card.objects.bulk_create(card for card in wanted if card.key not in there))


def _tie_codes(product_id: int) -> None:
    for batch in CodeBatch.objects.filter(product_id=product_id).order_by("id"):
        _write_states(batch)


def _write_states(batch: CodeBatch) -> None:
    """One row a range, its card empty while the product is not public.

    Splitting a range moves its ends, so the whole batch is looked at; rows in which nothing changed are left alone.
    """
    ranges = list(CodeRange.objects.filter(batch=batch).order_by("first"))
    cards = dict(Card.objects.filter(product_id=batch.product_id).values_list("key", "id"))
    voided = list(CodeException.objects.filter(batch=batch).order_by("counter").values_list("counter", flat=True))
    wanted = {
        found.id: {
            "key_version": batch.key_version,
            "tweak": batch.tweak,
            "first": found.first,
            "last": found.last,
            "state": found.state,
            "void_counters": [counter for counter in voided if found.first <= counter <= found.last],
            "voided_on": local_date(found.voided_at) if found.voided_at else None,
            "voided_by_operator": found.voided_by_operator,
            "card_id": cards.get(f"lot:{found.lot_id}") if found.lot_id else cards.get(f"product:{batch.product_id}"),
            "product_id": batch.product_id,
            "establishment_id": batch.establishment_id,
        }
        for found in ranges
    }
    there = CodeState.objects.filter(
        key_version=batch.key_version, tweak=batch.tweak, first__gte=batch.first, last__lte=batch.last
    )
    for state in there:
        values = wanted.pop(state.range_id, None)
        if values is None:
            state.delete()
        elif any(getattr(state, name) != value for name, value in values.items()):
            CodeState.objects.filter(pk=state.pk).update(**values)
    CodeState.objects.bulk_create(CodeState(range_id=range_id, **values) for range_id, values in wanted.items())
    forget_products()
