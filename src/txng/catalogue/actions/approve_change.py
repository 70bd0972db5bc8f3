from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.catalogue import groups
from txng.catalogue.actions.adopting import adopt_lists
from txng.catalogue.actions.deciding import change_to_decide, needs_first_check
from txng.catalogue.events import ProductEvent
from txng.catalogue.models import Product, ProductChange, ProductVersion
from txng.kernel.errors import RuleBroken
from txng.kernel.models import StoredFile
from txng.ledger.recording import record
from txng.review.undoing import open_window
from txng.review.undoing import told as undo_told


@transaction.atomic
def approve_change(*, actor: Actor, change_id: int, at: datetime) -> Product:
    """Put a proposed change before the public, on the agency's responsibility (phê duyệt, Điều 10)."""
    change = change_to_decide(actor, change_id)
    if needs_first_check(actor, change):
        raise RuleBroken(_("A request is checked by one person before another approves it."), code="not_checked")
    window = open_window(change, actor=actor, before=change.state, at=at)
    change.decide(ProductChange.State.APPROVED, by=actor.label, at=at)
    change.save(update_fields=["state", "decided_by", "decided_at", "answer", *window])

    product = Product.objects.select_for_update(no_key=True).get(pk=change.product_id)
    before = product.published() if product.is_published else None
    product.publish(change.fields, image=change.image, at=at)
    product.kind = Product.Kind.SERVICE if groups.is_service(product.group) else Product.Kind.GOODS
    product.save()
    adopt_lists(product, change.fields, at)
    if product.image_id:
        StoredFile.objects.filter(pk=product.image_id, public=False).update(public=True)
    lists = {name: change.fields[name] for name in (*Product.MEDIA, *Product.LISTS) if name in change.fields}
    after = product.published() | lists  # the version that holds them is the one about to be made
    _new_version(product, fields=after, actor=actor, at=at)
    record(
        ProductEvent.CHANGE_APPROVED,
        actor=actor,
        subject=product,
        at=at,
        before=before,
        after={**after, **undo_told(change)},
    )
    return product


def _new_version(product: Product, *, fields: dict[str, Any], actor: Actor, at: datetime) -> None:
    """One version is public; the ones before it stay readable as the change history (NĐ37 art. 53)."""
    product.versions.filter(state=ProductVersion.State.PUBLISHED).update(state=ProductVersion.State.SUPERSEDED)
    last = product.versions.aggregate(last=Max("number"))["last"] or 0
    ProductVersion.objects.create(
        product=product,
        number=last + 1,
        fields=fields,
        state=ProductVersion.State.PUBLISHED,
        approved_by=actor.label,
        approved_for=actor.organisation,
        published_at=at,
    )
