from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor, Permission
from txng.catalogue.actions.drafting import (
    checked,
    draft_of,
    merged,
    new_product,
    own_establishment,
    own_product,
    rename,
)
from txng.catalogue.events import ProductEvent
from txng.catalogue.models import Product, ProductChange
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.kernel.models import StoredFile
from txng.ledger.recording import record


@transaction.atomic
def propose_change(
    *,
    actor: Actor,
    fields: Mapping[str, Any],
    at: datetime,
    product_id: int | None = None,
    image: StoredFile | None = None,
    gtin: str | None = None,
    client_id: UUID | None = None,
) -> ProductChange:
    """Ask the managing agency to publish a product or a change of it (Điều 9.2, 10). The public page stays as it is.

    Without `product_id` the product is new. A change carries only what would change: what the draft holds already and
    `fields`. `gtin` None leaves the code alone; it can be set and corrected until the first publication, afterwards
    printed codes hang on it.
    """
    values = checked(fields)
    if product_id is None:
        establishment = own_establishment(actor)
        earlier = _sent_before(actor, client_id)
        if earlier is not None:
            return earlier
        own = ProductChange.objects.filter(establishment=establishment)
        draft = own.filter(client_id=client_id).first() if client_id else None
        if draft is not None:
            product = own_product(actor, draft.product_id)
        else:
            _demand(values, image)
            product = new_product(establishment, values["name"], gtin or "", at)
    else:
        product = own_product(actor, product_id)
        earlier = _sent_before(actor, client_id)
        if earlier is not None and earlier.product_id == product.pk:
            return earlier
    change = draft_of(product, client_id)
    if not product.is_published:
        whole = {**change.fields, **values}
        _demand(whole, image or change.image)
        rename(product, whole["name"], gtin)
    elif gtin is not None and (gtin or None) != product.gtin:
        raise RuleBroken(_("The product code cannot be changed once the product is public."), code="gtin_fixed")
    change.client_id = client_id or change.client_id
    return _send(actor, product, change, values, image, at)


def _sent_before(actor: Actor, client_id: UUID | None) -> ProductChange | None:
    """What the first of two presses of the button sent."""
    earlier = ProductChange.objects.filter(client_id=client_id).first() if client_id else None
    if earlier is not None:
        actor.require(Permission.PRODUCT_PROPOSE, earlier)
    return earlier if earlier is not None and earlier.state != ProductChange.State.DRAFT else None


def _send(
    actor: Actor,
    product: Product,
    change: ProductChange,
    values: dict[str, Any],
    image: StoredFile | None,
    at: datetime,
) -> ProductChange:
    before = product.published()
    image = image or change.image
    values = merged(product, change, values)
    values.pop("image", None)
    if image is not None and str(image.pk) != before["image"]:
        values["image"] = str(image.pk)
        change.image = image
    if not values:
        raise RuleBroken(_("Nothing differs from what is public."), code="nothing_changed")

    change.fields = values
    change.state = ProductChange.State.WAITING
    change.proposed_by, change.proposed_by_id, change.proposed_at = actor.label, actor.user_id, at
    change.checked_by, change.checked_by_id, change.checked_at = "", None, None
    change.decided_by, change.decided_at = "", None
    day = local_date(at)
    change.due_on = provinces.working_days_after(day, provinces.in_force(day).clocks.approve_information)
    change.save()
    record(
        ProductEvent.CHANGE_PROPOSED,
        actor=actor,
        subject=product,
        at=at,
        label=str(change),
        before={field: before[field] for field in values} if product.is_published else None,
        after=values,
    )
    return change


def _demand(values: Mapping[str, Any], image: StoredFile | None) -> None:
    """Without these nobody can review a product at all; the full list is asked for at activation (NĐ37 art. 23.5)."""
    if not values.get("name"):
        raise RuleBroken(_("Enter the product name."), code="name_missing")
    if not values.get("group"):
        raise RuleBroken(_("Choose the product group."), code="group_missing")
    if not values.get("origin"):
        raise RuleBroken(_("Enter the origin."), code="origin_missing")
    if image is None:
        raise RuleBroken(_("Take or choose at least one photo of the product."), code="photo_missing")
