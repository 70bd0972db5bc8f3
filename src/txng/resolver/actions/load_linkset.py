from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.catalogue.models import Product
from txng.kernel.errors import NotThere
from txng.ledger.recording import record
from txng.production.models import Lot
from txng.registry.models import Establishment
from txng.resolver.events import LinkEvent
from txng.resolver.links import targets
from txng.resolver.links.reading import LinksetRefused, ReadContext, ReadLink, read
from txng.resolver.links.vocabulary import DEFAULT
from txng.resolver.models import Linkset, ResolverLink

_LOCK = 0x7C4E  # two files at once would both make the same anchor


@dataclass(frozen=True, slots=True)
class Loaded:
    anchors: int
    links: int
    changed: int  # anchors whose links became others


@dataclass(frozen=True, slots=True)
class _Owner:
    thing: str
    product: Product | None = None
    lot: Lot | None = None


@transaction.atomic
def load_linkset(*, actor: Actor, data: bytes, at: datetime) -> Loaded:
    """What the file says of an anchor replaces what was held of it; anchors it does not name stay. All or nothing.

    Links to our own pages are passed over: those are linked by themselves, so that a linkset of ours can be sent back.
    """
    establishment = _establishment(actor)
    contexts = read(data)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    owners = _owners(actor, establishment, contexts)
    changed: list[tuple[Linkset, _Owner]] = []
    for context, owner in zip(contexts, owners, strict=True):
        if (linkset := _replace(actor, context, owner, at)) is not None:
            changed.append((linkset, owner))
    if changed:
        products = sorted({owner.product.pk for _linkset, owner in changed if owner.product is not None})
        record(
            LinkEvent.LINKSET_LOADED,
            actor=actor,
            subject=establishment or changed[0][0],
            at=at,
            after={"things": [linkset.thing for linkset, _owner in changed][:200], "products": products},
        )
    return Loaded(len(contexts), sum(len(_kept(context)) for context in contexts), len(changed))


def _establishment(actor: Actor) -> Establishment | None:
    """None for the operator's own command, which may say something of any key."""
    actor.require_verb(Permission.PRODUCT_PROPOSE)
    if actor.kind == "system":
        return None
    found = Establishment.objects.filter(pk=actor.establishment_id or 0).first()
    if found is None:
        raise NotThere(_("Not found."))
    return found


def _kept(context: ReadContext) -> list[ReadLink]:
    return [link for link in context.links if not targets.is_ours(link.href)]


def _owners(actor: Actor, establishment: Establishment | None, contexts: list[ReadContext]) -> list[_Owner]:
    """Whose each anchor is. An establishment speaks of its own products and lots; what is another's reads like what is
    not there (names.md 7.20)."""
    gtins = {context.value for context in contexts if context.key == "01"}
    codes = {context.value for context in contexts if context.key == "t"}
    products: dict[str | None, Product] = {p.gtin: p for p in Product.objects.filter(gtin__in=gtins)}
    products |= {p.product_code: p for p in Product.objects.filter(product_code__in=codes)}
    lots = {(lot.product_id, lot.number.upper()): lot for lot in Lot.objects.filter(product__in=products.values())}
    owners, complaints = [], []
    for context in contexts:
        product = products.get(context.value) if context.key in ("01", "t") else None
        owner = _owner(context, product, lots)
        owners.append(owner)
        if establishment is None:
            continue
        if (
            owner.product is None
            or not owner.thing.startswith(("product:", "lot:"))
            or not actor.may(Permission.PRODUCT_PROPOSE, owner.product)
        ):
            complaints.append(f"{context.place}: " + _("No product or lot of yours has this identifier."))
        elif any(link.link_type == DEFAULT and not may_be_default(link.href, establishment) for link in _kept(context)):
            complaints.append(f"{context.place}: " + not_your_website())
    if complaints:
        raise LinksetRefused(complaints[:20])
    return owners


def _owner(context: ReadContext, product: Product | None, lots: dict[tuple[int, str], Lot]) -> _Owner:
    if product is None or not context.card:
        return _Owner(context.thing, product)
    number = context.card.split("/")[-1] if context.card.count("/") in (2, 3) else ""
    if not number:
        return _Owner(f"product:{product.pk}", product)
    lot = lots.get((product.pk, number))
    return _Owner(f"lot:{lot.pk}", product, lot) if lot else _Owner(context.thing, product)


def may_be_default(href: str, establishment: Establishment) -> bool:
    """People are sent there without having asked, from an address of the province: so to what an agency approved."""
    return targets.lies_on(href, establishment.website)


def not_your_website() -> str:
    return _("A default link must lead to your approved website.")


def _replace(actor: Actor, context: ReadContext, owner: _Owner, at: datetime) -> Linkset | None:
    wanted = _kept(context)
    linkset = Linkset.objects.filter(thing=owner.thing).first()
    if linkset is None and not wanted:
        return None
    if linkset is None:
        linkset = Linkset(thing=owner.thing)
    elif linkset.description == context.description and _held(linkset) == [_row(link) for link in wanted]:
        return None
    linkset.description = context.description
    linkset.product_id = owner.product.pk if owner.product else None
    linkset.lot_id = owner.lot.pk if owner.lot else None
    linkset.establishment_id = owner.product.establishment_id if owner.product else None
    linkset.save()
    linkset.links.all().delete()
    ResolverLink.objects.bulk_create(
        ResolverLink(linkset=linkset, added_at=at, added_by=actor.label[:200], **_values(link)) for link in wanted
    )
    return linkset


def _held(linkset: Linkset) -> list[tuple[object, ...]]:
    rows = linkset.links.order_by("id")
    return [
        (
            *(row.link_type, row.href, row.title, tuple(row.languages), row.media_type, tuple(row.context)),
            *(row.passes_query, row.public, row.active_from, row.active_to),
        )
        for row in rows
    ]


def _row(link: ReadLink) -> tuple[object, ...]:
    return (*_values(link, tuple).values(), None, None)


def _values(link: ReadLink, several: type = list) -> dict[str, object]:
    return {
        "link_type": link.link_type,
        "href": link.href,
        "title": link.title,
        "languages": several(link.languages),
        "media_type": link.media_type,
        "context": several(link.context),
        "passes_query": link.passes_query,
        "public": link.public,
    }
