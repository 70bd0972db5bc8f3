from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.catalogue.models import Product
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.models import Lot
from txng.resolver.actions.load_linkset import may_be_default, not_your_website
from txng.resolver.events import LinkEvent
from txng.resolver.links import targets
from txng.resolver.links.labels import OFFERED
from txng.resolver.links.reading import LINKS
from txng.resolver.links.vocabulary import DEFAULT
from txng.resolver.models import Linkset, ResolverLink


@transaction.atomic
def add_link(
    *,
    actor: Actor,
    product_id: int,
    link_type: str,
    href: str,
    title: str,
    at: datetime,
    lot_id: int | None = None,
    language: str = "",
    media_type: str = "",
    active_from: date | None = None,
    active_to: date | None = None,
    client_id: UUID | None = None,
) -> ResolverLink:
    """A page or file elsewhere that tells more of a product or of one lot of it."""
    # Locked: two first links of one product would both make its linkset.
    product = Product.objects.select_for_update(of=("self",), no_key=True).filter(pk=product_id).first()
    if product is None:
        raise NotThere(_("Not found."))
    actor.require(Permission.PRODUCT_PROPOSE, product)
    if client_id and (earlier := ResolverLink.objects.filter(client_id=client_id).first()):
        if earlier.linkset.product_id != product.pk:
            raise RuleBroken(_("This form has been sent before. Open it again."), code="sent_before")
        return earlier
    lot = _lot(product, lot_id)
    values = _refuse_impossible(product, link_type, href, title, language, media_type, active_from, active_to)
    linkset, _made = Linkset.objects.get_or_create(
        thing=f"lot:{lot.pk}" if lot else f"product:{product.pk}",
        defaults={
            "product_id": product.pk,
            "lot_id": lot.pk if lot else None,
            "establishment_id": product.establishment_id,
        },
    )
    held = list(linkset.links.all())
    if any(row.link_type == link_type == DEFAULT for row in held):
        raise RuleBroken(_("There is a default link already. Remove it first."), code="default_there")
    if any(row.link_type == link_type and row.href == values["href"] for row in held):
        raise RuleBroken(_("This link is there already."), code="link_there")
    if len(held) >= LINKS:
        raise RuleBroken(_("An anchor may have at most %(n)s links.") % {"n": LINKS}, code="too_many_links")
    link = ResolverLink.objects.create(
        linkset=linkset, added_at=at, added_by=actor.label[:200], client_id=client_id, **values
    )
    record(
        LinkEvent.ADDED,
        actor=actor,
        subject=product,
        at=at,
        after={
            "link_id": link.pk,
            "lot": lot.pk if lot else None,
            "type": link_type,
            "href": link.href,
            "title": title,
        },
    )
    return link


def _lot(product: Product, lot_id: int | None) -> Lot | None:
    if lot_id is None:
        return None
    lot = Lot.objects.filter(pk=lot_id, product=product, cancelled_at=None).first()
    if lot is None:
        raise NotThere(_("Not found."))
    return lot


def _refuse_impossible(
    product: Product,
    link_type: str,
    href: str,
    title: str,
    language: str,
    media_type: str,
    active_from: date | None,
    active_to: date | None,
) -> dict[str, object]:
    """The values as they are kept."""
    if link_type not in (DEFAULT, *OFFERED):
        raise RuleBroken(_("Choose what the link tells of."), code="link_type")
    address = targets.sound(href.strip())
    if targets.is_ours(address):
        raise RuleBroken(_("Our own pages are linked by themselves."), code="href_ours")
    if link_type == DEFAULT:
        if not may_be_default(address, product.establishment):
            raise RuleBroken(not_your_website(), code="default_website")
        language = media_type = ""  # a default link has an address and a title, nothing else
    if not (title := clean(title)):
        raise RuleBroken(_("Enter a title."), code="title_missing")
    if active_from and active_to and active_to < active_from:
        raise RuleBroken(_("The last day must not lie before the first."), code="active_to")
    return {
        "link_type": link_type,
        "href": address,
        "title": title[:200],
        "languages": [language] if language else [],
        "media_type": media_type,
        "active_from": active_from,
        "active_to": active_to,
    }
