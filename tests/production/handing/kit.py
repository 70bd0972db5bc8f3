"""A chain of four: bà Lành's farm, a collector, a processor, a shop; each with its own book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests import make
from txng.access import Actor
from txng.accounts.acting import actor_of
from txng.accounts.models import Account, Membership, User
from txng.catalogue.models import Product
from txng.production import actions
from txng.production.actions.lots_from_lots import NewLot
from txng.production.actions.stock_in_hand import Pile
from txng.production.models import Handover, Lot, Site
from txng.registry.models import Establishment


@dataclass
class Firm:
    establishment: Establishment
    actor: Actor
    site: Site
    product: Product

    def lot(self, kg: int | str, *, on: date = make.TODAY - timedelta(days=9)) -> Lot:
        """Grown here."""
        made = actions.open_lot(
            actor=self.actor, product_id=self.product.pk, site_id=self.site.pk, opened_on=on, at=make.AT
        )
        write(self, made, "harvest", on=on, quantity=kg)
        return made

    def give(self, lot: Lot, to: Firm, kg: int | str, *, on: date = make.TODAY, **more: Any) -> Handover:
        return actions.offer_goods(
            actor=self.actor, lot_id=lot.pk, to_code=to.site.site_code, quantity=Decimal(kg), quantity_unit="kg",
            sent_on=on, at=make.AT, **more,
        )  # fmt: skip

    def take(self, offer: Handover, kg: int | str | None = None, **more: Any) -> Lot:
        quantity = offer.quantity if kg is None else Decimal(kg)
        taken = actions.accept_goods(
            actor=self.actor, handover_id=offer.pk, product_id=self.product.pk, quantity=quantity, at=make.AT,
            **{"received_on": offer.sent_on, **more},
        )  # fmt: skip
        assert taken.receipt is not None
        return taken.receipt.lot

    def split(self, lot: Lot, *kg: int | str, on: date = make.TODAY) -> list[Lot]:
        before = set(Lot.objects.values_list("pk", flat=True))
        actions.split_lot(
            actor=self.actor, lot_id=lot.pk, site_id=lot.site_id, done_on=on, at=make.AT,
            parts=[NewLot(quantity=Decimal(part), unit="kg", site_id=lot.site_id) for part in kg],
        )  # fmt: skip
        return list(Lot.objects.exclude(pk__in=before).order_by("pk"))

    def merge(self, *parts: tuple[Lot, int | str], on: date = make.TODAY) -> Lot:
        actions.merge_lots(
            actor=self.actor, piles=[pile(lot, kg) for lot, kg in parts], done_on=on, at=make.AT,
            into=NewLot(quantity=sum((Decimal(kg) for _, kg in parts), Decimal(0)), unit="kg", site_id=self.site.pk),
        )  # fmt: skip
        return Lot.objects.order_by("-pk")[0]

    def process(self, lot: Lot, kg: int | str, into: Product, made: int | str, *, on: date = make.TODAY) -> Lot:
        actions.process_lots(
            actor=self.actor, inputs=[pile(lot, kg)], done_on=on, at=make.AT,
            outputs=[NewLot(quantity=Decimal(made), unit="kg", site_id=self.site.pk, product_id=into.pk)],
        )  # fmt: skip
        return Lot.objects.order_by("-pk")[0]


def pile(lot: Lot, kg: int | str) -> Pile:
    return Pile(lot_id=lot.pk, site_id=lot.site_id, quantity=Decimal(kg), unit="kg")


def write(firm: Firm, lot: Lot, activity: str, *, on: date = make.TODAY, quantity: Any = None, **more: Any) -> Any:
    return actions.write_diary(
        actor=firm.actor, lot_id=lot.pk, activity=activity, done_on=on, at=make.AT,
        quantity=None if quantity is None else Decimal(quantity), quantity_unit="" if quantity is None else "kg", **more,
    )  # fmt: skip


def firm(name: str, agency: Any, goods: str, *, kind: str = "warehouse", which: str = "home") -> Firm:
    """An establishment with an owner of its own, a place and an approved product."""
    made = make.establishment(name, agency=agency, which=which)
    account = Account(
        kind="establishment", establishment=made, state="issued", seats=3, issued_at=make.AT, issued_by="Đặng Thị Mai"
    )
    account.stand_with(made)
    account.save()
    Account.objects.filter(pk=account.pk).update(state="active", activated_at=make.AT)
    account.refresh_from_db()
    user = User.objects.create(
        name=f"Chủ {name}", login=made.slug[:60], kind="establishment", phone=f"098{made.pk:07d}"
    )
    seat = Membership.objects.create(
        user=user, account=account, role="owner", since=make.AT, duties_accepted_at=make.AT
    )
    return of(made, actor_of(seat), goods, kind=kind)


def of(establishment: Any, actor: Actor, goods: str, *, kind: str = "plot") -> Firm:
    place = make.site(establishment, f"Nơi của {establishment.name}"[:60], kind=kind)
    product = make.product(establishment, goods, shelf_life_days=14)
    return Firm(establishment, actor, place, product)
