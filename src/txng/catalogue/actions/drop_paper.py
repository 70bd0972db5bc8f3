from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.catalogue.actions.drafting import draft_of, merged, own_product, standing
from txng.catalogue.models import PAPERS, ProductChange
from txng.kernel.errors import NotThere
from txng.registry.models import Document


@transaction.atomic
def drop_paper(*, actor: Actor, product_id: int, name: str, document_id: int, at: datetime) -> ProductChange:
    """Take a paper out of the draft. A public one stays public until the change is approved."""
    if name not in PAPERS:
        raise NotThere(_("Not found."))
    product = own_product(actor, product_id)
    change = draft_of(product)
    entries = standing(product, change, name)
    if not any(entry["document"] == document_id for entry in entries):
        if Document.objects.filter(pk=document_id, establishment=product.establishment_id).exists():
            return change  # the second press of the button
        raise NotThere(_("Not found."))
    left = [entry for entry in entries if entry["document"] != document_id]
    change.fields = merged(product, change, {name: left})
    change.save()
    return change
