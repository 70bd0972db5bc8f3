"""What the cards do when something happens below (project/subscriptions.py). Safe to run twice and in any order.

Each looks up what the entry is about and rebuilds from the rows as they are; nothing is taken from the entry itself.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from txng.catalogue.models import Product, ProductChange
from txng.ledger.models import Entry
from txng.production.family import kin
from txng.production.models import DiaryEntry, Lot
from txng.production.things import lots_of_keys
from txng.resolver import cards
from txng.resolver.models import SeenCode
from txng.stamps.models import CodeBatch, PrintOrder
from txng.trace.models import EventIdentifier


def rebuild_cards_of_product(entry: Entry) -> None:
    product_id = _id(entry, "product_id") or _subject(entry, Product)
    if product_id is None and (change_id := _subject(entry, ProductChange)):
        product_id = ProductChange.objects.values_list("product_id", flat=True).get(id=change_id)
    if product_id is not None:
        cards.rebuild_product(product_id)


def rebuild_cards_of_establishment(entry: Entry) -> None:
    if entry.establishment_id is None:
        return
    # In the order of their ids, so that two rebuilds never wait for each other's locks.
    for product_id in (
        Product.objects.filter(establishment_id=entry.establishment_id).order_by("id").values_list("id", flat=True)
    ):
        cards.rebuild_product(product_id)


def void_codes_of_key(entry: Entry) -> None:
    cards.void_codes_of_key(int(entry.subject_id))


def rebuild_cards_of_links(entry: Entry) -> None:
    """Where the links of goods lead stands on their cards."""
    for product_id in sorted((entry.after or {}).get("products", ())):
        cards.rebuild_product(product_id)


def rebuild_all_cards(entry: Entry) -> None:
    """Addresses on many pages have changed with the names of communes."""
    cards.rebuild_all()


def rebuild_codes_and_card(entry: Entry) -> None:
    rebuild_lot_card(entry)
    batch_id = _id(entry, "batch_id") or _subject(entry, CodeBatch)
    if batch_id is None and (order_id := _subject(entry, PrintOrder)):
        batch_id = PrintOrder.objects.values_list("batch_id", flat=True).get(id=order_id)
    several = {run["batch_id"] for run in (entry.after or {}).get("runs", ())}
    for one in sorted(several | ({batch_id} if batch_id is not None else set())):
        cards.rebuild_codes(one)


def rebuild_lot_card(entry: Entry) -> None:
    lot_id = _id(entry, "lot_id") or _subject(entry, Lot)
    if lot_id is None and (diary_id := _subject(entry, DiaryEntry)):
        lot_id = DiaryEntry.objects.values_list("lot_id", flat=True).get(id=diary_id)
    product_id = Lot.objects.filter(id=lot_id).values_list("product_id", flat=True).first() if lot_id else None
    if product_id is not None and lot_id is not None:
        cards.rebuild_product(product_id, lots=[lot_id])


def rebuild_cards_of_family(entry: Entry) -> None:
    """What a lot went through stands on the pages of all lots that came of it."""
    said = entry.after or {}
    lines = [*said.get("lines", ()), *(entry.before or {}).get("lines", ())]
    named = {said.get("lot_id"), said.get("new_lot_id"), *said.get("lots", ()), *(one.get("lot_id") for one in lines)}
    lots = {int(lot_id) for lot_id in named if lot_id is not None}
    for lot_id in list(lots):
        lots |= {link.child for link in kin(lot_id, up=False)}
    _rebuild(Lot.objects.filter(pk__in=lots))


def _rebuild(lots: QuerySet[Lot]) -> None:
    """In the order of the products' ids, so that two rebuilds never wait for each other's locks."""
    by_product: dict[int, list[int]] = {}
    for product_id, lot_id in lots.order_by("product_id", "id").values_list("product_id", "id"):
        by_product.setdefault(product_id, []).append(lot_id)
    for product_id, found in by_product.items():
        cards.rebuild_product(product_id, lots=found)


def rebuild_cards_of_capture(entry: Entry) -> None:
    """Events came in by a program: the lots they speak of, where they are the sender's own."""
    if entry.establishment_id is None or not entry.subject_id:
        return
    keys = (
        EventIdentifier.objects.filter(event__capture=UUID(entry.subject_id)).order_by().values_list("key", flat=True)
    )
    _rebuild(lots_of_keys(set(keys)).filter(establishment_id=entry.establishment_id))


def rebuild_cards_withheld(entry: Entry) -> None:
    """About one lot, or about a product with all of its lots."""
    if _id(entry, "lot_id") is not None:
        rebuild_lot_card(entry)
    else:
        rebuild_cards_of_product(entry)


def forget_sightings(entry: Entry) -> None:
    """An officer found no copy: what was seen until now counts no more. How often it was scanned stays as it is.

    In the transaction of the judgement, so that the next scan answers by it; a scan written at the same moment waits
    for the row and counts from there on.
    """
    code = (entry.after or {})["code"]
    SeenCode.objects.filter(**code).update(days=[], provinces=[])


def _id(entry: Entry, key: str) -> int | None:
    found = (entry.after or {}).get(key)
    return int(found) if found is not None else None


def _subject(entry: Entry, model: Any) -> int | None:
    return int(entry.subject_id) if entry.subject_type == model._meta.label_lower else None
