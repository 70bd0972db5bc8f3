"""Cutting ranges: a part of a run of codes changes state, the rest stays what it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from txng.kernel.errors import RuleBroken
from txng.production.models import Lot
from txng.stamps.models import CodeBatch, CodeRange

READY_TO_ACTIVATE = (CodeRange.State.ISSUED, CodeRange.State.PRINTED, CodeRange.State.DELIVERED)
IN_USE = (CodeRange.State.ACTIVATED, CodeRange.State.CONSUMED)


class Run(NamedTuple):
    """Stamps of a batch as people count them: 1 … quantity."""

    batch_id: int
    first: int
    last: int

    def counters(self, batch: CodeBatch) -> tuple[int, int]:
        return counters(batch, self.first, self.last)


def counters(batch: CodeBatch, first: int, last: int) -> tuple[int, int]:
    """Stamp numbers as people count them (1 … quantity) to counters of the batch."""
    if not 1 <= first <= last <= batch.quantity:
        raise RuleBroken(
            _("Stamp numbers run from 1 to %(last)s, the first not after the last.") % {"last": batch.quantity},
            code="stamp_numbers",
        )
    return batch.first + first - 1, batch.first + last - 1


def joined(runs: Iterable[Run]) -> list[Run]:
    """The same stamps, each once: what overlaps or touches becomes one run."""
    found: list[Run] = []
    for run in sorted(runs):
        before = found[-1] if found else None
        # A run that does not run forward is told as it was typed.
        if before and run.first <= run.last and before.batch_id == run.batch_id and run.first <= before.last + 1:
            found[-1] = before._replace(last=max(before.last, run.last))
        else:
            found.append(run)
    return found


def waiting_of(batch: CodeBatch, run: Run, lot: Lot) -> list[CodeRange]:
    """The locked ranges of the run that can still be activated; refused where any of it cannot be for this lot."""
    low, high = run.counters(batch)
    touched = list(batch.ranges.select_for_update(no_key=True).filter(last__gte=low, first__lte=high).order_by("first"))
    if sum(min(one.last, high) - max(one.first, low) + 1 for one in touched) != high - low + 1:
        raise RuleBroken(_("These stamps have not been made yet: the print order is not approved."), code="not_issued")
    for one in touched:
        ours = one.state in IN_USE and one.lot_id == lot.pk
        if one.state not in READY_TO_ACTIVATE and not ours:
            raise RuleBroken(
                _("Stamps %(first)s to %(last)s are already in the state “%(state)s”.")
                % {
                    "first": max(one.first, low) - batch.first + 1,
                    "last": min(one.last, high) - batch.first + 1,
                    "state": one.get_state_display(),
                },
                code="not_waiting",
            )
    return [one for one in touched if one.state in READY_TO_ACTIVATE]


def spoiled_among(batch: CodeBatch, ranges: Iterable[CodeRange], low: int, high: int) -> int:
    """Single stamps voided out of these ranges, between two counters."""
    singles = list(batch.exceptions.filter(counter__gte=low, counter__lte=high).values_list("counter", flat=True))
    return sum(1 for run in ranges for counter in singles if run.first <= counter <= run.last)


def cut(ranges: Iterable[CodeRange], first: int, last: int) -> list[CodeRange]:
    """The pieces of locked ranges inside [first, last], split off as rows of their own.

    The row in hand becomes the inner piece before its neighbours are written: the exclusion constraint never sees
    two rows over one counter.
    """
    pieces = []
    for run in ranges:
        outer = (run.first, run.last)
        run.first, run.last = max(run.first, first), min(run.last, last)
        if (run.first, run.last) != outer:
            run.save(update_fields=["first", "last"])
        for start, end in ((outer[0], run.first - 1), (run.last + 1, outer[1])):
            if start <= end:
                _rest(run, start, end).save(force_insert=True)
        pieces.append(run)
    return pieces


def _rest(run: CodeRange, first: int, last: int) -> CodeRange:
    fields = {f.attname: getattr(run, f.attname) for f in run._meta.concrete_fields if not f.primary_key}
    return CodeRange(**{**fields, "first": first, "last": last})
