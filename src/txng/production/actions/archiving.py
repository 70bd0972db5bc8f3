"""Cất đi, lấy lại: what is in use somewhere is never deleted; put away, it is offered nowhere and stays readable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.production.actions.in_hand import own_establishment, same_name
from txng.production.events import ProductionEvent
from txng.production.models import Material, Partner, Site, Worker

R = TypeVar("R", Site, Partner, Material, Worker)


def in_hand(actor: Actor, model: type[R], pk: int, permission: Permission) -> R:
    """One of the actor's own, locked; the establishment first, as whoever adds one of that name locks it."""
    manager: models.Manager[R] = model._default_manager
    there = manager.filter(pk=pk).first()
    if there is None:
        raise NotThere(_("Not found."))
    actor.require(permission, there)
    own_establishment(actor, permission)
    return manager.select_for_update(of=("self",), no_key=True).get(pk=pk)


def in_use(actor: Actor, model: type[R], pk: int, permission: Permission) -> R:
    row = in_hand(actor, model, pk, permission)
    if row.archived_at is not None:
        raise RuleBroken(_("“%(name)s” is archived. Restore it first.") % {"name": row.name}, code="archived")
    return row


def put_away(
    actor: Actor,
    model: type[R],
    pk: int,
    permission: Permission,
    event: ProductionEvent,
    at: datetime,
    refuse: Callable[[R], None] | None = None,
) -> R:
    row = in_hand(actor, model, pk, permission)
    if row.archived_at is not None:
        return row
    if refuse is not None:
        refuse(row)
    row.archived_at = at
    row.save(update_fields=["archived_at"])
    record(event, actor=actor, subject=row, at=at, before={"archived": False}, after={"archived": True})
    return row


def take_out(
    actor: Actor,
    model: type[R],
    pk: int,
    permission: Permission,
    event: ProductionEvent,
    at: datetime,
    refuse: Callable[[R], None] | None = None,
) -> R:
    row = in_hand(actor, model, pk, permission)
    if row.archived_at is None:
        return row
    if refuse is not None:
        refuse(row)
    row.archived_at = None
    row.save(update_fields=["archived_at"])
    record(event, actor=actor, subject=row, at=at, before={"archived": True}, after={"archived": False})
    return row


def changed(row: models.Model, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the values into the row; what stood there and what stands there now, of those that differ."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for field, value in values.items():
        old = getattr(row, field)
        if old != value:
            before[field], after[field] = old, value
            setattr(row, field, value)
    return before, after


def refuse_taken_name(others: Any, row: R, sentence: str) -> None:
    """Of those in use only one has a name."""
    if same_name(others.filter(archived_at=None).exclude(pk=row.pk), row.name):
        raise RuleBroken(sentence, code="name_taken")
