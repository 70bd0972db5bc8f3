"""A chain of three establishments: bà Lành's goods come to a second, some of them go on to a third.

By the verbs people use, so that both books, the family of the lots and the events agree.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import islice

from django.db.models import QuerySet

from txng.access import Actor
from txng.access.actors import system
from txng.catalogue.models import Product
from txng.ledger.recording import without_consequences
from txng.production import actions
from txng.production.actions.lots_from_lots import NewLot
from txng.production.models import Handover, Lot, Site
from txng.production.stock.levels import levels
from txng.project.demo.world import World
from txng.registry.models import Establishment


def build(world: World) -> None:
    hers = world.establishments[0]
    found = _in_stock(hers)
    if found is None:
        return
    lot, unit, there = found
    able = (one for one in world.establishments[1:] if _can_receive(one))
    # Who deals in the like comes first: durians do not become melons on their way.
    others = list(islice(sorted(able, key=lambda one: not _like(one, lot).exists()), 2))
    if len(others) < 2:
        return
    second, third = others
    with without_consequences():
        _chain(world, hers, second, third, lot, unit, (there / 4).quantize(Decimal(1)) or there)


def _like(one: Establishment, lot: Lot) -> QuerySet[Product]:
    kind = " ".join(lot.product.name.split()[:2])
    return Product.objects.filter(establishment=one, published_at__isnull=False, name__icontains=kind)


def _can_receive(one: Establishment) -> bool:
    sells = Product.objects.filter(establishment=one, published_at__isnull=False).exists()
    return one.paused_on is None and sells and one.sites.exists()


def _in_stock(hers: Establishment) -> tuple[Lot, str, Decimal] | None:
    """A lot that is on sale just now, and what lies there of it."""
    lots = Lot.objects.filter(establishment=hers, closed_at=None, cancelled_at=None, packed_on__isnull=False)
    for lot in lots.order_by("-packed_on", "id"):
        for level in levels(lot):
            if level.quantity >= 8:
                return lot, level.unit, level.quantity
    return None


def _chain(
    world: World, hers: Establishment, second: Establishment, third: Establishment, lot: Lot, unit: str, some: Decimal
) -> None:
    half = (some / 2).quantize(Decimal("0.001"))
    first = _give(world, hers, lot, second, some, unit, days=1)
    here = _take(world, second, first, some, days=1)
    actions.split_lot(
        actor=_of(second), lot_id=here.pk, site_id=here.site_id, done_on=world.today, at=world.now,
        parts=[NewLot(quantity=half, unit=unit, site_id=here.site_id)],
    )  # fmt: skip
    part = Lot.objects.filter(establishment=second).order_by("-pk")[0]
    _take(world, third, _give(world, second, part, third, half, unit, days=0), half, days=0)
    # One that waits: “Hàng đến” has something to answer.
    _give(world, second, here, hers, (some - half).quantize(Decimal("0.001")), unit, days=0)


def _give(
    world: World, giver: Establishment, lot: Lot, to: Establishment, quantity: Decimal, unit: str, *, days: int
) -> Handover:
    return actions.offer_goods(
        actor=_of(giver), lot_id=lot.pk, to_code=_place(to).site_code, quantity=quantity, quantity_unit=unit,
        sent_on=world.today - timedelta(days=days), at=world.days_ago(days, hour=0),
    )  # fmt: skip


def _take(world: World, receiver: Establishment, offer: Handover, quantity: Decimal, *, days: int) -> Lot:
    ours = Product.objects.filter(establishment=receiver, published_at__isnull=False).order_by("id")
    product = _like(receiver, offer.lot).order_by("id").first() or ours[0]
    taken = actions.accept_goods(
        actor=_of(receiver), handover_id=offer.pk, product_id=product.pk, quantity=quantity,
        received_on=offer.sent_on, at=world.days_ago(days, hour=0),
    )  # fmt: skip
    assert taken.receipt is not None
    return taken.receipt.lot


def _place(one: Establishment) -> Site:
    """Where goods arrive: a packing house or a store where it has one."""
    houses = one.sites.filter(kind__in=(Site.Kind.PACKING_HOUSE, Site.Kind.WAREHOUSE, Site.Kind.WORKSHOP))
    return houses.order_by("kind", "id").first() or one.sites.order_by("-id")[0]


def _of(one: Establishment) -> Actor:
    return replace(system(one.representative), kind="establishment", organisation=one.name, establishment_id=one.pk)
