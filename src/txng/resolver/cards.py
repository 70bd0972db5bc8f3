"""Building cards: from approved snapshots and recorded facts to the one row a scan reads.

A card is a pure function of the rows behind it, so that listeners may come in any order, twice, or be lost and
made good by `rebuild_cards`. What may race is the reading: whoever rebuilds first takes a lock on the product and
only then reads, so that a slow rebuild can never write yesterday's green over today's red.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Prefetch, Q

from txng.catalogue.models import Product, ProductVersion, ProductVersionState
from txng.kernel.clock import local_date, now
from txng.kernel.models import StoredFile
from txng.oversight.models import DisplayState, Recall, RecallState, TraceDisplay
from txng.production.models import BY_TIME_DONE, DiaryEntry, Lot, Receipt, Shipment
from txng.registry.models import OF_ESTABLISHMENT, Document
from txng.resolver import pictures
from txng.resolver.chains import chains_of
from txng.resolver.codes import forget_products
from txng.resolver.journeys import journeys_before
from txng.resolver.links.carried import Held, on_card, public_links
from txng.resolver.models import Card, CodeState
from txng.resolver.payloads import Words, lot_payload, product_payload, roles_of
from txng.resolver.withholding import withheld
from txng.stamps.models import CodeBatch, CodeException, CodeRange, CodeRangeState, KeyVersion

_LOCK = 0x7C4D  # of rebuilding, in the first half of PostgreSQL's advisory lock key
_EVERYTHING = -1  # no product has it: held by each rebuild together with its own, alone by what concerns all
_IN_USE = (CodeRangeState.ACTIVATED, CodeRangeState.CONSUMED)
_AT_ONCE = 100  # products read together by a rebuild of all
Row = TypeVar("Row")
_IN_FORCE = (RecallState.OPEN, RecallState.DISPOSING)


@transaction.atomic
def rebuild_product(product_id: int, *, lots: Iterable[int] | None = None) -> None:
    """The cards of a product: its own and those of the lots named, or of all its lots."""
    _rebuild([product_id], lots)


def _rebuild(product_ids: list[int], lots: Iterable[int] | None = None) -> None:
    """Of several products with as few questions as of one: a demo, or a whole province after a restore."""
    for product_id in sorted(product_ids):
        _lock(product_id)
    sources = _Sources.of(product_ids, lots)
    wanted: list[Card] = []
    gone: list[str] = []
    hidden: list[int] = []
    for product_id in product_ids:
        product = sources.products.get(product_id)
        version = sources.public_version(product)
        if product is None or version is None:
            hidden.append(product_id)
            continue
        made, ended = _cards_of(product, version, sources)
        wanted += made
        gone += ended
    changed = _write(wanted)
    if gone or hidden:
        removed = Card.objects.filter(Q(key__in=gone) | Q(product_id__in=hidden))
        changed |= set(removed.values_list("product_id", flat=True))
        removed.delete()
    bound = Q(product_id__in=changed) | Q(ranges__product_id__in=changed)  # or a part of a generic roll
    for batch in CodeBatch.objects.filter(bound).distinct().order_by("id"):
        _write_states(batch)


def _cards_of(product: Product, version: ProductVersion, sources: _Sources) -> tuple[list[Card], list[str]]:
    """The cards that should be there, and the keys of those that should not any more."""
    recalls = sources.recalls.get(product.id, [])
    photo = pictures.small_copy(sources.photos.get(version.fields.get("image")))
    shown = product_payload(
        product,
        version,
        photo=photo,
        revoked=sources.revoked,
        own_papers=sources.papers.get(product.establishment_id, ()),
    )
    hidden = sources.displays.get(product.id, [])
    own = {"recalls": [_warning(recall) for recall in recalls]} | sources.links_of(product, None)
    wanted = [_card(product, None, withheld(shown | own, hidden, None), None)]
    gone = []
    for lot in sources.lots.get(product.id, []):
        recall = next((one for one in recalls if one.lot_id == lot.id), None)
        if lot.cancelled_at is not None:
            gone.append(f"lot:{lot.id}")
            continue
        on_sale = lot.on_sale_since is not None or lot.id in sources.activated
        roles = sources.roles.get(product.establishment_id, {})
        before = sources.before.get(lot.id)
        payload = shown | lot_payload(lot, recall, on_sale=on_sale, roles=roles, before=before)
        payload |= sources.links_of(product, lot)
        if on_sale:
            payload["chain"] = sources.chains.get(lot.id, [])
        payload = withheld(payload, hidden, lot.id)
        wanted.append(_card(product, lot, payload, recall.opened_at if recall else None))
    return wanted, gone


@transaction.atomic
def rebuild_codes(batch_id: int) -> None:
    """The states of a batch's codes and the cards they open."""
    batch = CodeBatch.objects.filter(id=batch_id).first()
    if batch is not None:
        _lock(batch.product_id)
        _write_states(batch)


