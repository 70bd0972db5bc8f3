"""Lots and sites under the identifiers events carry, and back (names.md 4): for the supply chain's pages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse

from txng import provinces
from txng.access import Actor, Permission, is_practice
from txng.catalogue.models import Product
from txng.gs1.epcis.identifiers import identity
from txng.kernel.text import CROCKFORD
from txng.production.models import Lot, MaterialLot, Site
from txng.production.queries import lots_of
from txng.production.stock.tracing import thing_key
from txng.production.units import all_units
from txng.registry.models import Establishment
from txng.trace.directory import Known

_GS1_LOT = re.compile(r"https://id\.gs1\.org/01/([0-9]{14})/10/([^/]+)")
_GLN = re.compile(r"https://id\.gs1\.org/(?:414|417)/([0-9]{13})")
_OWN_LOT = re.compile(rf"https://[^/]+/t/(P[{CROCKFORD}]{{7}})/([0-9A-Z\-]{{1,20}})")
_OWN_FIRM = re.compile(r"https://[^/]+/co-so/([^/]+)")
_OWN_SITE = re.compile(rf"https://[^/]+/t/(D[{CROCKFORD}]{{7}})")
MOST = 20  # lots of one number: a number is unique within a product only


def keys_of(product: Product, number: str) -> list[str]:
    """Of a lot, by the GTIN and by the product code: a product that got its GTIN later keeps its first address too."""
    own = f"{_own_host()}t/{product.product_code}/{number}"
    return [f"https://id.gs1.org/01/{product.gtin}/10/{number}", own] if product.gtin else [own]


def keys_of_lot(lot: Lot) -> list[str]:
    return keys_of(lot.product, lot.number)


def keys_of_lots(lots: Iterable[Lot]) -> list[str]:
    return [key for lot in lots for key in keys_of_lot(lot)]


def find(actor: Actor, text: str) -> list[str]:
    """Of lots within the actor's reach: by number, or by either of their links."""
    lots = lots_of(actor)
    wanted = _wanted([identity(text)]) if ":" in text else Q(number=text.upper())
    found = keys_of_lots(lots.filter(wanted)[:MOST]) if wanted else []
    return found if ":" in text else found + _material_lots(actor, text)


def _material_lots(actor: Actor, number: str) -> list[str]:
    """By the supplier's own number: what is recalled is a lot of feed or of a spray as often as one of fruit."""
    lots = MaterialLot.objects.filter(actor.reach(Permission.PRODUCTION_READ), supplier_lot__iexact=number.strip())
    return [thing_key(lot) for lot in lots.order_by("id")[:MOST]]


def names(actor: Actor, keys: Iterable[str]) -> dict[str, Known]:
    keys = list(keys)
    return _lots(actor, keys) | _places(actor, keys)


def units() -> dict[str, str]:
    return {unit.unece: unit.name for unit in reversed(all_units()) if unit.unece}


def _wanted(keys: Iterable[str]) -> Q:
    wanted = Q()
    for key in keys:
        if found := _GS1_LOT.fullmatch(key):
            wanted |= Q(product__gtin=found[1], number=found[2])
        elif (found := _OWN_LOT.fullmatch(key)) and key.startswith(_own_host()):
            wanted |= Q(product__product_code=found[1], number=found[2])
    return wanted


def _own_host() -> str:
    return f"https://{provinces.current().identity.id_host}/"


def _lots(actor: Actor, keys: list[str]) -> dict[str, Known]:
    """A lot out of reach keeps its product's name to itself as long as that is not public; practice never is."""
    gs1 = [match.groups() for key in keys if (match := _GS1_LOT.fullmatch(key))]
    own = [match.groups() for key in keys if key.startswith(_own_host()) and (match := _OWN_LOT.fullmatch(key))]
    if not gs1 and not own:
        return {}
    # Numbers and products apart: a thousand pairs would be a thousand conditions.
    lots = Lot.objects.filter(
        Q(product__gtin__in={gtin for gtin, _ in gs1}, number__in={number for _, number in gs1})
        | Q(product__product_code__in={code for code, _ in own}, number__in={number for _, number in own})
    )
    found: dict[str, Known] = {}
    for lot in lots.select_related("product").order_by("id"):
        mine = actor.may(Permission.PRODUCTION_READ, lot)
        if mine or (lot.product.published_at is not None and not is_practice(lot)):
            page = reverse("lot-detail", args=[lot.pk]) if mine and actor.establishment_id else ""
            known = Known(name=lot.product.name, detail=lot.number, address=page)
            found |= dict.fromkeys(keys_of_lot(lot), known)
    return found


def _places(actor: Actor, keys: list[str]) -> dict[str, Known]:
    """Sites and establishments. Of a site out of reach no more than its commune is told."""
    found: dict[str, Known] = {}
    glns = {match[1]: key for key in keys if (match := _GLN.fullmatch(key))}
    slugs = {match[1]: key for key in keys if (match := _OWN_FIRM.fullmatch(key)) and key.startswith(_own_host())}
    firms = Establishment.objects.filter(Q(gln__in=glns) | Q(slug__in=slugs), practice=False) if glns or slugs else []
    for firm in firms:
        for key in (glns.get(firm.gln), slugs.get(firm.slug)):
            if key:
                found[key] = Known(name=firm.name)
    for key, site in sites_of_keys(keys).items():
        mine = actor.may(Permission.PRODUCTION_READ, site)
        name = f"{site.name}, {site.unit.name}" if mine else site.unit.name
        found[key] = Known(name=name, detail=site.establishment.name if actor.is_agency else "")
    return found


def sites_of_keys(keys: Iterable[str]) -> dict[str, Site]:
    keys = list(keys)
    codes = {match[1]: key for key in keys if (match := _OWN_SITE.fullmatch(key)) and key.startswith(_own_host())}
    glns = {match[1]: key for key in keys if (match := _GLN.fullmatch(key))}
    if not codes and not glns:
        return {}
    found: dict[str, Site] = {}
    sites = Site.objects.filter(Q(site_code__in=codes) | Q(gln__in=glns), establishment__practice=False)
    sites = sites.select_related("unit", "establishment")
    for site in sites.order_by("id"):
        for key in (codes.get(site.site_code), glns.get(site.gln) if site.gln else None):
            if key:
                found[key] = site
    return found


def lots_of_keys(keys: Iterable[str]) -> QuerySet[Lot]:
    """Whoever's they are: for cards, never for a page."""
    wanted = _wanted(keys)
    return Lot.objects.filter(wanted).order_by("id") if wanted else Lot.objects.none()
