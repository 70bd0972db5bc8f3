"""Which processes somebody may see, and which fit a lot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from txng.access import Actor, Permission
from txng.access.scopes import NOWHERE
from txng.catalogue import groups
from txng.catalogue.models import Product
from txng.kernel.text import fold
from txng.production.models import Lot, ProcessState, ProcessTemplate
from txng.registry.models import Establishment

PUBLISHED = ProcessState.PUBLISHED


def processes_of(actor: Actor) -> QuerySet[ProcessTemplate]:
    """What an agency or an establishment may read: guidance that was published is for everybody it is meant for;
    a draft is its writer's; an establishment's own are its own and, as all its records, within its agency's reach."""
    if not actor.holds(Permission.PRODUCTION_READ):
        return ProcessTemplate.objects.none()
    told = Q(published_at__isnull=False)
    starters = Q(agency=None, establishment=None)
    if actor.is_agency:
        seen = told & (starters | Q(agency__isnull=False)) | Q(agency=actor.agency_id or 0)
        return ProcessTemplate.objects.filter(seen).select_related("based_on").order_by("title", "-version", "id")
    establishment = Establishment.objects.filter(pk=actor.establishment_id or 0).first()
    if establishment is None:
        return ProcessTemplate.objects.none()
    return (
        ProcessTemplate.objects.alias(_at=StrIndex(Value(establishment.unit_path), F("unit_path")))
        .filter(told)
        .filter(starters | Q(agency__isnull=False, _at=1) | Q(establishment=establishment))
        .select_related("based_on")
        .order_by("title", "-version", "id")
    )


def matching(processes: QuerySet[ProcessTemplate], text: str) -> QuerySet[ProcessTemplate]:
    for word in fold(text[:200]).split():
        processes = processes.filter(plain_title__contains=word)
    return processes


def in_force(processes: QuerySet[ProcessTemplate], on: date) -> QuerySet[ProcessTemplate]:
    return processes.filter(state=PUBLISHED, valid_from__lte=on)


def fits(process: ProcessTemplate, product: Product) -> bool:
    """A product of no known group may follow any process: better a plan that fits half than none."""
    found = groups.group(product.group)
    return found is None or (process.nature == found.nature and (not process.groups or found.id in process.groups))


def fitting(actor: Actor, product: Product, on: date) -> list[ProcessTemplate]:
    """The best first: those whose title shares words with the product's name; then the establishment's own, its
    agencies', the samples."""
    words = set(fold(product.name).split())

    def rank(process: ProcessTemplate) -> tuple[int, int, str]:
        shared = len(words & set(process.plain_title.split()))
        whose = 0 if process.establishment_id else 1 if process.agency_id else 2
        return (-shared, whose, process.plain_title)

    return sorted((one for one in in_force(processes_of(actor), on) if fits(one, product)), key=rank)


def for_products(actor: Actor, products: Iterable[Product], on: date) -> QuerySet[ProcessTemplate]:
    """Those in force that fit any of the products, for a box to choose from."""
    products = list(products)
    found = [one.pk for one in in_force(processes_of(actor), on) if any(fits(one, product) for product in products)]
    return ProcessTemplate.objects.filter(pk__in=found).order_by("plain_title", "id")


def newer_than(process: ProcessTemplate, on: date) -> ProcessTemplate | None:
    """The version in force, where a lot follows an older one."""
    return ProcessTemplate.objects.filter(
        family=process.family, state=PUBLISHED, version__gt=process.version, valid_from__lte=on
    ).first()


def following(process: ProcessTemplate) -> QuerySet[Lot]:
    """Lots that go on and follow any version of it. A department counts none that is only practised."""
    found = Lot.objects.filter(
        plans__template__family=process.family, plans__ended_at=None, closed_at=None, cancelled_at=None
    ).distinct()
    return found if process.establishment_id else found.exclude(unit_path__startswith=NOWHERE)
