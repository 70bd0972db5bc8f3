from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.models import Lot
from txng.stamps.actions.activation_gates import despite
from txng.stamps.events import StampEvent
from txng.stamps.models import Activation, CodeBatch, CodeLevel, CodeRange
from txng.stamps.ranges import Run, cut, joined, spoiled_among, waiting_of


@transaction.atomic
def activate_ranges(
    *,
    actor: Actor,
    lot_id: int,
    runs: Iterable[Run],
    at: datetime,
    reason: str = "",
    client_id: uuid.UUID | None = None,
) -> list[CodeRange]:
    """Bind runs of stamps to a lot, so that buyers see it (kích hoạt tem): all of them, or none.

    Refused with the list of what is missing while the rule set in force is incomplete, with the conflicts of what was
    used while nobody corrected them or answered for them, and when the lot cannot hold so many packs. Stamps already
    activated for the same lot stay as they are: a resend does nothing.
    """
    runs = joined(runs)
    batches = _batches_in_hand(actor, runs)
    if client_id is not None and (earlier := Activation.objects.filter(client_id=client_id).first()):
        if earlier.lot_id != lot_id:
            raise RuleBroken(_("This form was sent before, for another lot. Open the page anew."), code="sent_before")
        return _ranges(batches, runs)
    # After the batches and always alone: what a lot can hold is counted by one act at a time.
    lot = _lot_in_hand(lot_id, batches)
    fresh = {}
    for run in runs:
        if waiting := waiting_of(batches[run.batch_id], run, lot):
            fresh[run] = _count(batches[run.batch_id], run, waiting)
    if not fresh:
        return _ranges(batches, runs)
    items = sum(n for run, n in fresh.items() if batches[run.batch_id].level == CodeLevel.ITEM)
    reason = clean(reason)
    overridden = despite(actor, lot, items, reason=reason, on=local_date(at))

    done: list[CodeRange] = []
    for run in fresh:
        batch = batches[run.batch_id]
        low, high = run.counters(batch)
        # Read anew: the run before may have cut the same range.
        for piece in cut(waiting_of(batch, run, lot), low, high):
            piece.state = CodeRange.State.ACTIVATED
            piece.lot = lot
            piece.product_id = lot.product_id if lot.product_id != batch.product_id else None
            piece.activated_at, piece.activated_by = at, actor.label
            piece.override_reason = reason if overridden else ""
            piece.save(update_fields=["state", "lot", "product", "activated_at", "activated_by", "override_reason"])
            done.append(piece)
    told = [
        {"batch_id": run.batch_id, "first": run.first, "last": run.last, "quantity": count}
        for run, count in fresh.items()
    ]
    record(
        StampEvent.CODES_ACTIVATED,
        actor=actor,
        subject=batches[told[0]["batch_id"]],
        at=at,
        reason=reason,
        after={
            **told[0],
            "quantity": sum(fresh.values()),
            "lot_id": lot.pk,
            "lot": lot.number,
            **({"runs": told} if len(told) > 1 else {}),
            **({"despite": overridden} if overridden else {}),
        },
    )
    _remember(actor, lot, batches, fresh, overridden, reason, client_id, at)
    return done


def _batches_in_hand(actor: Actor, runs: list[Run]) -> dict[int, CodeBatch]:
    """In the order of their ids, so that two acts never wait for each other's locks."""
    wanted = {run.batch_id for run in runs}
    found = {
        one.pk: one for one in CodeBatch.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("id")
    }
    if not wanted or wanted - found.keys():
        raise NotThere(_("Not found."))
    for batch in found.values():
        actor.require(Permission.CODES_ACTIVATE, batch)
        if batch.level == CodeLevel.CLASS:
            raise RuleBroken(
                _("Stamps of one code for the product need no activation: their page is the product's own."),
                code="class_level",
            )
    return found


def _lot_in_hand(lot_id: int, batches: dict[int, CodeBatch]) -> Lot:
    lots = Lot.objects.select_for_update(of=("self",), no_key=True).select_related("product", "establishment")
    lot = lots.filter(id=lot_id, cancelled_at=None).first()
    for batch in batches.values():
        bound = lot is not None and (
            batch.product_id == lot.product_id or (batch.generic and batch.establishment_id == lot.establishment_id)
        )
        if lot is None or not bound:
            raise RuleBroken(_("Choose a lot of this product."), code="lot")
        if batch.level == CodeLevel.LOT and batch.print_order.lot_id != lot.pk:
            raise RuleBroken(
                _("These stamps bear the address of lot %(lot)s and can be activated for it alone.")
                % {"lot": batch.print_order.lot},
                code="another_lot",
            )
    assert lot is not None
    return lot


def _count(batch: CodeBatch, run: Run, waiting: list[CodeRange]) -> int:
    low, high = run.counters(batch)
    every = sum(min(one.last, high) - max(one.first, low) + 1 for one in waiting)
    void = spoiled_among(batch, waiting, low, high)
    if every == void:
        raise RuleBroken(_("These stamps are voided; they never come back."), code="not_waiting")
    return every - void


def _ranges(batches: dict[int, CodeBatch], runs: list[Run]) -> list[CodeRange]:
    found: list[CodeRange] = []
    for run in runs:
        low, high = run.counters(batches[run.batch_id])
        found += batches[run.batch_id].ranges.filter(last__gte=low, first__lte=high).order_by("first")
    return found


def _remember(
    actor: Actor,
    lot: Lot,
    batches: dict[int, CodeBatch],
    fresh: dict[Run, int],
    overridden: str,
    reason: str,
    client_id: uuid.UUID | None,
    at: datetime,
) -> None:
    act = Activation(
        establishment_id=lot.establishment_id,
        lot=lot,
        runs=[{"batch": batches[run.batch_id].number, "first": run.first, "last": run.last} for run in fresh],
        quantity=sum(fresh.values()),
        despite=overridden,
        reason=reason,
        activated_at=at,
        activated_by=actor.label,
        activated_by_id=actor.user_id,
    )
    if client_id is not None:
        act.client_id = client_id
    act.stand_with(lot)
    act.save(force_insert=True)
