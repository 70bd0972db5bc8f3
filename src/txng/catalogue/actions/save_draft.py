from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.catalogue.actions.drafting import (
    checked,
    draft_of,
    merged,
    new_product,
    own_establishment,
    own_product,
    rename,
)
from txng.catalogue.models import ProductChange
from txng.kernel.errors import RuleBroken
from txng.kernel.models import StoredFile


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    at: datetime,
    product_id: int | None = None,
    image: StoredFile | None = None,
    gtin: str | None = None,
    client_id: UUID | None = None,
) -> ProductChange:
    """Keep one section of a product's record. A draft is its writer's own until it is sent (names.md 2): no entry."""
    values = checked(fields)
    if product_id is None:
        establishment = own_establishment(actor)
        own = ProductChange.objects.filter(establishment=establishment)
        earlier = own.filter(client_id=client_id).first() if client_id else None
        if earlier is not None:
            return earlier
        if not values.get("name"):
            raise RuleBroken(_("Enter the product name."), code="name_missing")
        product = new_product(establishment, values["name"], gtin or "", at)
    else:
        product = own_product(actor, product_id)
    change = draft_of(product, client_id)
    if not product.is_published and values.get("name"):
        rename(product, values["name"], gtin)
    elif product.is_published and gtin is not None and (gtin or None) != product.gtin:
        raise RuleBroken(_("The product code cannot be changed once the product is public."), code="gtin_fixed")
    change.fields = merged(product, change, values)
    if image is not None:
        change.image = image
    change.save()
    return change
