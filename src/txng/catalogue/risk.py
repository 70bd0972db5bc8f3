"""Which requests may be approved several at once: those a slip in which can mislead nobody (ux.md W9, 1.7).

Only where the machine found nothing, the goods are public already, no first check is due, and nothing of what a buyer
or an officer goes by (name, group, origin, brand, standards, picture) would change.
"""

from __future__ import annotations

from txng.access import Actor
from txng.catalogue.actions.deciding import choices_of
from txng.catalogue.hints import hints_of
from txng.catalogue.models import ProductChange

LOW_RISK = frozenset({"pack", "description", "shelf_life_days"})


def is_low_risk(change: ProductChange) -> bool:
    if not change.product.is_published or not set(change.fields) <= LOW_RISK:
        return False
    # A GTIN of a foreign prefix is no matter of this request; a note beside a field is.
    return not any(hint.tone == "danger" or (hint.field and hint.tone != "ok") for hint in hints_of(change))


def may_be_approved_together(actor: Actor, change: ProductChange) -> bool:
    return choices_of(actor, change).approve and is_low_risk(change)
