"""Which stamp somebody holds: its number on the sheet, its sixteen characters, or the whole address a scanner reads."""

from __future__ import annotations

import re

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.stamps.keyring import ring
from txng.stamps.models import CodeBatch, CodeLevel, PrintOrder
from txng.stamps.ranges import Run
from txng.stamps.serials import UnreadableCode, clean_typed, open_typed

_NUMBER = re.compile(r"\d{1,9}|\d{1,3}(?:[. ]\d{3}){1,2}")  # 281, 000281, 100.000; sixteen digits are a code
_IN_ADDRESS = re.compile(r"/([0-9A-Za-z]{16})/?(?:[?#].*)?$")
_ROLLS = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?")


def run_of(actor: Actor, first: str, last: str, batch: CodeBatch | None = None) -> Run:
    """From the first to the last stamp, whichever was held up first. Both are of one batch: between two rolls lie
    stamps of other people."""
    found = [_stamp(actor, text, batch) for text in (first, last)]
    batches = {one.pk: one for one, _number in found if one is not None}
    if batch is not None:
        batches[batch.pk] = batch
    if not batches:
        raise RuleBroken(
            _("Scan or type the codes of the first and the last stamp: numbers alone do not say which batch is meant."),
            code="which_batch",
        )
    if len(batches) > 1:
        raise RuleBroken(
            _("These stamps are of different batches: %(batches)s. Activate each batch on its own.")
            % {"batches": ", ".join(sorted(one.number for one in batches.values()))},
            code="two_batches",
        )
    numbers = sorted(number for _batch, number in found)
    return Run(next(iter(batches)), numbers[0], numbers[1])


def runs_of_rolls(order: PrintOrder, text: str) -> list[Run]:
    """“3”, “3-5” or “2, 4”: rolls as they are cut, counted from one."""
    runs = []
    for part in re.split(r"[,;]", text):
        found = _ROLLS.fullmatch(part.strip())
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not order.roll_size or not 1 <= first <= last <= order.rolls:
            raise RuleBroken(
                _("Rolls are numbered from 1 to %(last)s; write for example 3, or 3-5.") % {"last": order.rolls},
                code="roll",
            )
        end = min(last * order.roll_size, order.batch.quantity)
        runs.append(Run(order.batch_id, (first - 1) * order.roll_size + 1, end))
    return runs


def _stamp(actor: Actor, text: str, batch: CodeBatch | None) -> tuple[CodeBatch | None, int]:
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return batch, int(re.sub(r"\D", "", text))
    address = _IN_ADDRESS.search(text)
    try:
        code = clean_typed(address[1] if address else text)
    except UnreadableCode:
        raise RuleBroken(
            _("“%(text)s” is no stamp: write its number on the sheet, or the 16 characters beside the QR.")
            % {"text": text[:60]},
            code="unreadable",
        ) from None
    mine = batches_to_activate(actor)
    tweaks = [0, *mine.exclude(tweak=0).order_by().values_list("tweak", flat=True).distinct()]
    for tweak, version, counter in open_typed(ring(), code, tweaks):
        owns = mine.filter(key_version=version, tweak=tweak, first__lte=counter, first__gt=counter - F("quantity"))
        if (found := owns.first()) is not None:
            return found, counter - found.first + 1
    # A neighbour's stamp, a forged one and one that never was answer alike.
    raise RuleBroken(_("No stamp of yours bears the code %(code)s.") % {"code": code}, code="not_yours")


def batches_to_activate(actor: Actor) -> QuerySet[CodeBatch]:
    return CodeBatch.objects.filter(actor.reach(Permission.CODES_ACTIVATE), level=CodeLevel.ITEM)
