"""What the verbs of the stock share: whose it is, which pile is meant, and what is written down of an act."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.compiled import Compiled
from txng.kernel.errors import NotThere, RuleBroken
from txng.production.models import Lot, MaterialLot, Site, StockMove
from txng.production.stock.booking import Change
from txng.production.stock.measures import to_base
from txng.registry.models import Establishment


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Some of a lot, or of a lot of material, as a person says it: so many tạ of it, lying there."""

    quantity: Decimal
    unit: str
    site_id: int
    lot_id: int | None = None
    material_lot_id: int | None = None


def change_of(establishment: Establishment, pile: Pile, *, sign: int) -> Change:
    if pile.quantity <= 0:
        raise RuleBroken(_("The quantity must be greater than 0, for example 20 or 20,5."), code="quantity")
    quantity, unit = to_base(pile.quantity, pile.unit)
    return Change(the_thing(establishment, pile), the_site(establishment, pile.site_id), sign * quantity, unit)


# Asked in every act on the stock, and again for each line of it.
_establishments = Compiled(lambda pk: Establishment.objects.filter(pk=pk).order_by(), pk=int)
_sites = Compiled(lambda pk, owner: Site.objects.filter(pk=pk, establishment_id=owner).order_by(), pk=int, owner=int)
_lots = Compiled(
    lambda pk, owner: Lot.objects.select_related("product").filter(pk=pk, establishment_id=owner).order_by(),
    pk=int,
    owner=int,
)
_bought = Compiled(
    lambda pk, owner: MaterialLot.objects.select_related("material").filter(pk=pk, establishment_id=owner).order_by(),
    pk=int,
    owner=int,
)


def the_thing(establishment: Establishment, pile: Pile) -> Lot | MaterialLot:
    found: list[Lot] | list[MaterialLot] = []
    if pile.lot_id is not None:
        found = _lots(pk=pile.lot_id, owner=establishment.pk)
    elif pile.material_lot_id is not None:
        found = _bought(pk=pile.material_lot_id, owner=establishment.pk)
    if not found:
        raise NotThere(_("Not found."))
    found[0].establishment = establishment
    return found[0]


def the_site(establishment: Establishment, site_id: int) -> Site:
    found = _sites(pk=site_id, owner=establishment.pk)
    if not found:
        raise NotThere(_("Not found."))
    found[0].establishment = establishment
    return found[0]


def keeper(actor: Actor) -> Establishment:
    """The actor's own establishment, not locked: acts on different things go on side by side."""
    actor.require_verb(Permission.STOCK_EDIT)
    found = _establishments(pk=actor.establishment_id or 0)
    if not found:
        raise NotThere(_("Not found."))
    return found[0]


def as_recorded(move: StockMove) -> dict[str, Any]:
    return {
        "move_id": move.pk,
        "kind": move.kind,
        "done_on": move.done_on,
        "lines": [
            {
                "lot_id": line.lot_id,
                "material_lot_id": line.material_lot_id,
                "site_id": line.site_id,
                "quantity": line.quantity,
                "unit": line.unit,
            }
            for line in (move.booked or move.lines.order_by("id"))
        ],
    }
