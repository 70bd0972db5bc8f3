"""What every answer to a proposed change of a product begins with."""

from __future__ import annotations

from txng.access import Actor
from txng.catalogue.models import Product, ProductChange
from txng.review.answering import (
    Choices,
    choices_of,
    in_hand,
    needs_first_check,
    require_check,
    require_decision,
    told,
)

__all__ = [
    "Choices",
    "change_in_hand",
    "change_to_decide",
    "choices_of",
    "let_go_of_code",
    "needs_first_check",
    "require_check",
    "told",
]


def change_in_hand(change_id: int) -> ProductChange:
    return in_hand(ProductChange, change_id, "product", "image")


def change_to_decide(actor: Actor, change_id: int) -> ProductChange:
    change = change_in_hand(change_id)
    require_decision(actor, change)
    return change


def let_go_of_code(product: Product) -> None:
    """A product that was never public gives its GTIN back, or a mistaken request would keep it from its owner."""
    if not product.is_published and product.gtin:
        product.gtin = None
        product.save(update_fields=["gtin"])
