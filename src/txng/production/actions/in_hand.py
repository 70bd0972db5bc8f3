"""What the verbs share: a row locked, a resend recognised, an amount that can be."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.access.models import PlacedModel
from txng.kernel.errors import NotThere, RuleBroken
from txng.production.models import Lot, Material, Partner, Site, Worker
from txng.production.stock.booking import lock_establishments
from txng.registry.models import Establishment

M = TypeVar("M", bound=PlacedModel)
Named = TypeVar("Named", Partner, Site, Material, Worker)
_GROWING = re.compile("[" + "".join(chr(code) for code in range(0xFB20) if len(chr(code).casefold()) > 1) + "]")


def lot_in_hand(actor: Actor, lot_id: int, permission: Permission, *, with_books: bool = False) -> Lot:
    """The lot, locked: its dates are drawn from the diary, so two entries of one lot never cross.

    `with_books` for a verb that may write a partner's name: the establishment before the lot (stock/booking.py).
    """
    if with_books:
        seen = Lot.objects.filter(pk=lot_id).first()
        if seen is None:
            raise NotThere(_("Not found."))
        actor.require(permission, seen)
        lock_establishments([seen.establishment_id])
    lot = (
        Lot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("product", "establishment")
        .filter(pk=lot_id)
        .first()
    )
    if lot is None:
        raise NotThere(_("Not found."))
    actor.require(permission, lot)
    return lot


def own_establishment(actor: Actor, permission: Permission) -> Establishment:
    """The actor's own, locked, so that the second press of a button finds what the first one made.

    Without its key: rows that point to it are written meanwhile. Else who holds goods and writes such a row waits for
    who holds the establishment and waits for those goods.
    """
    actor.require_verb(permission)
    found = (
        Establishment.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=actor.establishment_id or 0)
        .first()
    )
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


def same_name(rows: QuerySet[Named], name: str) -> Named | None:
    """Letter case aside. Judged here and not by the database, whose letters may end at Z (“Đại lý”, “đại lý”).

    The database only leaves out what cannot be the same, so that a file of thousands of names is not read once a row:
    names of another length, but for letters that become two or three (ß, ss).
    """
    wanted = name.casefold()
    if not _GROWING.search(name):
        rows = rows.alias(_length=Length("name")).filter(Q(_length=len(name)) | Q(name__regex=_GROWING.pattern))
    found = (pk for pk, other in rows.order_by().values_list("pk", "name") if other.casefold() == wanted)
    pk = next(found, None)
    return None if pk is None else rows.get(pk=pk)


def refuse_no_quantity(quantity: Decimal | None) -> None:
    if quantity is not None and quantity <= 0:
        raise RuleBroken(_("The quantity must be greater than 0, for example 20 or 20,5."), code="quantity")


def refuse_ended(lot: Lot) -> None:
    if lot.cancelled_at:
        raise RuleBroken(_("Lot %(lot)s has been cancelled.") % {"lot": lot.number}, code="cancelled")
    if lot.closed_at:
        raise RuleBroken(_("Lot %(lot)s is closed.") % {"lot": lot.number}, code="closed")
