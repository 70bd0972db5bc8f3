"""What lies where, with the names people know it by; limited to the actor's reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.text import fold
from txng.production.actions.stock_in_hand import Pile
from txng.production.models import Lot, MaterialLot, Site, StockLine, StockMove
from txng.production.stock.booking import amount

MOST = 500  # shown at once; a search finds the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Heap:
    """So much of a thing at one place."""

    thing: Lot | MaterialLot
    site: Site
    unit: str
    quantity: Decimal

    @property
    def value(self) -> str:
        kind = "lot" if isinstance(self.thing, Lot) else "vat-tu"
        return f"{kind}-{self.thing.pk}-{self.site.pk}-{self.unit}"

    @property
    def name(self) -> str:
        return self.thing.product.name if isinstance(self.thing, Lot) else self.thing.material.name

    @property
    def number(self) -> str:
        return self.thing.number if isinstance(self.thing, Lot) else self.thing.supplier_lot

    @property
    def lot(self) -> Lot | None:
        return self.thing if isinstance(self.thing, Lot) else None

    @property
    def expires_on(self) -> date | None:
        return self.thing.expires_on

    @property
    def amount(self) -> str:
        return f"{amount(self.quantity)} {self.unit}"

    def __str__(self) -> str:
        number = f" {self.number}" if self.number else ""
        return _("%(thing)s – %(site)s: %(amount)s") % {
            "thing": f"{self.name}{number}",
            "site": self.site.name,
            "amount": self.amount,
        }

    def pile(self, quantity: Decimal) -> Pile:
        which = {"lot_id": self.thing.pk} if isinstance(self.thing, Lot) else {"material_lot_id": self.thing.pk}
        return Pile(site_id=self.site.pk, quantity=quantity, unit=self.unit, **which)


def heaps_of(actor: Actor, *, on: date | None = None, text: str = "") -> list[Heap]:
    """Everything that lies somewhere, or lay there at the end of that day: by place, then by name."""
    moves = StockMove.objects.filter(actor.reach(Permission.PRODUCTION_READ))
    lines = StockLine.objects.filter(move__in=moves)
    if on is not None:
        lines = lines.filter(done_on__lte=on)
    rows = list(
        lines.values("lot_id", "material_lot_id", "site_id", "unit")
        .annotate(total=Sum("quantity"))
        .exclude(total=0)
        .order_by("site_id", "lot_id", "material_lot_id")
    )
    lots = Lot.objects.select_related("product").in_bulk({row["lot_id"] for row in rows if row["lot_id"]})
    bought = MaterialLot.objects.select_related("material").in_bulk(
        {row["material_lot_id"] for row in rows if row["material_lot_id"]}
    )
    sites = Site.objects.in_bulk({row["site_id"] for row in rows})
    found = [
        Heap(
            thing=lots[row["lot_id"]] if row["lot_id"] else bought[row["material_lot_id"]],
            site=sites[row["site_id"]],
            unit=row["unit"],
            quantity=row["total"],
        )
        for row in rows
    ]
    words = fold(text[:200]).split()
    found = [heap for heap in found if all(word in fold(f"{heap.name} {heap.number} {heap.site}") for word in words)]
    return sorted(found, key=lambda heap: (heap.site.name, heap.site.pk, heap.name, heap.thing.pk))[:MOST]


def moves_of(actor: Actor) -> list[StockMove]:
    """Sổ kho: the newest act first."""
    moves = StockMove.objects.filter(actor.reach(Permission.PRODUCTION_READ)).filter(Q(lines__isnull=False)).distinct()
    return list(
        moves.select_related("partner", "takes_back", "taken_back_by")
        .prefetch_related("lines__lot__product", "lines__material_lot__material", "lines__site")
        .order_by("-done_on", "-id")[:MOST]
    )
