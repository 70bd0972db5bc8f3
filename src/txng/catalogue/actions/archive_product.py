from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.catalogue.actions.drafting import own_product
from txng.catalogue.events import ProductEvent
from txng.catalogue.models import Product
from txng.catalogue.queries import DECIDABLE
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record


@transaction.atomic
def archive_product(*, actor: Actor, product_id: int, at: datetime) -> Product:
    """No longer made: offered for no new lot and no new stamp. A request that is being looked at goes first."""
    product = own_product(actor, product_id)
    if product.archived_at is not None:
        return product
    if product.changes.filter(state__in=DECIDABLE).exists():
        raise RuleBroken(
            _("A request of this product has not been decided yet. Withdraw it first."), code="open_change"
        )
    product.archived_at = at
    product.save(update_fields=["archived_at"])
    record(
        ProductEvent.PRODUCT_ARCHIVED,
        actor=actor,
        subject=product,
        at=at,
        before={"archived": False},
        after={"archived": True},
    )
    return product