def rebuild_all() -> tuple[int, int]:
    """Everything, some products at a time; returns how many cards and code ranges there are then."""
    known = list(Product.objects.order_by("id").values_list("id", flat=True))
    for first in range(0, len(known), _AT_ONCE):
        with transaction.atomic():
            _rebuild(known[first : first + _AT_ONCE])
    Card.objects.exclude(product_id__in=known).delete()
    for batch_id in CodeBatch.objects.order_by("id").values_list("id", flat=True):
        rebuild_codes(batch_id)
    return Card.objects.count(), CodeState.objects.count()


@transaction.atomic
def void_codes_of_key(key_version: int) -> None:
    """A key was withdrawn: every code of it is void by the operator, in one statement for all products."""
    withdrawn = KeyVersion.objects.get(version=key_version)
    if withdrawn.withdrawn_at is None:
        return
    with connection.cursor() as cursor:
        # Whoever rebuilds a product holds this lock too: none may have read its ranges before and write them after.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, _EVERYTHING])
    CodeState.objects.filter(key_version=key_version).update(
        state=CodeRangeState.VOID, voided_on=local_date(withdrawn.withdrawn_at), voided_by_operator=True
    )


def _lock(product_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s, %s), pg_advisory_xact_lock(%s, %s)",
            [_LOCK, _EVERYTHING, _LOCK, product_id % 2**31],
        )


@dataclass(frozen=True)
class _Sources:
    """The rows behind the cards of some products, by product where there may be several."""

    products: dict[int, Product]
    versions: dict[int, ProductVersion]
    photos: dict[str, StoredFile]
    recalls: dict[int, list[Recall]]
    displays: dict[int, list[TraceDisplay]]  # what an agency keeps from being shown
    lots: dict[int, list[Lot]]
    activated: frozenset[int]  # lots with stamps in use
    roles: dict[int, dict[int, Words]]  # establishment: person: what they are there
    revoked: frozenset[int]  # papers whose issuer took them back
    papers: dict[int, list[Document]]  # of the establishments themselves
    chains: dict[int, list[dict[str, Any]]]  # lot: steps of its supply chain
    before: dict[int, list[dict[str, Any]]]  # lot: what was done to the lots it came of
    links: dict[str, list[Held]]  # thing: what is linked from it

    @classmethod
    def of(cls, product_ids: list[int], lots: Iterable[int] | None) -> _Sources:
        products = Product.objects.select_related("establishment__unit").in_bulk(product_ids)
        published = ProductVersion.objects.filter(product__in=product_ids, state=ProductVersionState.PUBLISHED)
        versions = {version.product_id: version for version in published.order_by("-number")}
        images = {image for version in versions.values() if (image := version.fields.get("image"))}
        recalls = Recall.objects.filter(lot__product__in=product_ids, state__in=_IN_FORCE, is_drill=False)
        makers = {product.establishment_id for product in products.values()}
        papers: dict[int, list[Document]] = defaultdict(list)
        revoked = set()
        for paper in Document.objects.filter(establishment__in=makers, shown_since__isnull=False).order_by("id"):
            if paper.revoked_on is not None:
                revoked.add(paper.id)
            elif paper.ended_at is None and paper.kind in OF_ESTABLISHMENT:
                papers[paper.establishment_id].append(paper)
        found = list(_lots(product_ids, lots))
        gs1_paths = {_gs1_path(product, None) for product in products.values()}
        gs1_paths |= {_gs1_path(products[lot.product_id], lot) for lot in found}
        in_use = CodeRange.objects.filter(lot__product__in=product_ids, state__in=_IN_USE).order_by()
        return cls(
            products=products,
            versions=versions,
            photos={str(stored.id): stored for stored in StoredFile.objects.filter(id__in=images)} if images else {},
            recalls=_by_product(recalls.select_related("lot"), lambda recall: recall.lot.product_id),
            displays=_by_product(
                TraceDisplay.objects.filter(
                    product__in=product_ids, state__in=[DisplayState.SUSPENDED, DisplayState.CANCELLED]
                ).order_by("id"),
                lambda display: display.product_id,
            ),
            lots=_by_product(found, lambda lot: lot.product_id),
            activated=frozenset(in_use.values_list("lot_id", flat=True)),
            roles=roles_of(makers),
            revoked=frozenset(revoked),
            papers=papers,
            chains=chains_of(found, products),
            before=journeys_before(found),
            links=public_links(product_ids, gs1_paths),
        )

    def links_of(self, product: Product, lot: Lot | None) -> dict[str, Any]:
        return on_card(self.links, _key(product, lot), _gs1_path(product, lot))

    def public_version(self, product: Product | None) -> ProductVersion | None:
        """The approved snapshot; a practice establishment (“Tập thử”) is never public."""
        if product is None or product.establishment.practice:
            return None
        return self.versions.get(product.id)


