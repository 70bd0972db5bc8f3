from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.catalogue.models import Product
from txng.kernel.errors import NotThere
from txng.ledger.recording import record
from txng.resolver.events import LinkEvent
from txng.resolver.models import ResolverLink


@transaction.atomic
def remove_link(*, actor: Actor, product_id: int, link_id: int, at: datetime) -> None:
    """Nobody is led there any more; the ledger keeps where it led."""
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        raise NotThere(_("Not found."))
    actor.require(Permission.PRODUCT_PROPOSE, product)
    link = (
        ResolverLink.objects.select_for_update(no_key=True).filter(pk=link_id, linkset__product_id=product.pk).first()
    )
    if link is None:
        raise NotThere(_("Not found."))
    said = {"link_id": link.pk, "type": link.link_type, "href": link.href, "title": link.title}
    link.delete()
    record(LinkEvent.REMOVED, actor=actor, subject=product, at=at, before=said)
