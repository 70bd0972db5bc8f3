from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.production.completeness import Missing, missing_of
from txng.production.models import Lot
from txng.production.safety import Conflict, open_conflicts
from txng.stamps.events import StampEvent
from txng.stamps.models import CodeBatch, CodeRange
from txng.stamps.ranges import counters, cut

READY_TO_ACTIVATE = (CodeRange.State.ISSUED, CodeRange.State.PRINTED, CodeRange.State.DELIVERED)


class Incomplete(RuleBroken):
    """The rule set in force asks for facts this lot does not have yet (NĐ37 art. 23.5; names.md 7.15)."""

    default_code = "incomplete"

    def __init__(self, lot: Lot, missing: list[Missing]) -> None:
        super().__init__(
            _("The stamps of lot %(lot)s cannot be activated yet. Missing: %(what)s.")
            % {"lot": lot.number, "what": "; ".join(str(item.label) for item in missing)}
        )
        self.missing = missing


class Unsafe(RuleBroken):
    """Harvested inside a waiting time, banned, expired: corrected away or answered for first (names.md 7.14)."""

    default_code = "conflict"

    def __init__(self, lot: Lot, conflicts: list[Conflict]) -> None:
        super().__init__(
            _("The stamps of lot %(lot)s cannot be activated yet. %(what)s")
            % {"lot": lot.number, "what": " ".join(conflict.sentence for conflict in conflicts)}
        )
        self.conflicts = conflicts


@transaction.atomic
def activate_codes(*, actor: Actor, batch_id: int, lot_id: int, first: int, last: int, at: datetime) -> list[CodeRange]:
    """Bind stamps `first` … `last` of a batch to a lot, so that buyers see it (kích hoạt tem).

    Refused with the list of what is missing while the rule set in force is incomplete, and with the conflicts of what
    was used while nobody corrected them or answered for them. Stamps already activated for
    the same lot stay as they are: a resend does nothing.
    """
    batch = CodeBatch.objects.select_for_update().get(id=batch_id)
    actor.require(Permission.CODES_ACTIVATE, batch)
    lot = (
        Lot.objects.select_for_update(of=("self",))
        .select_related("product", "establishment")
        .filter(id=lot_id, product_id=batch.product_id)
        .first()
    )
    if lot is None or lot.cancelled_at:
        raise RuleBroken(_("Choose a lot of this product."), code="lot")
    low, high = counters(batch, first, last)
    missing = missing_of(lot, on=local_date(at))
    if missing:
        raise Incomplete(lot, missing)
    conflicts = open_conflicts(lot, local_date(at))
    if conflicts:
        raise Unsafe(lot, conflicts)

    touched = list(batch.ranges.select_for_update().filter(last__gte=low, first__lte=high).order_by("first"))
    if sum(min(run.last, high) - max(run.first, low) + 1 for run in touched) != high - low + 1:
        raise RuleBroken(_("These stamps have not been made yet: the print order is not approved."), code="not_issued")
    waiting = [run for run in touched if run.state in READY_TO_ACTIVATE]
    for run in touched:
        if run.state not in READY_TO_ACTIVATE and not (run.state == CodeRange.State.ACTIVATED and run.lot_id == lot.pk):
            raise RuleBroken(
                _("Stamps %(first)s to %(last)s are already in the state “%(state)s”.")
                % {
                    "first": max(run.first, low) - batch.first + 1,
                    "last": min(run.last, high) - batch.first + 1,
                    "state": run.get_state_display(),
                },
                code="not_waiting",
            )
    if not waiting:
        return touched
    pieces = cut(waiting, low, high)
    for run in pieces:
        run.state = CodeRange.State.ACTIVATED
        run.lot = lot
        run.activated_at = at
        run.activated_by = actor.label
        run.save(update_fields=["state", "lot", "activated_at", "activated_by"])
    record(
        StampEvent.CODES_ACTIVATED,
        actor=actor,
        subject=batch,
        at=at,
        after={
            "batch_id": batch.pk,
            "lot_id": lot.pk,
            "lot": lot.number,
            "first": first,
            "last": last,
            "quantity": sum(run.quantity for run in pieces),
        },
    )
    return pieces