def _by_product(rows: Iterable[Row], product_of: Callable[[Row], int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[product_of(row)].append(row)
    return found


def _warning(recall: Recall) -> dict[str, Any]:
    return {"lot": recall.lot.number, "reason": recall.reason}


def _lots(product_ids: list[int], wanted: Iterable[int] | None) -> Iterable[Lot]:
    lots = Lot.objects.filter(product__in=product_ids).select_related("site__unit").order_by("id")
    if wanted is not None:
        lots = lots.filter(id__in=list(wanted))
    return lots.prefetch_related(
        Prefetch("diary", DiaryEntry.objects.select_related("site", "lot__product").order_by(*BY_TIME_DONE)),
        Prefetch("receipts", Receipt.objects.select_related("partner").order_by("received_on", "id")),
        Prefetch("shipments", Shipment.objects.select_related("partner").order_by("shipped_on", "id")),
    )


def _key(product: Product, lot: Lot | None) -> str:
    return f"lot:{lot.id}" if lot else f"product:{product.id}"


def _gs1_path(product: Product, lot: Lot | None) -> str:
    """Empty without a GTIN."""
    return (f"01/{product.gtin}" + (f"/10/{lot.number.upper()}" if lot else "")) if product.gtin else ""


def _card(product: Product, lot: Lot | None, payload: dict[str, Any], recalled_at: datetime | None) -> Card:
    own = f"t/{product.product_code}" + (f"/{lot.number.upper()}" if lot else "")
    gs1 = _gs1_path(product, lot)
    return Card(
        key=_key(product, lot),
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


def _write(wanted: list[Card]) -> set[int]:
    """Write the cards in which anything changed; the products with a new one, to which waiting codes can be tied."""
    there = {card.key: card for card in Card.objects.filter(key__in=[card.key for card in wanted])}
    for card in wanted:
        before = there.get(card.key)
        if before is not None and any(getattr(before, name) != getattr(card, name) for name in _TOLD):
            values = {name: getattr(card, name) for name in (*_TOLD, "rebuilt_at")}
            Card.objects.filter(pk=before.pk).update(**values)
    made = Card.objects.bulk_create(card for card in wanted if card.key not in there)
    return {card.product_id for card in made}


def _write_states(batch: CodeBatch) -> None:
    """One row a range, its card empty while the product is not public.

    Splitting a range moves its ends, so the whole batch is looked at; rows in which nothing changed are left alone.
    """
    if not batch.has_serials:
        return  # its labels bear the address of the lot or the product, which has a card of its own
    ranges = list(CodeRange.objects.filter(batch=batch).order_by("first"))
    lots = [found.lot_id for found in ranges if found.product_id]
    cards = dict(Card.objects.filter(Q(product_id=batch.product_id) | Q(lot_id__in=lots)).values_list("key", "id"))
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
            "stamp_class": batch.stamp_class,
            "card_id": cards.get(f"lot:{found.lot_id}") if found.lot_id else cards.get(f"product:{batch.product_id}"),
            "product_id": found.product_id or batch.product_id,
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
