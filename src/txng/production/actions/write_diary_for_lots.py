from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.production.actions.in_hand import sent_before
from txng.production.actions.write_diary import write_diary
from txng.production.dates import DATING
from txng.production.diary.reading import group_of
from txng.production.models import DiaryEntry, Lot
from txng.production.stock.booking import lock_family, lock_lots

MOST = 100  # entries of one act: fifty plots, or twenty households with five each


@transaction.atomic
def write_diary_for_lots(
    *,
    actor: Actor,
    lot_ids: Sequence[int],
    at: datetime,
    names: Iterable[str] = (),
    site_id: int | None = None,
    client_id: UUID | None = None,
    **said: Any,
) -> list[DiaryEntry]:
    """One act on several lots, or for several households: an entry each, all of them or none (ux.md D9).

    Each entry is told by itself, for each lot has a history and a public page of its own; what holds them together is
    `group_id`. The place is the one chosen where there is one lot, else each lot's own.
    """
    if earlier := sent_before(DiaryEntry, client_id, actor, Permission.DIARY_WRITE):
        return group_of(earlier)
    lots = sorted(set(lot_ids))
    people = list(dict.fromkeys(filter(None, map(clean, names)))) or [""]
    if not lots:
        raise RuleBroken(_("Choose at least one lot."), code="lots_missing")
    if len(lots) * len(people) > MOST:
        raise RuleBroken(
            _("That would be more than %(most)s entries at once. Write it in several goes.") % {"most": MOST},
            code="too_many_entries",
        )
    first = client_id or uuid4()
    if len(lots) > 1:
        # Else the second lot is waited for while the materials of the first are held (stock/booking.py).
        chosen = Lot.objects.filter(actor.reach(Permission.DIARY_WRITE), pk__in=lots)
        if said["activity"] in DATING:
            lock_family(chosen)
        else:
            lock_lots(chosen.values_list("pk", flat=True))
    several = len(lots) * len(people) > 1
    written: list[DiaryEntry] = []
    for lot_id in lots:
        for name in people:
            try:
                entry = write_diary(
                    actor=actor,
                    lot_id=lot_id,
                    at=at,
                    on_behalf_of=name,
                    site_id=site_id if len(lots) == 1 else None,
                    # A resend must find each of them again: the ids of the others follow from the first.
                    client_id=uuid5(first, f"{lot_id}:{name}") if written else first,
                    group_id=first if several else None,
                    **said,
                )
            except RuleBroken as refusal:
                if len(lots) == 1:
                    raise
                number = Lot.objects.values_list("number", flat=True).get(pk=lot_id)
                sentence = _("Lot %(lot)s: %(refusal)s") % {"lot": number, "refusal": refusal}
                raise RuleBroken(sentence, code=refusal.code) from refusal
            written.append(entry)
    return written
