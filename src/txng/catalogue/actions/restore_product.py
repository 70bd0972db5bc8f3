from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.catalogue.actions.drafting import own_product
from txng.catalogue.events import ProductEvent
from txng.catalogue.models import Product
from txng.ledger.recording import record


@transaction.atomic
def restore_product(*, actor: Actor, product_id: int, at: datetime) -> Product:
    """Made again."""
    product = own_product(actor, product_id)
    if product.archived_at is None:
        return product
    product.archived_at = None
    product.save(update_fields=["archived_at"])
    record(
        ProductEvent.PRODUCT_RESTORED,
        actor=actor,
        subject=product,
        at=at,
        before={"archived": True},
        after={"archived": False},
    )
    return product
