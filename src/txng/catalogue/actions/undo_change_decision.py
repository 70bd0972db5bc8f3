from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from txng.access import Actor, Permission
from txng.catalogue import groups
from txng.catalogue.actions.adopting import adopt_lists
from txng.catalogue.actions.deciding import change_in_hand
from txng.catalogue.events import ProductEvent
from txng.catalogue.models import Product, ProductChange, ProductVersion
from txng.kernel.models import StoredFile
from txng.ledger.models import Entry
from txng.ledger.recording import record
from txng.review.undoing import followed, require_undoable

State = ProductChange.State
_ANSWERS = (State.APPROVED, State.RETURNED, State.REJECTED)


@transaction.atomic
def undo_change_decision(*, actor: Actor, change_id: int, at: datetime) -> ProductChange:
    """Hoàn tác: the request waits again, and what an approval had put before the public is public no longer.

    The version that was shown for those minutes stays as taken down: what was public is never forgotten (NĐ37 art. 53).
    """
    change = change_in_hand(change_id)
    actor.require(Permission.CHANGE_DECIDE, change)
    require_undoable(actor, change, at, decided_by=change.decided_by)
    if change.state not in _ANSWERS or _has_followed(change):
        raise followed()
    before = {"change_id": change.pk, "state": change.state, "answer": change.answer}
    if change.state == State.APPROVED:
        _unpublish(change, at=at)
    change.save(update_fields=[*change.undo(at=at)])
    record(
        ProductEvent.DECISION_UNDONE,
        actor=actor,
        subject=change.product,
        at=at,
        before=before,
        after={"change_id": change.pk, "state": change.state},
    )
    return change


def _has_followed(change: ProductChange) -> bool:
    """Another request, or, for a first publication, anything the establishment did on the strength of it."""
    if change.product.changes.filter(pk__gt=change.pk).exists():
        return True
    lines = Entry.objects.filter(establishment_id=change.establishment_id, at__gt=change.decided_at)
    first = change.state == State.APPROVED and change.product.versions.count() == 1
    if not first:
        lines = lines.filter(subject_type=Product._meta.label_lower, subject_id=str(change.product_id))
    return lines.exists()


def _unpublish(change: ProductChange, *, at: datetime) -> None:
    product = Product.objects.select_for_update(no_key=True).get(pk=change.product_id)
    product.versions.filter(state=ProductVersion.State.PUBLISHED).update(state=ProductVersion.State.TAKEN_DOWN)
    earlier = product.versions.filter(state=ProductVersion.State.SUPERSEDED).order_by("number").last()
    if earlier is None:
        fields = Product._meta.concrete_fields
        blank = {f.name: f.get_default() for f in fields if f.name in Product.PUBLISHED_FIELDS}
        del blank["name"]  # its working name
        product.publish(blank, image=None, at=at)
        product.published_at = None
        shown: dict[str, Any] = {}
    else:
        earlier.state = ProductVersion.State.PUBLISHED
        earlier.save(update_fields=["state"])
        image = StoredFile.objects.filter(pk=earlier.fields["image"]).first() if earlier.fields.get("image") else None
        product.publish(earlier.fields, image=image, at=at)
        shown = earlier.fields
    product.kind = Product.Kind.SERVICE if groups.is_service(product.group) else Product.Kind.GOODS
    product.save()
    # Papers and photos stand with the version: those of the approval go, those of the one before come back.
    adopt_lists(product, {name: shown.get(name) or [] for name in (*Product.MEDIA, *Product.LISTS)}, at)
    change.product = product
