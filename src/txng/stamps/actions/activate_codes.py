from __future__ import annotations

from datetime import datetime

from txng.access import Actor
from txng.stamps.actions.activate_ranges import activate_ranges
from txng.stamps.actions.activation_gates import Incomplete, TooMany, Unsafe
from txng.stamps.models import CodeRange
from txng.stamps.ranges import READY_TO_ACTIVATE, Run

__all__ = ["READY_TO_ACTIVATE", "Incomplete", "TooMany", "Unsafe", "activate_codes"]


def activate_codes(
    *, actor: Actor, batch_id: int, lot_id: int, first: int, last: int, at: datetime, reason: str = ""
) -> list[CodeRange]:
    """Stamps `first` … `last` of one batch, as people count them."""
    return activate_ranges(actor=actor, lot_id=lot_id, runs=[Run(batch_id, first, last)], reason=reason, at=at)
