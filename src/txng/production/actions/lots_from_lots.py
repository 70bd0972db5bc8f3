"""What splitting, merging and processing share: goods leave some lots and come into others, in one act.

The new lots are one step forward of the old ones: the moves say so, stock/tracing.py tells it as an event, and the
graph of the area trace follows it (NĐ37 art. 23.1; TT17 art. 6: lot by lot).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor
from txng.catalogue.archive import refuse_archived
from txng.catalogue.models import Product
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.production.actions.open_lot import number_for
from txng.production.actions.stock_in_hand import the_site
from txng.production.actions.write_diary import draw_new
from txng.production.family import inherited_from
from txng.production.models import Lot, StockKind, StockMove
from txng.production.stock.booking import Change, amount, book, lock_establishments, lock_things
from txng.production.stock.measures import to_base
from txng.registry.models import Establishment


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLot:
    """A lot that comes out: so much of a product, lying there. Without a number it gets the next of that day."""

    quantity: Decimal
    unit: str
    site_id: int
    product_id: int | None = None  # none: the product of what goes in
    number: str = ""


def refuse_wrong_balance(taken: Sequence[Change], made: Sequence[Change], *, exact: bool, reason: str) -> None:
    """Nothing comes of nothing. What is cut or poured together weighs the same after as before; what is processed may
    lose water and peel, but weighs no more than the tolerance above what went in unless somebody says why."""
    before, after = _sums(taken), _sums(made)
    if exact:
        if before != after:
            raise RuleBroken(
                _("What comes out must be as much as goes in: in %(taken)s, out %(made)s.")
                % {"taken": _told(before), "made": _told(after)},
                code="balance",
            )
        return
    tolerance = 1 + Decimal(provinces.current().limits.balance_tolerance_percent) / 100
    for unit in before.keys() & after.keys():
        if after[unit] > before[unit] * tolerance and not clean(reason):
            raise RuleBroken(
                _("More comes out than goes in: in %(taken)s, out %(made)s. Check it, or say why.")
                % {"taken": _told(before), "made": _told(after)},
                code="balance",
            )


def _sums(changes: Sequence[Change]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for change in changes:
        found[change.unit] += abs(change.quantity)
    return dict(found)


def _told(sums: dict[str, Decimal]) -> str:
    return ", ".join(f"{amount(quantity)} {unit}" for unit, quantity in sorted(sums.items()))


def make_lots(
    *,
    actor: Actor,
    establishment: Establishment,
    kind: StockKind,
    taken: Sequence[Change],
    new: Sequence[NewLot],
    done_on: date,
    at: datetime,
    exact: bool,
    reason: str = "",
    client_id: UUID | None = None,
) -> tuple[StockMove, list[Lot]]:
    """Take from the old, open the new, book both as one act."""
    sources = [change.thing for change in taken if isinstance(change.thing, Lot)]
    for lot in sources:
        refuse_before(lot, done_on)
    if not new:
        raise RuleBroken(_("Write down at least one lot that comes out."), code="lots_missing")
    lock_establishments([establishment.pk])  # numbers of a day are given one after the other
    lock_things([change.thing for change in taken])
    sources = list(Lot.objects.select_related("product").filter(pk__in=[lot.pk for lot in sources]))  # as they are now
    lots, made = [], []
    for one in new:
        quantity, unit = to_base(one.quantity, one.unit)
        if quantity <= 0:
            raise RuleBroken(_("The quantity must be greater than 0, for example 20 or 20,5."), code="quantity")
        lot = _opened(establishment, one, sources, done_on=done_on, at=at)
        if sources:
            mothers = [(mother, done_on) for mother in sources if mother.product_id == lot.product_id]
            draw_new(lot, inherited_from(mothers, quantity, unit))
        lot.save(force_insert=True)
        lots.append(lot)
        made.append(Change(lot, lot.site, quantity, unit))
    refuse_wrong_balance(taken, made, exact=exact, reason=reason)
    move = book(
        actor=actor,
        establishment=establishment,
        kind=kind,
        done_on=done_on,
        at=at,
        changes=[*taken, *made],
        reason=reason,
        client_id=client_id,
    )
    return move, lots


def refuse_before(lot: Lot, done_on: date) -> None:
    if lot.cancelled_at:
        raise RuleBroken(_("Lot %(lot)s has been cancelled.") % {"lot": lot.number}, code="cancelled")
    if done_on < lot.opened_on:
        raise RuleBroken(
            _("On %(day)s lot %(lot)s had not been opened yet.") % {"day": f"{done_on:%d/%m/%Y}", "lot": lot.number},
            code="before_opening",
        )


def _opened(establishment: Establishment, new: NewLot, sources: Sequence[Lot], *, done_on: date, at: datetime) -> Lot:
    product = _product(establishment, new, sources)
    lot = Lot(
        establishment=establishment,
        product=product,
        number=number_for(product, new.number, day=done_on),
        site=the_site(establishment, new.site_id),
        opened_on=done_on,
        client_id=uuid4(),
        created_at=at,
    )
    lot.stand_with(product)
    return lot


def _product(establishment: Establishment, new: NewLot, sources: Sequence[Lot]) -> Product:
    if new.product_id is None:
        products = {lot.product_id: lot.product for lot in sources}
        if len(products) != 1:
            raise RuleBroken(_("Choose the product."), code="product_missing")
        return next(iter(products.values()))
    found = Product.objects.filter(pk=new.product_id, establishment=establishment).first()
    if found is None:
        raise NotThere(_("Not found."))
    if not found.is_published:
        raise RuleBroken(_("A lot can be opened once the product has been approved."), code="not_approved")
    refuse_archived(found)
    return found
