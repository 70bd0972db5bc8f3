"""What the verbs share: a row locked, a resend recognised, an amount that can be."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.access.models import PlacedModel
from txng.kernel.errors import NotThere, RuleBroken
from txng.production.models import Lot, Partner, Site
from txng.registry.models import Establishment

M = TypeVar("M", bound=PlacedModel)
Named = TypeVar("Named", Partner, Site)


def lot_in_hand(actor: Actor, lot_id: int, permission: Permission) -> Lot:
    """The lot, locked: its dates are drawn from the diary, so two entries of one lot never cross."""
    lot = (
        Lot.objects.select_for_update(of=("self",)).select_related("product", "establishment").filter(pk=lot_id).first()
    )
    if lot is None:
        raise NotThere(_("Not found."))
    actor.require(permission, lot)
    return lot


def own_establishment(actor: Actor, permission: Permission) -> Establishment:
    """The actor's own, locked, so that the second press of a button finds what the first one made."""
    actor.require_verb(permission)
    found = Establishment.objects.select_for_update(of=("self",)).filter(pk=actor.establishment_id or 0).first()
    if found is None:
        raise NotThere(_("Not found."))
    return found


def sent_before(model: type[M], client_id: UUID | None, actor: Actor, permission: Permission) -> M | None:
    """What an earlier sending of the same form made; an id somebody else used is refused, not answered."""
    if client_id is None:
        return None
    manager: models.Manager[M] = model._default_manager
    earlier = manager.filter(client_id=client_id).first()
    if earlier is not None and not actor.may(permission, earlier):  # type: ignore[arg-type]
        raise RuleBroken(_("This form has been sent before. Open it again."), code="sent_before")
    return earlier


def same_name(rows: Iterable[Named], name: str) -> Named | None:
    """Letter case aside. Asked here and not of the database, whose letters may end at Z (“Đại lý”, “đại lý”)."""
    return next((row for row in rows if row.name.casefold() == name.casefold()), None)


def refuse_no_quantity(quantity: Decimal | None) -> None:
    if quantity is not None and quantity <= 0:
        raise RuleBroken(_("The quantity must be greater than 0, for example 20 or 20,5."), code="quantity")


def refuse_ended(lot: Lot) -> None:
    if lot.cancelled_at:
        raise RuleBroken(_("Lot %(lot)s has been cancelled.") % {"lot": lot.number}, code="cancelled")
    if lot.closed_at:
        raise RuleBroken(_("Lot %(lot)s is closed.") % {"lot": lot.number}, code="closed")
