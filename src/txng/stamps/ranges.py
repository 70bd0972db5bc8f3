"""Cutting ranges: a part of a run of codes changes state, the rest stays what it was."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from txng.kernel.errors import RuleBroken
from txng.stamps.models import CodeBatch, CodeRange


def counters(batch: CodeBatch, first: int, last: int) -> tuple[int, int]:
    """Stamp numbers as people count them (1 … quantity) to counters of the batch."""
    if not 1 <= first <= last <= batch.quantity:
        raise RuleBroken(
            _("Stamp numbers run from 1 to %(last)s, the first not after the last.") % {"last": batch.quantity},
            code="stamp_numbers",
        )
    return batch.first + first - 1, batch.first + last - 1


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
