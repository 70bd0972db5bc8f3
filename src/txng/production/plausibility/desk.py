"""“Nhật ký cần xem”: the lots within an officer's reach whose diaries ask something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery

from txng.access import Actor, Permission
from txng.production.models import FlagLook, Lot
from txng.production.plausibility.flags import Flag, flags_of_lots

# The lots written in last: flags are worked out anew for every reader, and an old diary changes no more.
LOTS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    lot: Any  # a Lot with `written_at`
    flags: list[Flag]
    look: FlagLook | None  # the agency's last one
    looked_at: bool  # nothing was written since


def lots_read_by(actor: Actor) -> QuerySet[Any]:
    return (
        Lot.objects.filter(actor.reach(Permission.PRODUCTION_READ))
        .annotate(written_at=Max("diary__recorded_at"))
        .select_related("product", "establishment", "site")
        .order_by("-written_at", "-id")
    )


def flagged_lots(actor: Actor) -> list[Flagged]:
    """The newest first."""
    last = FlagLook.objects.filter(lot=OuterRef("pk"), agency_id=actor.agency_id or 0).order_by("-looked_at", "-id")
    written = lots_read_by(actor).filter(cancelled_at=None).exclude(written_at=None)
    lots = list(written.annotate(last_look=Subquery(last.values("pk")[:1]))[:LOTS])
    flags = flags_of_lots(lots, actor)
    looks = FlagLook.objects.in_bulk([lot.last_look for lot in lots if lot.last_look])
    return [_flagged(lot, flags[lot.pk], looks.get(lot.last_look)) for lot in lots if flags[lot.pk]]


def _flagged(lot: Any, flags: list[Flag], look: FlagLook | None) -> Flagged:
    done = look is not None and look.entries_until >= lot.written_at
    return Flagged(lot=lot, flags=flags, look=look, looked_at=done)
