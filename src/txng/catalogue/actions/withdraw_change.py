from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.catalogue.actions.deciding import change_in_hand, let_go_of_code, told
from txng.catalogue.events import ProductEvent
from txng.catalogue.models import ProductChange
from txng.ledger.recording import record


@transaction.atomic
def withdraw_change(*, actor: Actor, change_id: int, at: datetime) -> ProductChange:
    """The establishment takes its request back while nobody has decided it; what is public stays as it is.

    A draft goes without a line: nobody but its writer has ever seen it.
    """
    draft = (
        ProductChange.objects.select_for_update(no_key=True)
        .filter(pk=change_id, state=ProductChange.State.DRAFT)
        .first()
    )
    change = draft or change_in_hand(change_id)
    actor.require(Permission.PRODUCT_PROPOSE, change)
    if not (draft or change.is_open or change.state == ProductChange.State.RETURNED):
        raise change.already_answered()
    change.state = ProductChange.State.WITHDRAWN
    change.save(update_fields=["state"])
    let_go_of_code(change.product)
    if draft is not None:
        return change
    record(ProductEvent.CHANGE_WITHDRAWN, actor=actor, subject=change.product, at=at, after=told(change))
    return change
